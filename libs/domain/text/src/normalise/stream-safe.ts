/** Marks on one character that are read; UAX #15 calls longer sequences no text (Stream-Safe Text Format). */
export const maxMarks = 30;

/** Marks, and the two letters that Unicode's normal forms of compatibility turn into marks. */
const mark = String.raw`[\p{M}\uff9e\uff9f]`;
const tooMany = new RegExp(`(${mark}{${maxMarks}})${mark}+`, "gu");

/**
 * The text without the marks of a character that are beyond `maxMarks`. To be called before every normalisation of a whole
 * text: the platform's takes quadratic time for a run of marks. Idempotent.
 */
export function streamSafe(text: string): string {
  return text.replace(tooMany, "$1");
}
