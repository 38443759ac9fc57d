const nonAscii = /[^\0-\x7f]/;
/** Texts up to this length are read faster by an expression than by a call. */
const shortText = 32;

/** Where the first unit above ASCII stands; -1 in a text that has none. */
export function firstNonAscii(text: string): number {
  // The length in UTF-8 is counted many units at a time, and is the length in UTF-16 for ASCII alone.
  if (text.length > shortText && Buffer.byteLength(text) === text.length) return -1;
  return text.search(nonAscii);
}
