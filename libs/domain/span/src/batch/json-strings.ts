import type { ByteArena } from "./byte-arena.ts";
import { isUtf8, writeSequence } from "./utf8.ts";

/** No JSON that is known begins there. */
export const MALFORMED = -1;

const QUOTE = 0x22;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const SPACE = 0x20;

/** Bytes that end a run of plain text: the quote, the backslash and control characters. */
const special = new Uint8Array(256).map((_, byte) => Number(byte === QUOTE || byte === BACKSLASH || byte < SPACE));
/** Characters by the letter that stands for them behind a backslash; 0 where none does. */
const escaped = new Uint8Array(256);
/** Letters by the character that they stand for, as `JSON.stringify` writes it; 0 where it writes none. */
const letterOf = new Uint8Array(128);
for (const [letter, character] of ['""', "\\\\", "b\b", "f\f", "n\n", "r\r", "t\t"]) {
  escaped[letter?.charCodeAt(0) ?? 0] = character?.charCodeAt(0) ?? 0;
  letterOf[character?.charCodeAt(0) ?? 0] = letter?.charCodeAt(0) ?? 0;
}
escaped[SLASH] = SLASH;
const hexDigits = new TextEncoder().encode("0123456789abcdef");

/** Four equal bytes in one word. */
const ones = 0x0101_0101;
/** Exchanges quote and space, and `!` and `#`: then quotes and control characters are all that is less than `!`. */
const quoteToSpace = 0x0202_0202;
const exclamations = 0x2121_2121;
const backslashes = 0x5c5c_5c5c;
const highBits = 0x8080_8080 | 0;

/** Reads and writes the strings of JSON texts, in an arena's bytes. */
export class JsonStrings {
  readonly #arena: ByteArena;
  /** Whether the string that `endOf` saw last has no escapes. */
  isPlain = true;
  /** Whether `JSON.stringify` would write it with the same bytes. */
  isCanonical = true;
  /** All words that were passed, or-ed: the highest bits of their bytes tell whether there was more than ASCII. */
  #passed = 0;

  constructor(arena: ByteArena) {
    this.#arena = arena;
  }

  /**
   * Position of the quote that ends the string whose first byte, behind its opening quote, is at `at`. `MALFORMED` where
   * it does not end before `end`, or is not JSON, or no UTF-8, or tells a half of a surrogate pair.
   */
  endOf(at: number, end: number): number {
    const { bytes } = this.#arena;
    this.isPlain = true;
    this.isCanonical = true;
    this.#passed = 0;
    let index = this.#plainEnd(at, end);
    while (index < end) {
      const byte = bytes[index] ?? 0;
      if (byte === QUOTE) return this.#isText(at, index) ? index : MALFORMED;
      if (byte !== BACKSLASH) return MALFORMED;
      index = this.#escapeEnd(index, end);
      if (index === MALFORMED) return MALFORMED;
      index = this.#plainEnd(index, end);
    }
    return MALFORMED;
  }

  /** Whether what was passed is UTF-8. */
  #isText(at: number, end: number): boolean {
    return (this.#passed & highBits) === 0 || isUtf8(this.#arena.bytes, at, end);
  }

