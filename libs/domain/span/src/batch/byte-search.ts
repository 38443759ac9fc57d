const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const UPPER_R = 0x52;
const snakeReason = new TextEncoder().encode("_reason");
const camelReason = new TextEncoder().encode("Reason");
const escape = new TextEncoder().encode("\\u00");
/** Where the letters of the key stand in ASCII: 0x50 to 0x7f. */
const afterEscape: ReadonlySet<number> = new Set(new TextEncoder().encode("567"));

/**
 * Whether JSON in `[at, end)` may have a key such as `finish_reason`, `stop_reason` or `finishReason`. Keys may be spelt
 * with escapes, so a letter that is escaped is taken for one of theirs.
 */
export function mayNameFinishReason(bytes: Uint8Array, at: number, end: number): boolean {
  for (let start = at; start < end; start += 1) {
    const byte = bytes[start];
    if (byte === UNDERSCORE && isThere(bytes, start, snakeReason)) return true;
    if (byte === UPPER_R && isThere(bytes, start, camelReason)) return true;
    if (byte === BACKSLASH && isThere(bytes, start, escape) && afterEscape.has(bytes[start + escape.length] ?? 0))
      return true;
  }
  return false;
}

function isThere(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  let matched = 1;
  while (matched < text.length && bytes[at + matched] === text[matched]) matched += 1;
  return matched === text.length;
}
