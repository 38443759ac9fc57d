import { APOSTROPHE, FULL_STOP, HAN, LINE_FEED, ODD, OTHER, SPACE, TERMINAL, WORD } from "./character-class.ts";

/** Code points of a page. */
const PAGE = 256;
const BMP_END = 0x1_0000;
/** Whose lower case is another one at the end of a word. */
const CAPITAL_SIGMA = "Σ";

/** Where pages are written to, by code point. Lower cases are one UTF-16 unit, and told of the first plane alone. */
export interface CharacterTables {
  readonly classes: Uint8Array;
  readonly lowerCases: Uint16Array;
}

/** Writes classes and lower cases of a page of code points. */
export function writePage({ classes, lowerCases }: CharacterTables, page: number): void {
  for (let codePoint = page * PAGE; codePoint < (page + 1) * PAGE; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    classes[codePoint] = classOf(character);
    if (codePoint < BMP_END) lowerCases[codePoint] = character.toLowerCase().charCodeAt(0);
  }
}

function classOf(character: string): number {
  if (character === "\n") return LINE_FEED;
  if (character === "'" || character === "’") return APOSTROPHE;
  if (/[.!?…]/u.test(character)) return TERMINAL;
  if (/[。！？]/u.test(character)) return FULL_STOP;
  if (/\s/u.test(character)) return SPACE;
  const isHan = /\p{Script=Han}/u.test(character);
  if (!isHan && !/[\p{L}\p{N}\p{M}]/u.test(character)) return OTHER;
  if (character.toLowerCase().length !== 1 || character === CAPITAL_SIGMA) return ODD;
  return isHan ? HAN : WORD;
}
