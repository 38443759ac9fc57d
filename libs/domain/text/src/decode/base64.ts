import { isUtf8 } from "node:buffer";

import { bytesAsText } from "../views/bytes-as-text.ts";
import { ifPlausible } from "../views/if-plausible.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";

const QUANTUM = 4;
const BYTES = 3;

/** Both alphabets of RFC 4648. */
const digit = /[\w+/-]/;
const restOfRun = /[\w+/-]*={0,2}/y;
const nextLine = /[ \t]*\r?\n[ \t]*(?=[\w+/-]{4})/y;
/** The signs of the alphabets are those of paths and of compound words too. */
const part = /[A-Za-z\d]{4,}={0,2}/g;
const minLength = 14;

/** What a run of base64 around a word reads as, and how far it and the lines that go on from it reach. */
export interface Base64Run {
  readonly end: number;
  readonly replacements: readonly Replacement[];
}

/** Reads base64 of either alphabet, padded or not, that has a word in it and begins at `from` or later. */
export function decodeBase64(text: string, word: TextRange, from: number): Base64Run {
  let { start } = word;
  while (start > from && digit.test(text.charAt(start - 1))) start -= 1;
  const lines = linesFrom(text, start);
  return { end: lines.at(-1)?.end ?? word.end, replacements: readLines(text, lines) };
}

/** The run that begins at `start`, and those that only a line break divides from it. */
function linesFrom(text: string, start: number): TextRange[] {
  const lines: TextRange[] = [];
  for (let next: number | undefined = start; next !== undefined;) {
    const end: number = endOfMatch(restOfRun, text, next) ?? next;
    lines.push({ start: next, end });
    next = text[end - 1] === "=" ? undefined : endOfMatch(nextLine, text, end);
  }
  return lines;
}

function endOfMatch(sticky: RegExp, text: string, start: number): number | undefined {
  sticky.lastIndex = start;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

function readLines(text: string, lines: readonly TextRange[]): readonly Replacement[] {
  const together = lines.length > 1 ? decode(text, lines) : undefined;
  const read = together === undefined ? lines.flatMap((line) => readLine(text, line)) : [together];
  if (read.length > 0) return read;
  const words = decode(text, lines, wordsIn);
  return words === undefined ? [] : [words];
}

function readLine(text: string, line: TextRange): readonly Replacement[] {
  const whole = decode(text, [line]);
  if (whole !== undefined) return [whole];
  const written = text.slice(line.start, line.end);
  if (!/[-+/_]/.test(written)) return [];
  return Array.from(written.matchAll(part)).flatMap(({ 0: inner, index }) => {
    const start = line.start + index;
    return decode(text, [{ start, end: start + inner.length }]) ?? [];
  });
}

/** Bytes that are UTF-8 as a whole. Most of what looks like base64 is a key or an image, and is told by this. */
function wholeText(bytes: Uint8Array): Uint8Array | undefined {
  return isUtf8(bytes) ? bytes : undefined;
}

const BLANK = 0x20;
const [FIRST_PRINTABLE, LAST_PRINTABLE] = [0x20, 0x7e];
/** Of random bytes so many printable ones follow one another once in 20,000. */
const MIN_WORD = 10;

/** What can be read among bytes of another kind, such as the fields of a message, with blanks for all others. */
function wordsIn(bytes: Uint8Array): Uint8Array | undefined {
  const words = new Uint8Array(bytes.length).fill(BLANK);
  let start = 0;
  let hasWords = false;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= FIRST_PRINTABLE && byte <= LAST_PRINTABLE) continue;
    if (at - start >= MIN_WORD) {
      words.set(bytes.subarray(start, at), start);
      hasWords = true;
    }
    start = at + 1;
  }
  return hasWords ? words : undefined;
}

function decode(text: string, lines: readonly TextRange[], read = wholeText): Replacement | undefined {
  const written = lines.map(({ start, end }) => text.slice(start, end)).join("");
  if (!looksEncoded(written)) return undefined;
  const bytes = read(Buffer.from(written, "base64"));
  if (bytes === undefined) return undefined;
  const offsets = offsetsOf(lines, written.length);
  const [starts, ends] = [new Int32Array(bytes.length), new Int32Array(bytes.length)];
  for (let at = 0; at < bytes.length; at += 1) {
    const first = Math.floor(at / BYTES) * QUANTUM;
    starts[at] = offsets[first] ?? 0;
    ends[at] = (offsets[Math.min(first + QUANTUM, written.length) - 1] ?? 0) + 1;
  }
  return ifPlausible(bytesAsText({ bytes, starts, ends }));
}

/** Words and numbers are left alone: encoded text has letters of both cases, or digits among its letters. */
function looksEncoded(written: string): boolean {
  if (written.length < minLength || written.replace(/=+$/, "").length % QUANTUM === 1) return false;
  return /[A-Z]/.test(written) && (/\d/.test(written) || /[a-z]/.test(written));
}

/** The offset in the text of each character of all lines. */
function offsetsOf(lines: readonly TextRange[], length: number): Int32Array {
  const offsets = new Int32Array(length);
  let count = 0;
  for (const { start, end } of lines) {
    for (let at = start; at < end; at += 1) offsets[count++] = at;
  }
  return offsets;
}
