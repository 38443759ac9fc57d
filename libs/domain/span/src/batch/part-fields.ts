import { skipSpace, standsAt } from "./canonical-json.ts";
import type { CanonicalJson } from "./canonical-json.ts";
import type { ByteArena } from "./byte-arena.ts";
import type { JsonStrings } from "./json-strings.ts";
import { MALFORMED } from "./json-strings.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSING_BRACE = 0x7d;

/** The fields of the parts of a message, by their places in `fieldNames`. */
export const partField = { type: 0, content: 1, id: 2, name: 3, arguments: 4, response: 5 } as const;
const encoder = new TextEncoder();
const nullWord = encoder.encode("null");
const fieldNames = Object.keys(partField).map((name) => encoder.encode(`"${name}"`));

/** How the value of a field is spelt. */
export const spelling = {
  /** A string without escapes. */
  plain: 0,
  /** A string that `JSON.stringify` writes the same. */
  canonical: 1,
  /** A string that it writes otherwise. */
  rewritten: 2,
  /** No string, and not null. */
  structured: 3,
} as const;

/** The fields of one object, of those that parts of messages have: where the value of each stands, whatever their order. */
export class PartFields {
  readonly #arena: ByteArena;
  readonly #strings: JsonStrings;
  readonly #json: CanonicalJson;
  readonly at = new Int32Array(fieldNames.length);
  readonly end = new Int32Array(fieldNames.length);
  /** One of `spelling`. */
  readonly spelt = new Uint8Array(fieldNames.length);
  /** Fields that are there, as bits; one that is null is not. */
  present = 0;
  #seen = 0;

  constructor(arena: ByteArena, strings: JsonStrings, json: CanonicalJson) {
    this.#arena = arena;
    this.#strings = strings;
    this.#json = json;
  }

  /** Reads the object whose first byte, behind its brace, is at `at`; answers where it ends. No field may be another. */
  read(first: number, end: number): number {
    const { bytes } = this.#arena;
    this.present = 0;
    this.#seen = 0;
    let at = skipSpace(bytes, first, end);
    for (;;) {
      at = this.#field(at, end);
      if (at === MALFORMED) return MALFORMED;
      at = skipSpace(bytes, at, end);
      if (bytes[at] !== COMMA) break;
      at = skipSpace(bytes, at + 1, end);
    }
    return at < end && bytes[at] === CLOSING_BRACE ? at + 1 : MALFORMED;
  }

  /** Whether these fields, and no others, are there. */
  isOnly(fields: number): boolean {
    return this.present === fields && this.#seen === fields;
  }

  /** Whether no other fields than these were there, be it as null. */
  mayOnly(fields: number): boolean {
    return (this.#seen & ~fields) === 0;
  }

  has(field: number): boolean {
    return (this.present & (1 << field)) !== 0;
  }

  isString(field: number): boolean {
    return this.has(field) && this.spelt[field] !== spelling.structured;
  }

  #field(at: number, end: number): number {
    const { bytes } = this.#arena;
    const field = fieldAt(bytes, at);
    if (field < 0 || (this.#seen & (1 << field)) !== 0) return MALFORMED;
    this.#seen |= 1 << field;
    const colon = skipSpace(bytes, at + (fieldNames[field]?.length ?? 0), end);
    if (bytes[colon] !== COLON) return MALFORMED;
    return this.#value(field, skipSpace(bytes, colon + 1, end), end);
  }

  #value(field: number, at: number, end: number): number {
    const { bytes } = this.#arena;
    const valueEnd = this.#json.skip(at, end);
    if (valueEnd === MALFORMED || (valueEnd === at + nullWord.length && standsAt(bytes, at, nullWord))) return valueEnd;
    this.present |= 1 << field;
    this.at[field] = at;
    this.end[field] = valueEnd;
    if (bytes[at] !== QUOTE) this.spelt[field] = spelling.structured;
    else if (this.#strings.isPlain) this.spelt[field] = spelling.plain;
    else this.spelt[field] = this.#strings.isCanonical ? spelling.canonical : spelling.rewritten;
    return valueEnd;
  }
}

function fieldAt(bytes: Uint8Array, at: number): number {
  for (let field = 0; field < fieldNames.length; field += 1) {
    const name = fieldNames[field];
    if (name !== undefined && standsAt(bytes, at, name)) return field;
  }
  return -1;
}
