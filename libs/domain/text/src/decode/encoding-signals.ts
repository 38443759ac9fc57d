import { hasLongWord } from "./long-words.ts";

/** What a text may have, by what every such encoding shows. */
export const PERCENT = 1;
export const ENTITY = 2;
export const ESCAPE = 4;
export const QUOTED_PRINTABLE = 8;
/** Long words of letters and digits, or of both cases. */
export const LONG_WORD = 16;
/** Pairs of hexadecimal digits in a row. */
export const PAIRS = 32;
/** Single characters in a row. */
export const SINGLES = 64;
/** Words of letters and digits. */
export const MIXED_WORD = 128;
/** Short words that are English, moved by 13 letters. */
export const ROT13 = 256;
/** A word that may be part of a long one; a text is read for that only if it has such. */
const ODD_WORD = 512;

type Sign = readonly [RegExp, number];

/**
 * Each expression is one that the engine looks for many units at a time, or by leaps: it begins with a rare character,
 * or has a fixed length. Together they read a text faster than any loop of ours would.
 */
const signs: readonly Sign[] = [
  [/[A-Za-z]\d/, MIXED_WORD | ODD_WORD],
  [/\d[A-Za-z]/, MIXED_WORD | ODD_WORD],
  [/[a-z][A-Z]/, ODD_WORD],
  [/\d\d\d\d\d\d\d\d\d\d/, ODD_WORD],
  [/\d\d[ ,:;-]\d\d[ ,:;-]\d\d[ ,:;-]\d\d/, PAIRS],
  [/\s[^ ] [^ ] [^ ] [^ ] /, SINGLES],
  [/^[^ ] [^ ] [^ ] [^ ] /, SINGLES],
  [/[-._*|,/][A-Za-z\d][-._*|,/][A-Za-z\d][-._*|,/]/, SINGLES],
  // the, and, you; for; is, my
  [/\b[gnlvzs](?:ur|aq|bh|f|l|be)\b/i, ROT13],
];

/** What all escapes begin with. */
const escape = /[%&=\\][\dA-Za-z#"'/\\\r\n]/;
const escapeSigns: readonly Sign[] = [
  [/%[\da-fA-F]{2}/, PERCENT],
  [/&[#A-Za-z]/, ENTITY],
  [/=(?:[\dA-F]{2}|\r?\n)/, QUOTED_PRINTABLE],
  [/\\[uUxbfnrtv"'/\\]/, ESCAPE],
];

const pairs = /[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]/i;

/** The bits of all encodings that a text may have; 0 for nearly all that people write. */
export function encodingSignals(text: string): number {
  let signals = bitsOf(text, signs);
  if (escape.test(text)) signals |= bitsOf(text, escapeSigns);
  if ((signals & ODD_WORD) !== 0 && hasLongWord(text)) signals |= LONG_WORD;
  if ((signals & MIXED_WORD) !== 0 && pairs.test(text)) signals |= PAIRS;
  return signals & ~ODD_WORD;
}

function bitsOf(text: string, ofSigns: readonly Sign[]): number {
  let bits = 0;
  for (const [sign, bit] of ofSigns) {
    if ((bits & bit) !== bit && sign.test(text)) bits |= bit;
  }
  return bits;
}
