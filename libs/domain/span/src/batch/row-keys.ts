import type { BatchCursor } from "./batch-cursor.ts";
import type { KeyPlan } from "./key-plans.ts";
import { TextTable, UNKNOWN_TEXT } from "./text-table.ts";

/** Tags of a KeyValue: field number and wire type. */
const KEY = 0x0a;
const VALUE = 0x12;
/** The usual tag and length before a key, and the usual tag of a value. */
const HEAD_BYTES = 2;
const TAG_BYTES = 1;

const keyBounds = { maxTexts: 8_192, maxBytesPerText: 256 };
/** Places of attributes that are told apart, less one: a power of two. */
const LAST_PLACE = 31;

/**
 * Reads the keys of a row's attributes. A sender writes its attributes in one order: where the bytes of a key, with the
 * tags around it, are those of the same place in the row before, it is known without being looked up.
 */
export class RowKeys {
  readonly #cursor: BatchCursor;
  readonly #planOf: (key: string) => KeyPlan;
  readonly #table = new TextTable(keyBounds);
  readonly #plans: KeyPlan[] = [];
  /** Number of the row that last had a key, by key. */
  readonly #seenIn = new Int32Array(keyBounds.maxTexts);
  /** The last keys of this message by their places, and where their bytes stand. */
  readonly #lastKeys = new Int32Array(LAST_PLACE + 1);
  readonly #lastAt = new Int32Array(LAST_PLACE + 1);
  readonly #lastLength = new Int32Array(LAST_PLACE + 1);
  #row = 0;
  /** Keys of the row so far. */
  count = 0;
  /** Place of the key that was read last. */
  at = 0;
  end = 0;

  constructor(cursor: BatchCursor, planOf: (key: string) => KeyPlan) {
    this.#cursor = cursor;
    this.#planOf = planOf;
  }

  startMessage(): void {
    this.#lastKeys.fill(UNKNOWN_TEXT);
    if (this.#table.emptyIfFull()) this.#plans.length = 0;
  }

  startRow(): void {
    this.count = 0;
    this.#row += 1;
    if (this.#row < 0x7fff_ffff) return;
    this.#row = 1;
    this.#seenIn.fill(0);
  }

  /**
   * Reads the key of the KeyValue that ends at `end`, and the tag of its value where it has one. Null where it is malformed,
   * is in the row already, or has no room in the table.
   */
  read(end: number): KeyPlan | null {
    const place = this.count & LAST_PLACE;
    this.count += 1;
    const likely = this.#repeated(place, end);
    const key = likely === UNKNOWN_TEXT ? this.#spelt(place, end) : likely;
    if (key === UNKNOWN_TEXT || this.#seenIn[key] === this.#row) return null;
    this.#seenIn[key] = this.#row;
    return this.#plans[key] ?? this.#newPlan(key);
  }

  #repeated(place: number, end: number): number {
    const cursor = this.#cursor;
    const { at } = cursor;
    const key = this.#lastKeys[place] ?? UNKNOWN_TEXT;
    const length = this.#lastLength[place] ?? 0;
    const after = at + length;
    if (key === UNKNOWN_TEXT || after > end || !cursor.isSame(at, this.#lastAt[place] ?? 0, length))
      return UNKNOWN_TEXT;
    this.at = at + HEAD_BYTES;
    this.end = after - TAG_BYTES;
    cursor.at = after;
    return key;
  }

  #spelt(place: number, end: number): number {
    const cursor = this.#cursor;
    const first = cursor.at;
    this.#lastKeys[place] = UNKNOWN_TEXT;
    if (cursor.tag(end) !== KEY) return UNKNOWN_TEXT;
    this.end = cursor.lengthEnd(end);
    this.at = cursor.at;
    if (cursor.isBroken) return UNKNOWN_TEXT;
    const key = this.#table.idOfBytes(cursor.bytes, this.at, this.end);
    cursor.at = this.end;
    if (this.end < end && cursor.tag(end) !== VALUE) return UNKNOWN_TEXT;
    const isUsual = this.at === first + HEAD_BYTES && this.end > this.at && cursor.at === this.end + TAG_BYTES;
    if (isUsual) this.#expect(place, key);
    return key;
  }

  #expect(place: number, key: number): void {
    this.#lastKeys[place] = key;
    this.#lastAt[place] = this.at - HEAD_BYTES;
    this.#lastLength[place] = HEAD_BYTES + this.end - this.at + TAG_BYTES;
  }

  #newPlan(key: number): KeyPlan {
    const plan = this.#planOf(this.#table.textOf(key));
    this.#plans[key] = plan;
    return plan;
  }
}
