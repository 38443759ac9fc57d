/** Characters that show nothing but split words for a model: zero-width and direction marks, tags, soft hyphens, … */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** The characters of RFC 3986 after a scheme or `www.`. */
const url = /(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gi;

/** A name after `@` that does not continue a word, as the one of an e-mail address does. */
const mention = /(?<![A-Za-z0-9_.])@[A-Za-z0-9_]{2,}/g;

/**
 * Brings a text into the form the models are trained on, and is therefore used by training and serving alike: invisible
 * characters removed, NFKC, URLs replaced by `[url]` and mentions by `@user`. Idempotent; the result has no offsets in
 * common with the text. To be given bounded texts: NFKC takes quadratic time for a run of combining marks.
 */
export function normaliseForModel(text: string): string {
  return text.replace(invisible, "").normalize("NFKC").replace(url, "[url]").replace(mention, "@user");
}
