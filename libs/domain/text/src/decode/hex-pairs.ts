import type { EncodedBytes } from "../views/bytes-as-text.ts";

const NO_DIGIT = 0xff;
const digits = new Uint8Array(0x1_00_00).fill(NO_DIGIT);
for (const [value, digit] of Array.from("0123456789abcdef").entries()) {
  digits[digit.charCodeAt(0)] = value;
  digits[digit.toUpperCase().charCodeAt(0)] = value;
}

/** The bytes of pairs of hexadecimal digits in `written`, each with the `prefix` units before its pair. */
export function hexPairs(written: string, start: number, prefix: number): EncodedBytes {
  const most = written.length >>> 1;
  const [bytes, starts, ends] = [new Uint8Array(most), new Int32Array(most), new Int32Array(most)];
  let count = 0;
  for (let at = 0; at + 1 < written.length; at += 1) {
    const high = digits[written.charCodeAt(at)] ?? NO_DIGIT;
    const low = digits[written.charCodeAt(at + 1)] ?? NO_DIGIT;
    if (high === NO_DIGIT || low === NO_DIGIT) continue;
    bytes[count] = high * 16 + low;
    starts[count] = start + at - prefix;
    at += 1;
    ends[count] = start + at + 1;
    count += 1;
  }
  return { bytes: bytes.subarray(0, count), starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}
