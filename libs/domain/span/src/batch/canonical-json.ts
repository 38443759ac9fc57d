import type { ByteArena } from "./byte-arena.ts";
import type { CanonicalText } from "./canonical-text.ts";
import type { JsonStrings } from "./json-strings.ts";
import { MALFORMED } from "./json-strings.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Deeper values are for the object path, which keeps those as text that nest too deep. */
const MAX_DEPTH = 24;
/** Keys of one object, which are compared with one another. */
const MAX_KEYS = 32;
/** A decimal of so many digits is the shortest that means its double, and `JSON.stringify` writes it again. */
const MAX_DIGITS = 15;
/** As many zeros behind the point, and the number is written with an exponent. */
const MAX_LEADING_ZEROS = 6;

const encoder = new TextEncoder();
const commaText = encoder.encode(",");
const colonText = encoder.encode(":");
const openingText = { list: encoder.encode("["), object: encoder.encode("{") };
const closingText = { list: encoder.encode("]"), object: encoder.encode("}") };
const words = ["true", "false", "null"].map((word) => encoder.encode(word));

/** Position of the first byte from `at` on that is no white space of JSON. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let index = at;
  while (index < end) {
    const byte = bytes[index] ?? 0;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return index;
    index += 1;
  }
  return index;
}

/** Whether the text stands at a position. */
export function standsAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
}

/**
 * Writes JSON values as `JSON.stringify(JSON.parse(text))` does. What that would change in more than white space and
 * escapes (numbers that are spelt otherwise, keys that are numbers or repeated) it does not write: `MALFORMED`.
 */
export class CanonicalJson {
  readonly #arena: ByteArena;
  readonly #strings: JsonStrings;
  readonly #out: CanonicalText;
  /** Places of the keys of the objects that are open, one object's behind the other's. */
  readonly #keyAt = new Int32Array((MAX_DEPTH + 1) * MAX_KEYS);
  readonly #keyEnd = new Int32Array((MAX_DEPTH + 1) * MAX_KEYS);

  constructor(arena: ByteArena, strings: JsonStrings, out: CanonicalText) {
    this.#arena = arena;
    this.#strings = strings;
    this.#out = out;
  }

  /** Writes the value at `at`, and answers where it ends. */
  value(at: number, end: number, depth = 0): number {
    const byte = this.#arena.bytes[at] ?? 0;
    if (at >= end || depth > MAX_DEPTH) return MALFORMED;
    if (byte === QUOTE) return this.string(at, end);
    if (byte === OPENING_BRACE) return this.#object(at + 1, end, depth);
    if (byte === OPENING_BRACKET) return this.#list(at + 1, end, depth);
    return this.#scalar(at, end);
  }

