// Where things lie in the memory of the assembly that reads texts, in bytes; the assembly is compiled with these numbers.
/** Class of each code point of the first two planes, a byte each. */
export const CLASSES = 0;
/** Lower case of each UTF-16 unit, two bytes each. */
export const LOWER_CASES = 0x2_0000;
/** Whether the two above are filled for a page of 256 code points, a byte each. */
export const KNOWN_PAGES = 0x4_0000;
/** Each byte, in its place. */
export const BYTES = 0x4_0200;
/** For each number up to 16: so many bytes of ones, and zeros up to 16 bytes. */
export const LENGTH_MASKS = 0x4_0300;
/** What was read of the last text. */
export const RESULT = 0x4_0500;
/** Words that mean something to the sentiment, from place 1 on. */
export const MEANINGS = 0x4_1000;
/** Words that were met. */
export const SLOTS = 0x5_0000;
/** The text itself, and then room for what is read beyond its end. */
export const TEXT = 0x15_0000;
export const END = 0x1a_0000;

/** Counts in `RESULT`, four bytes each; behind them two sums of eight. */
export const RESULT_COUNTS = 6;

/** A meaning: hash of the word, factor for the next word, weight, whether it negates. */
export const MEANING_BYTES = 32;
export const MEANING_DEGREE = 8;
export const MEANING_WEIGHT = 16;
export const MEANING_NEGATES = 24;

/** What reading a text comes to: its measures; nothing, as it needs the rules of strings, or one more page of characters. */
export const DONE = 0;
export const NEEDS_STRINGS = 1;
export const NEEDS_PAGE = 2;
