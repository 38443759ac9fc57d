import { nameEmoji } from "./emoji/name-emoji.ts";
import { mention, mentionSign, url, urlSign } from "./link-patterns.ts";
import { streamSafe } from "./normalise/stream-safe.ts";

/** Characters that show nothing but split words for a model: zero-width and direction marks, tags, soft hyphens, … */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Brings a text into the form the models are trained on, and is therefore used by training and serving alike: invisible
 * characters removed, NFKC with 30 marks on a character at most, URLs replaced by `[url]`, mentions by `@user` and emoji by
 * their names. Idempotent, in linear time; the result has no offsets in common with the text.
 */
export function normaliseForModel(text: string): string {
  const safe = streamSafe(text.replace(invisible, ""));
  // NFKC makes several marks of some.
  const visible = streamSafe(safe.normalize("NFKC"));
  return nameEmoji(visible.replace(url, urlSign).replace(mention, mentionSign));
}
