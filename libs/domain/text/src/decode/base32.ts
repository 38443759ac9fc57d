import { bytesAsText } from "../views/bytes-as-text.ts";
import { ifPlausible } from "../views/if-plausible.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const word = /^[A-Z2-7]{16,}$/;
const padding = /={1,6}/y;
const BITS = 5;
const QUANTUM = 8;
const BYTES = 5;

/** A word of base32, in the alphabet of RFC 4648, with its padding. */
export function decodeBase32(text: string, { start, end }: TextRange): Replacement | undefined {
  if (!word.test(text.slice(start, end))) return undefined;
  padding.lastIndex = end;
  return decode(text.slice(start, padding.test(text) ? padding.lastIndex : end), start);
}

function decode(written: string, start: number): Replacement | undefined {
  const digits = written.replace(/=+$/, "");
  const bytes = bytesOf(digits);
  const [starts, ends] = [new Int32Array(bytes.length), new Int32Array(bytes.length)];
  for (let at = 0; at < bytes.length; at += 1) {
    const quantum = Math.floor(at / BYTES) * QUANTUM;
    starts[at] = start + quantum;
    ends[at] = start + Math.min(quantum + QUANTUM, written.length);
  }
  return ifPlausible(bytesAsText({ bytes, starts, ends }));
}

function bytesOf(digits: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * BITS) / 8));
  let [bits, held, count] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << BITS) | alphabet.indexOf(digit)) & 0xf_ff;
    held += BITS;
    if (held < 8) continue;
    held -= 8;
    bytes[count++] = bits >>> held;
  }
  return bytes;
}
