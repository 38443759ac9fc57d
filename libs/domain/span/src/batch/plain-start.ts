const SPACE = 0x20;
const DELETE = 0x7f;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/** First two bytes of the characters beyond ASCII that regular expressions take for white space, and of their neighbours. */
const spaceStarts: ReadonlySet<number> = new Set([0xc2a0, 0xe19a, 0xe280, 0xe281, 0xe380, 0xefbb]);

/**
 * Whether a text begins with a character that is certainly no white space and does not open an object or a list: readers
 * that look for JSON take it for the text that it is.
 */
export function startsPlain(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0;
  if (first > DELETE) return !spaceStarts.has((first << 8) | (bytes[at + 1] ?? 0));
  return first > SPACE && first < DELETE && first !== OPENING_BRACE && first !== OPENING_BRACKET;
}