  /** Writes the string whose opening quote is at `at`. */
  string(at: number, end: number): number {
    const closing = this.#strings.endOf(at + 1, end);
    if (closing === MALFORMED) return MALFORMED;
    this.seenString(at, closing + 1, this.#strings.isCanonical);
    return closing + 1;
  }

  /** Writes the string in `[at, end)`, quotes included, that was read before. */
  seenString(at: number, end: number, isCanonical: boolean): void {
    if (isCanonical) this.#out.keep(at, end);
    else {
      this.#out.flush();
      this.#strings.rewrite(at + 1, end - 1);
    }
  }

  /** End of the value at `at`, of which only strings and brackets are looked at. */
  skip(at: number, end: number): number {
    const { bytes } = this.#arena;
    let depth = 0;
    let index = at;
    while (index < end) {
      const byte = bytes[index] ?? 0;
      if (byte === QUOTE) {
        index = this.#strings.endOf(index + 1, end);
        if (index === MALFORMED) return MALFORMED;
      } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth += 1;
      else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth -= 1;
      index += 1;
      if (depth === 0) return isScalarByte(byte) ? this.#scalarEnd(index, end) : index;
    }
    return MALFORMED;
  }

  #list(first: number, end: number, depth: number): number {
    const { bytes } = this.#arena;
    this.#out.literal(openingText.list);
    let at = skipSpace(bytes, first, end);
    if (bytes[at] !== CLOSING_BRACKET) {
      for (;;) {
        at = this.value(at, end, depth + 1);
        if (at === MALFORMED) return MALFORMED;
        at = skipSpace(this.#arena.bytes, at, end);
        if (this.#arena.bytes[at] !== COMMA) break;
        this.#out.literal(commaText);
        at = skipSpace(this.#arena.bytes, at + 1, end);
      }
    }
    return this.#close(at, end, CLOSING_BRACKET, closingText.list);
  }

  #object(first: number, end: number, depth: number): number {
    this.#out.literal(openingText.object);
    let at = skipSpace(this.#arena.bytes, first, end);
    let keys = 0;
    if (this.#arena.bytes[at] !== CLOSING_BRACE) {
      for (;;) {
        at = this.#key(at, end, depth * MAX_KEYS, keys);
        if (at === MALFORMED) return MALFORMED;
        keys += 1;
        at = this.value(at, end, depth + 1);
        if (at === MALFORMED) return MALFORMED;
        at = skipSpace(this.#arena.bytes, at, end);
        if (this.#arena.bytes[at] !== COMMA) break;
        this.#out.literal(commaText);
        at = skipSpace(this.#arena.bytes, at + 1, end);
      }
    }
    return this.#close(at, end, CLOSING_BRACE, closingText.object);
  }

  #close(at: number, end: number, byte: number, text: Uint8Array): number {
    if (at >= end || this.#arena.bytes[at] !== byte) return MALFORMED;
    this.#out.literal(text);
    return at + 1;
  }

  /** Writes a key and its colon; answers where the value begins. Objects put keys that are numbers first. */
  #key(at: number, end: number, first: number, keys: number): number {
    const { bytes } = this.#arena;
    if (bytes[at] !== QUOTE || keys === MAX_KEYS) return MALFORMED;
    const closing = this.#strings.endOf(at + 1, end);
    if (closing === MALFORMED || !this.#strings.isPlain || isDigit(bytes[at + 1])) return MALFORMED;
    this.#keyAt[first + keys] = at + 1;
    this.#keyEnd[first + keys] = closing;
    if (this.#isRepeated(first, first + keys)) return MALFORMED;
    this.#out.keep(at, closing + 1);
    const colon = skipSpace(bytes, closing + 1, end);
    if (bytes[colon] !== COLON) return MALFORMED;
    this.#out.literal(colonText);
    return skipSpace(bytes, colon + 1, end);
  }

  #isRepeated(first: number, last: number): boolean {
    const { bytes } = this.#arena;
    const at = this.#keyAt[last] ?? 0;
    const length = (this.#keyEnd[last] ?? 0) - at;
    for (let key = first; key < last; key += 1) {
      const from = this.#keyAt[key] ?? 0;
      if ((this.#keyEnd[key] ?? 0) - from === length && isSame(bytes, from, at, length)) return true;
    }
    return false;
  }

  #scalar(at: number, end: number): number {
    const { bytes } = this.#arena;
    const word = words.find((text) => standsAt(bytes, at, text));
    const valueEnd = this.#scalarEnd(at, end);
    const isKnown = word === undefined ? isCanonicalNumber(bytes, at, valueEnd) : valueEnd === at + word.length;
    if (!isKnown) return MALFORMED;
    this.#out.keep(at, valueEnd);
    return valueEnd;
  }

  #scalarEnd(at: number, end: number): number {
    const { bytes } = this.#arena;
    let index = at;
    while (index < end && isScalarByte(bytes[index] ?? 0)) index += 1;
    return index;
  }
}

/** Letters, digits and signs, of which numbers and words are made. */
function isScalarByte(byte: number): boolean {
  return (
    (byte >= ZERO && byte <= NINE) ||
    ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ||
    byte === MINUS ||
    byte === POINT ||
    byte === 0x2b
  );
}

function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (bytes[one + index] !== bytes[other + index]) return false;
  return true;
}

/** Whether `[at, end)` is a number as JavaScript prints it: no exponent, no zero that says nothing, digits that a double holds. */
function isCanonicalNumber(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at] === MINUS ? at + 1 : at;
  let point = first;
  while (point < end && isDigit(bytes[point])) point += 1;
  const isWhole = point === end;
  const isZero = bytes[first] === ZERO;
  if (point === first || end - first > MAX_DIGITS || (isZero && point > first + 1)) return false;
  if (isWhole) return !isZero || first === at;
  return bytes[point] === POINT && isCanonicalFraction(bytes, point + 1, end, isZero);
}

function isCanonicalFraction(bytes: Uint8Array, at: number, end: number, isBelowOne: boolean): boolean {
  let index = at;
  while (index < end && bytes[index] === ZERO) index += 1;
  if (isBelowOne && index - at >= MAX_LEADING_ZEROS) return false;
  while (index < end && isDigit(bytes[index])) index += 1;
  return index === end && end > at && bytes[end - 1] !== ZERO;
}
