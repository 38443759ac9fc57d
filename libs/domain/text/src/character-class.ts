// What a character is to the measures of a text. These are plain numbers, as the assembly reads them too.
export const OTHER = 0;
/** A letter, digit or mark of any script but Han. */
export const WORD = 1;
/** A character of the Han script: a word by itself. */
export const HAN = 2;
export const SPACE = 3;
export const LINE_FEED = 4;
/** Ends a sentence where white space follows. */
export const TERMINAL = 5;
/** Ends a sentence wherever it stands. */
export const FULL_STOP = 6;
export const APOSTROPHE = 7;
/** Its lower case depends on its neighbours, or is no single UTF-16 unit. */
export const ODD = 8;
