import { isUtf8 as isWellFormed } from "node:buffer";

/** Whether all bytes in `[at, end)` are ASCII. */
function isAscii(bytes: Uint8Array, at: number, end: number): boolean {
  for (let index = at; index < end; index += 1) {
    if ((bytes[index] ?? 0) > 0x7f) return false;
  }
  return true;
}

/** Whether `[at, end)` is UTF-8, as the Encoding Standard decodes it. */
export function isUtf8(bytes: Uint8Array, at: number, end: number): boolean {
  return isAscii(bytes, at, end) || isWellFormed(bytes.subarray(at, end));
}

/** Writes a code point of more than 7 bits; answers the position behind it. */
export function writeSequence(bytes: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x800) {
    bytes[at] = 0xc0 | (codePoint >> 6);
    bytes[at + 1] = 0x80 | (codePoint & 0x3f);
    return at + 2;
  }
  if (codePoint < 0x1_0000) {
    bytes[at] = 0xe0 | (codePoint >> 12);
    bytes[at + 1] = 0x80 | ((codePoint >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (codePoint & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (codePoint >> 18);
  bytes[at + 1] = 0x80 | ((codePoint >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((codePoint >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (codePoint & 0x3f);
  return at + 4;
}
