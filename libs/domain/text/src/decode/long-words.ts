import type { TextRange } from "../views/view.ts";

const LOWER = 1;
const UPPER = 2;
const DIGIT = 4;
/** Fewer letters or digits hold no eleven bytes, and those of a word are told from these by their kinds. */
const minLength = 10;
/** Letters of one case, or digits, are a name or a number unless they are so many. */
const minLengthOfOneKind = 16;

const kinds = new Uint8Array(0x1_00_00);
for (const [characters, kind] of [
  ["abcdefghijklmnopqrstuvwxyz", LOWER],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", UPPER],
  ["0123456789", DIGIT],
] as const) {
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;
}

/** The words of a text that may be base64, base32 or hexadecimal, without signs and padding. */
export function longWords(text: string): readonly TextRange[] {
  const words: TextRange[] = [];
  for (let word = nextLongWord(text, 0); word !== undefined; word = nextLongWord(text, word.end)) words.push(word);
  return words;
}

export function hasLongWord(text: string): boolean {
  return nextLongWord(text, 0) !== undefined;
}

/** Leaps by the length of a long word, from one that it cannot lie before to the next. */
function nextLongWord(text: string, from: number): TextRange | undefined {
  for (let at = from; at + minLength <= text.length;) {
    const gap = lastGap(text, at);
    if (gap >= 0) {
      at = gap + 1;
      continue;
    }
    const end = endOfWord(text, at);
    if (mayBeEncoded(text, at, end)) return { start: at, end };
    at = end + 1;
  }
  return undefined;
}

/** The last unit of those from `at` on that a long word would have, and is of none; -1 where all are. */
function lastGap(text: string, at: number): number {
  for (let last = at + minLength - 1; last >= at; last -= 1) {
    if (kinds[text.charCodeAt(last)] === 0) return last;
  }
  return -1;
}

function endOfWord(text: string, start: number): number {
  let end = start + minLength;
  while (end < text.length && kinds[text.charCodeAt(end)] !== 0) end += 1;
  return end;
}

/** A capital at the beginning says nothing. */
function mayBeEncoded(text: string, start: number, end: number): boolean {
  let seen = 0;
  for (let at = start + 1; at < end; at += 1) seen |= kinds[text.charCodeAt(at)] ?? 0;
  const isOfOneKind = seen === LOWER || seen === UPPER || seen === DIGIT;
  return !isOfOneKind || (seen !== LOWER && end - start >= minLengthOfOneKind);
}
