/** What a character is to the measures of a text. */
export const characterClass = {
  other: 0,
  /** A letter, digit or mark of any script but Han. */
  word: 1,
  /** A character of the Han script: a word by itself. */
  han: 2,
  space: 3,
  lineFeed: 4,
  /** Ends a sentence where white space follows. */
  terminal: 5,
  /** Ends a sentence wherever it stands. */
  fullStop: 6,
  apostrophe: 7,
  /** Its lower case depends on its neighbours, or is no single UTF-16 unit. */
  odd: 8,
} as const;

const PAGE = 256;
/** Code points from here on are rare, and `odd` where they are of a word. */
const END = 0x2_0000;
const BMP_END = 0x1_0000;
/** Whose lower case is another one at the end of a word. */
const CAPITAL_SIGMA = "Σ";

const classes = new Uint8Array(END);
const lowerCases = new Uint16Array(BMP_END);
const isKnown = new Uint8Array(END / PAGE);

/** Class of a code point, by a table that is filled page by page as pages are met. */
export function classOf(codePoint: number): number {
  if (codePoint >= END) return characterClass.odd;
  const page = codePoint >>> 8;
  if (isKnown[page] === 0) fillPage(page);
  return classes[codePoint] ?? characterClass.other;
}

/** Lower case of a code point of class `word` or `han`, one UTF-16 unit; typographic apostrophes are plain. */
export function lowerCaseOf(codePoint: number): number {
  return lowerCases[codePoint] ?? codePoint;
}

/** The first half page of the classes, for loops over ASCII bytes. */
export const asciiClasses: Uint8Array = classes.subarray(0, 128);
fillPage(0);

function fillPage(page: number): void {
  isKnown[page] = 1;
  for (let codePoint = page * PAGE; codePoint < (page + 1) * PAGE; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    classes[codePoint] = judge(character);
    if (codePoint < BMP_END) lowerCases[codePoint] = character.toLowerCase().charCodeAt(0);
  }
}

function judge(character: string): number {
  if (character === "\n") return characterClass.lineFeed;
  if (character === "'" || character === "’") return characterClass.apostrophe;
  if (/[.!?…]/u.test(character)) return characterClass.terminal;
  if (/[。！？]/u.test(character)) return characterClass.fullStop;
  if (/\s/u.test(character)) return characterClass.space;
  const isHan = /\p{Script=Han}/u.test(character);
  if (!isHan && !/[\p{L}\p{N}\p{M}]/u.test(character)) return characterClass.other;
  if (character.toLowerCase().length !== 1 || character === CAPITAL_SIGMA) return characterClass.odd;
  return isHan ? characterClass.han : characterClass.word;
}
