import { hasLongWord } from "./long-words.ts";
import { signalsOf, signMasks } from "./sign-masks.ts";

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

const digit = /\d/;
const letter = /[A-Za-z]/;
const letterOrDigit = /[A-Za-z\d]/;
const betweenPairs = /[ ,:;-]/;
const single = /[^ ]/;
const space = / /;
const joint = /[-._*|,/]/;
const noWord = /\W/;
const firstOfMoved = /[gnlvzs]/i;

const words = signMasks([
  { signals: ODD_WORD, places: [/[a-z]/, /[A-Z]/] },
  { signals: MIXED_WORD | ODD_WORD, places: [letter, digit] },
  { signals: MIXED_WORD | ODD_WORD, places: [digit, letter] },
  { signals: ODD_WORD, places: Array.from({ length: 10 }, () => digit) },
  {
    signals: PAIRS,
    places: [digit, digit, betweenPairs, digit, digit, betweenPairs, digit, digit, betweenPairs, digit, digit],
  },
  { signals: PERCENT, places: [/%/, /[\da-fA-F]/, /[\da-fA-F]/] },
  { signals: ENTITY, places: [/&/, /[#A-Za-z]/] },
]);

const rows = signMasks([
  { signals: SINGLES, places: [/\s/, single, space, single, space, single, space, single, space] },
  { signals: SINGLES, places: [joint, letterOrDigit, joint, letterOrDigit, joint] },
  { signals: ROT13, places: [noWord, firstOfMoved, /[fl]/i, noWord] },
  { signals: ROT13, places: [noWord, firstOfMoved, /[uab]/i, /[rqhe]/i, noWord] },
  { signals: ESCAPE, places: [/\\/, /[uUxbfnrtv"'/\\]/] },
  { signals: QUOTED_PRINTABLE, places: [/=/, /[\dA-F]/, /[\dA-F]/] },
  { signals: QUOTED_PRINTABLE, places: [/=/, /[\r\n]/] },
]);

/** As if a line ended before a text, and a sentence with it: neither is part of an encoding. */
const before = "\n".charCodeAt(0);
const after = "!".charCodeAt(0);

const pairs = /[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]/i;
/** The, and, you; for; is, my. */
const movedWord = /\b[gnlvzs](?:ur|aq|bh|f|l|be)\b/i;

/** The bits of all encodings that a text may have; 0 for nearly all that people write. */
export function encodingSignals(text: string): number {
  let signals = shownBy(text);
  if (signals === 0) return 0;
  if ((signals & ODD_WORD) !== 0 && hasLongWord(text)) signals |= LONG_WORD;
  if ((signals & (MIXED_WORD | PAIRS)) === MIXED_WORD && pairs.test(text)) signals |= PAIRS;
  if ((signals & ROT13) !== 0 && !movedWord.test(text)) signals &= ~ROT13;
  return signals & ~ODD_WORD;
}

/** The signals of all signs that a text has. Most of its time goes into fetching units, so one loop does all. */
function shownBy(text: string): number {
  const { ofUnit: placesInWords, firstPlaces: firstInWords } = words;
  const { ofUnit: placesInRows, firstPlaces: firstInRows } = rows;
  let inWords = firstInWords & (placesInWords[before] ?? 0);
  let inRows = firstInRows & (placesInRows[before] ?? 0);
  let seenInWords = 0;
  let seenInRows = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    inWords = ((inWords << 1) | firstInWords) & (placesInWords[unit] ?? 0);
    inRows = ((inRows << 1) | firstInRows) & (placesInRows[unit] ?? 0);
    seenInWords |= inWords;
    seenInRows |= inRows;
  }
  seenInRows |= ((inRows << 1) | firstInRows) & (placesInRows[after] ?? 0);
  return signalsOf(words, seenInWords) | signalsOf(rows, seenInRows);
}
