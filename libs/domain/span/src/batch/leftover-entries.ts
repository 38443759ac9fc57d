import type { BatchCursor } from "./batch-cursor.ts";
import type { ByteArena } from "./byte-arena.ts";
import { standsAt } from "./canonical-json.ts";
import type { ContentColumns } from "./content-columns.ts";
import type { JsonStrings } from "./json-strings.ts";
import { nextText } from "./list-of-texts.ts";
import type { RowAttributes } from "./row-attributes.ts";

/** Tags of the fields of an AnyValue. */
const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;
const ARRAY = 0x2a;

const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

const encoder = new TextEncoder();
const serviceName = encoder.encode("service.name");
const scopeVersion = encoder.encode("otel.scope.version");
const traceState = encoder.encode("w3c.tracestate");
const truthValues = { yes: encoder.encode("true"), no: encoder.encode("false") };

/** Places of what scope and span say besides the attributes; an empty one says nothing. */
interface ScopeVersion {
  readonly versionAt: number;
  readonly versionEnd: number;
}
interface TraceState {
  readonly traceStateAt: number;
  readonly traceStateEnd: number;
}

/** Writes attributes that no column took as entries of a map of texts: those of `leftoversOf`, in its order. */
export class LeftoverEntries {
  readonly #arena: ByteArena;
  readonly #columns: ContentColumns;
  readonly #cursor: BatchCursor;
  readonly #strings: JsonStrings;

  constructor(
    arena: ByteArena,
    cursor: BatchCursor,
    { columns, strings }: { readonly columns: ContentColumns; readonly strings: JsonStrings },
  ) {
    this.#arena = arena;
    this.#columns = columns;
    this.#cursor = cursor;
    this.#strings = strings;
  }

  /** Writes the map of a row, of all attributes that are not taken. False where a value is none that has a text. */
  writeRow(row: number, attributes: RowAttributes, version: ScopeVersion, state: TraceState): boolean {
    const { entries, attributesFrom, attributesTo } = this.#columns;
    attributesFrom[row] = entries.count;
    this.#writeNamed(scopeVersion, version.versionAt, version.versionEnd);
    this.#writeNamed(traceState, state.traceStateAt, state.traceStateEnd);
    for (let attribute = 0; attribute < attributes.count; attribute += 1) {
      if (attributes.isTaken[attribute] === 1) continue;
      entries.add(attributes.keyAt[attribute] ?? 0, attributes.keyEnd[attribute] ?? 0);
      if (!this.writeValue(attributes.valueAt[attribute] ?? 0, attributes.valueEnd[attribute] ?? 0)) return false;
    }
    attributesTo[row] = entries.count;
    return true;
  }

  /** Writes the map of the Resource in `[at, end)`, all of whose attributes were seen to be plain; answers its number. */
  writeResource(at: number, end: number): number {
    const cursor = this.#cursor;
    const { entries } = this.#columns;
    const from = entries.count;
    cursor.at = at;
    while (cursor.at < end) {
      cursor.tag(end);
      const attributeEnd = cursor.lengthEnd(end);
      this.#writeResourceAttribute(attributeEnd);
      cursor.at = attributeEnd;
    }
    return this.#columns.addResource(from);
  }

  /** Where it is a text, the service's name has a column of its own. */
  #writeResourceAttribute(end: number): void {
    const cursor = this.#cursor;
    cursor.tag(end);
    const keyEnd = cursor.lengthEnd(end);
    const keyAt = cursor.at;
    cursor.at = keyEnd;
    if (keyEnd < end) {
      cursor.tag(end);
      cursor.lengthEnd(end);
    }
    const valueAt = cursor.at;
    const isNamed = keyEnd - keyAt === serviceName.length && standsAt(this.#arena.bytes, keyAt, serviceName);
    if (isNamed && valueAt < end && cursor.tag(end) === STRING) return;
    this.#columns.entries.add(keyAt, keyEnd);
    this.writeValue(valueAt, end);
  }

  /** Ends an entry with the text of the AnyValue in `[at, end)`, which was seen to be plain. */
  writeValue(at: number, end: number): boolean {
    const cursor = this.#cursor;
    const { entries } = this.#columns;
    cursor.at = at;
    const tag = at === end ? 0 : cursor.tag(end);
    if (tag === 0) entries.value(at, at);
    else if (tag === STRING) {
      const textEnd = cursor.lengthEnd(end);
      entries.value(cursor.at, textEnd);
    } else {
      const start = this.#arena.used;
      if (!this.#writeOther(tag, end)) return false;
      entries.value(start, this.#arena.used);
    }
    return !cursor.isBroken;
  }

  #writeNamed(name: Uint8Array, at: number, end: number): void {
    if (at === end) return;
    const start = this.#arena.used;
    this.#arena.append(name);
    this.#columns.entries.add(start, this.#arena.used);
    this.#columns.entries.value(at, end);
  }

  #writeOther(tag: number, end: number): boolean {
    const cursor = this.#cursor;
    if (tag === BOOL) this.#arena.append((cursor.varint(end) | cursor.high) === 0 ? truthValues.no : truthValues.yes);
    else if (tag === INT) this.#writeInteger(end);
    else if (tag === DOUBLE) this.#arena.ascii(String(cursor.doubleAt(cursor.fixed64(end))));
    else return tag === ARRAY && this.#writeList(end);
    return true;
  }

  #writeInteger(end: number): void {
    const { at } = this.#cursor;
    const value = this.#cursor.int64(end);
    if (Number.isSafeInteger(value)) writeDigits(this.#arena, value);
    else {
      const low = this.#cursor.at === at ? 0 : this.#lowHalf(at, end);
      this.#arena.ascii(String((BigInt(this.#cursor.high | 0) << 32n) | BigInt(low)));
    }
  }

  #lowHalf(at: number, end: number): number {
    this.#cursor.at = at;
    return this.#cursor.varint(end);
  }

  #writeList(outerEnd: number): boolean {
    const cursor = this.#cursor;
    const end = cursor.lengthEnd(outerEnd);
    const start = this.#arena.used;
    this.#arena.push(OPENING_BRACKET);
    while (cursor.at < end) {
      if (this.#arena.used > start + 1) this.#arena.push(COMMA);
      const textEnd = nextText(cursor, end);
      if (textEnd < 0 || !this.#strings.quote(cursor.at, textEnd)) return false;
      cursor.at = textEnd;
    }
    this.#arena.push(CLOSING_BRACKET);
    return true;
  }
}

/** Appends a whole number as JavaScript prints it. */
function writeDigits(arena: ByteArena, value: number): void {
  let rest = Math.abs(value);
  let digits = 1;
  for (let limit = 10; rest >= limit; limit *= 10) digits += 1;
  if (value < 0) arena.push(MINUS);
  arena.reserve(digits);
  const { bytes, used } = arena;
  for (let index = digits - 1; index >= 0; index -= 1) {
    const tens = Math.floor(rest / 10);
    bytes[used + index] = ZERO + (rest - tens * 10);
    rest = tens;
  }
  arena.used = used + digits;
}