  /** End of the run of plain text from `at`: at `end`, or before what a string may not hold as it is. */
  #plainEnd(at: number, end: number): number {
    const { bytes, words } = this.#arena;
    let index = at;
    while ((index & 3) !== 0 && index < end) {
      const byte = bytes[index] ?? 0;
      if (special[byte] === 1) return index;
      this.#passed |= byte;
      index += 1;
    }
    let word = index >> 2;
    const lastWord = end >> 2;
    let passed = this.#passed;
    while (word < lastWord) {
      const four = words[word] ?? 0;
      // A byte that is looked for borrows from its highest bit, which was not set before.
      const found = ((four ^ quoteToSpace) - exclamations) | ((four ^ backslashes) - ones);
      if ((found & ~four & highBits) !== 0) break;
      passed |= four;
      word += 1;
    }
    this.#passed = passed;
    return this.#lastPlain(Math.max(word << 2, index), end);
  }

  #lastPlain(at: number, end: number): number {
    const { bytes } = this.#arena;
    let index = at;
    while (index < end) {
      const byte = bytes[index] ?? 0;
      if (special[byte] === 1) return index;
      this.#passed |= byte;
      index += 1;
    }
    return index;
  }

  /** Appends the text that the string in `[at, end)`, without its quotes, stands for. `endOf` has to have passed it. */
  unescape(at: number, end: number): void {
    this.#arena.reserve(end - at);
    let index = this.#copyToEscape(at, end);
    while (index < end) index = this.#copyToEscape(this.#unescapeOne(index), end);
  }

  /** Appends, with its quotes, what `JSON.stringify` makes of the string in `[at, end)`. `endOf` has to have passed it. */
  rewrite(at: number, end: number): void {
    const arena = this.#arena;
    arena.reserve(end - at + 2);
    arena.push(QUOTE);
    let index = this.#copyToEscape(at, end);
    while (index < end) index = this.#copyToEscape(this.#rewriteOne(index), end);
    arena.push(QUOTE);
  }

  /** Appends, with quotes, what `JSON.stringify` makes of the text in `[at, end)`. False where it is no UTF-8. */
  quote(at: number, end: number): boolean {
    const arena = this.#arena;
    arena.push(QUOTE);
    let index = at;
    while (index < end) {
      const runEnd = this.#plainEnd(index, end);
      arena.copy(index, runEnd);
      if (runEnd < end) this.#pushCharacter(arena.bytes[runEnd] ?? 0);
      index = runEnd + 1;
    }
    arena.push(QUOTE);
    return isUtf8(arena.bytes, at, end);
  }

  /** Copies a string up to its next backslash, or its end, and answers the position. No escape is shorter than its text. */
  #copyToEscape(at: number, end: number): number {
    const { bytes, view, used } = this.#arena;
    let from = at;
    let to = used;
    while (from + 4 <= end) {
      const four = view.getInt32(from, true);
      const others = four ^ backslashes;
      if (((others - ones) & ~others & highBits) !== 0) break;
      view.setInt32(to, four, true);
      from += 4;
      to += 4;
    }
    while (from < end && bytes[from] !== BACKSLASH) {
      bytes[to] = bytes[from] ?? 0;
      from += 1;
      to += 1;
    }
    this.#arena.used = to;
    return from;
  }

  #escapeEnd(at: number, end: number): number {
    const { bytes } = this.#arena;
    this.isPlain = false;
    const letter = bytes[at + 1] ?? 0;
    if (letter !== LETTER_U) {
      if (letter === SLASH) this.isCanonical = false;
      return escaped[letter] !== 0 && at + 2 <= end ? at + 2 : MALFORMED;
    }
    const unit = hexAt(bytes, at + 2);
    if (unit < 0 || at + 6 > end) return MALFORMED;
    if (!isControl(unit) || !isLowerCase(bytes[at + 5] ?? 0)) this.isCanonical = false;
    if (!isSurrogate(unit)) return at + 6;
    return at + 12 <= end && codePointAt(bytes, at) >= 0x1_0000 ? at + 12 : MALFORMED;
  }

  /** Appends the character of the escape at a position; answers where it ends. */
  #unescapeOne(at: number): number {
    const arena = this.#arena;
    const letter = arena.bytes[at + 1] ?? 0;
    if (letter === LETTER_U) return this.#unescapeUnit(at);
    arena.push(escaped[letter] ?? 0);
    return at + 2;
  }

  #unescapeUnit(at: number): number {
    const arena = this.#arena;
    const codePoint = codePointAt(arena.bytes, at);
    if (codePoint < 0x80) arena.push(codePoint);
    else this.#pushSequence(codePoint);
    return at + (codePoint < 0x1_0000 ? 6 : 12);
  }

  #rewriteOne(at: number): number {
    const arena = this.#arena;
    const letter = arena.bytes[at + 1] ?? 0;
    const codePoint = letter === LETTER_U ? codePointAt(arena.bytes, at) : (escaped[letter] ?? 0);
    if (codePoint < 0x80) this.#pushCharacter(codePoint);
    else this.#pushSequence(codePoint);
    if (letter !== LETTER_U) return at + 2;
    return at + (codePoint < 0x1_0000 ? 6 : 12);
  }

  #pushSequence(codePoint: number): void {
    const arena = this.#arena;
    arena.reserve(4);
    arena.used = writeSequence(arena.bytes, arena.used, codePoint);
  }

  /** Appends an ASCII character as JSON writes it. */
  #pushCharacter(character: number): void {
    const arena = this.#arena;
    const letter = letterOf[character] ?? 0;
    if (letter === 0 && character >= SPACE) arena.push(character);
    else {
      arena.push(BACKSLASH);
      if (letter !== 0) arena.push(letter);
      else this.#pushUnit(character);
    }
  }

  #pushUnit(character: number): void {
    const arena = this.#arena;
    arena.ascii("u00");
    arena.push(hexDigits[character >> 4] ?? 0);
    arena.push(hexDigits[character & 0xf] ?? 0);
  }
}

/** Whether `JSON.stringify` writes the character by its number. */
function isControl(unit: number): boolean {
  return unit < SPACE && letterOf[unit] === 0;
}

function isLowerCase(digit: number): boolean {
  return digit < 0x41 || digit > 0x46;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** The character that is escaped at a position; a half of a surrogate pair where the other half is missing. */
function codePointAt(bytes: Uint8Array, at: number): number {
  const unit = hexAt(bytes, at + 2);
  if (unit < 0xd800 || unit > 0xdbff) return unit;
  const next = bytes[at + 6] === BACKSLASH && bytes[at + 7] === LETTER_U ? hexAt(bytes, at + 8) : -1;
  return next < 0xdc00 || next > 0xdfff ? unit : 0x1_0000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
}

/** Four hexadecimal digits; negative where they are none. */
function hexAt(bytes: Uint8Array, at: number): number {
  return (
    (digitAt(bytes, at) << 12) | (digitAt(bytes, at + 1) << 8) | (digitAt(bytes, at + 2) << 4) | digitAt(bytes, at + 3)
  );
}

/** All bits, so that a number with it is negative, where the byte is no digit. */
function digitAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
