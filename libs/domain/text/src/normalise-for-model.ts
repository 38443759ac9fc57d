import { nameEmoji } from "./emoji/name-emoji.ts";

/** Characters that show nothing but split words for a model: zero-width and direction marks, tags, soft hyphens, … */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** The characters of RFC 3986 after a scheme or `www.`, and marks that would join what stands for them. */
const url = /(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+\p{M}*/giu;

/** A name after `@` that does not continue a word, as the one of an e-mail address does. */
const mention = /(?<![A-Za-z0-9_.])@[A-Za-z0-9_]{2,}\p{M}*/gu;

/**
 * Brings a text into the form the models are trained on, and is therefore used by training and serving alike: invisible
 * characters removed, NFKC, URLs replaced by `[url]`, mentions by `@user` and emoji by their names. Idempotent; the result has no offsets in
 * common with the text. To be given bounded texts: NFKC takes quadratic time for a run of combining marks.
 */
export function normaliseForModel(text: string): string {
  const visible = text.replace(invisible, "").normalize("NFKC");
  return nameEmoji(visible.replace(url, "[url]").replace(mention, "@user"));
}
