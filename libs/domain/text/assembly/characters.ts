import { ODD } from "../src/character-class";
import { CLASSES, KNOWN_PAGES, LOWER_CASES } from "../src/reader-layout";

/** Code points from here on are rare, and odd where they are of a word. */
const TABLES_END: u32 = 0x2_0000;

/** The character that `classAt` read, and where the one behind it begins. */
let codePoint: u32 = 0;
let next: usize = 0;
/** A page that is not in the tables yet, or -1. */
let missing: i32 = -1;

export function startCharacters(): void {
  missing = -1;
}

export function behind(): usize {
  return next;
}

export function missingPage(): i32 {
  return missing;
}

/** Lower case of the character of class `WORD` or `HAN` that was read; typographic apostrophes are plain. */
export function lowerCase(): u32 {
  return load<u16>(LOWER_CASES + ((<usize>codePoint) << 1));
}

/** Reads the character at `at`, and answers its class. */
export function classAt(at: usize): u32 {
  decode(at);
  if (codePoint >= TABLES_END) return ODD;
  if (load<u8>(KNOWN_PAGES + (codePoint >> 8)) === 0) missing = codePoint >> 8;
  return load<u8>(CLASSES + codePoint);
}

function decode(at: usize): void {
  const lead: u32 = load<u8>(at);
  if (lead < 0x80) {
    codePoint = lead;
    next = at + 1;
    return;
  }
  const second: u32 = load<u8>(at, 1) & 0x3f;
  if (lead < 0xe0) {
    codePoint = ((lead & 0x1f) << 6) | second;
    next = at + 2;
    return;
  }
  const third: u32 = load<u8>(at, 2) & 0x3f;
  if (lead < 0xf0) {
    codePoint = ((lead & 0x0f) << 12) | (second << 6) | third;
    next = at + 3;
    return;
  }
  codePoint = ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (load<u8>(at, 3) & 0x3f);
  next = at + 4;
}
