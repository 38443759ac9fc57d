import { dressedLetters, lookAlikes } from "./look-alikes.ts";

/** What is done with a character. */
export const KEPT = 0;
/** Belongs to the character before it: a diacritic, or what composes with what it follows. */
export const JOINED = 1;
/** Shows nothing. */
export const INVISIBLE = 2;
/** Another character where it stands between Latin ones. */
export const LOOK_ALIKE = 3;
/** Another character or several, wherever it stands. */
const REPLACED = 4;

const PAGE = 256;
const CODE_POINTS = 0x11_00_00;
const readings = new Uint8Array(CODE_POINTS);
const pagesRead = new Uint8Array(CODE_POINTS / PAGE);
const replacements = new Map<number, string>();

/** Diacritics of no one script: what letters are hidden under. */
const diacritics = String.raw`\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f`;
const diacritic = new RegExp(`[${diacritics}]`);
export const allDiacritics = new RegExp(diacritic, "g");

/** The characters of other blocks that compose with what they follow (`NFC_Quick_Check=Maybe` of UAX #15). */
const composing =
  /[\u0653-\u0655\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u1b35\u3099\u309a\u{110ba}\u{11127}\u{1133e}\u{11357}\u{113b8}\u{113bb}\u{113c2}\u{113c5}\u{113c7}-\u{113c9}\u{114b0}\u{114ba}\u{114bd}\u{115af}\u{11930}\u{1611e}-\u{16129}\u{1612f}\u{16d67}\u{16d68}]/u;

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const digit = /\p{Nd}/u;
/** Ordinary typography, of which no search depends: to read it otherwise would make every other text a second one. */
const leftAlone = /[…™‘’“”„]/;

/** Signs of full width, which are the usual ones in East Asian prose. */
const eastAsianSign = /[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;

/** What is done with a code point; found out for a page of them when the first is asked for. */
export function readingOf(codePoint: number): number {
  if (pagesRead[codePoint >>> 8] === 0) readPage(codePoint >>> 8);
  return readings[codePoint] ?? KEPT;
}

/** What a look-alike or replaced code point is read as. */
export function replacementOf(codePoint: number): string {
  return replacements.get(codePoint) ?? "";
}

function readPage(page: number): void {
  for (let codePoint = Math.max(page * PAGE, 0x80); codePoint < (page + 1) * PAGE; codePoint += 1) {
    readings[codePoint] = readCharacter(codePoint);
  }
  pagesRead[page] = 1;
}

function readCharacter(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (leftAlone.test(character)) return KEPT;
  if (invisible.test(character)) return INVISIBLE;
  if (diacritic.test(character) || composing.test(character)) return JOINED;
  const dressed = dressedLetters.get(character) ?? plainForm(codePoint, character);
  if (dressed !== character) return replaced(codePoint, dressed, eastAsianSign.test(character) ? LOOK_ALIKE : REPLACED);
  const latin = lookAlikes.get(character);
  return latin === undefined ? KEPT : replaced(codePoint, latin, LOOK_ALIKE);
}

function replaced(codePoint: number, by: string, reading: number): number {
  replacements.set(codePoint, by);
  return reading;
}

/** The ASCII digit, or NFKC and then the look-alikes of that: a mathematical alpha is an alpha is an "a". */
function plainForm(codePoint: number, character: string): string {
  const plain = character.normalize("NFKC");
  if (digit.test(plain)) return plain.length === 1 && plain < "\x80" ? plain : digitValue(codePoint, plain);
  // Accents that stand alone are a blank with a diacritic.
  if (plain === character || (plain !== " " && plain.startsWith(" "))) return character;
  return Array.from(plain, (part) => lookAlikes.get(part) ?? part).join("");
}

/** Digits of a script are ten in a row, from zero on; what holds digits and more, such as `½`, stays as it is. */
function digitValue(codePoint: number, plain: string): string {
  if (!digit.test(String.fromCodePoint(codePoint))) return plain.replaceAll("⁄", "/");
  let before = 0;
  while (digit.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return String(before % 10);
}
