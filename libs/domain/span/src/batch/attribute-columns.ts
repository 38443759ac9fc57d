import { MAX_TOKENS } from "../facts/attribute-readers.ts";
import type { BatchCursor } from "./batch-cursor.ts";
import { namedFacts } from "./columns.ts";
import type { ContentKeeping } from "./content-keeping.ts";
import { mayNameFinishReason } from "./byte-search.ts";
import { DerivedNames, NO_TEXT } from "./derived-names.ts";
import { storing } from "./key-plans.ts";
import type { KeyOffer, KeyPlan } from "./key-plans.ts";
import { isListOfTexts } from "./list-of-texts.ts";
import { side } from "./row-content.ts";
import type { RowFacts } from "./row-facts.ts";
import type { SpanBatch } from "./span-batch.ts";
import { UNKNOWN_TEXT } from "./text-table.ts";

/** Tags of the fields of an AnyValue: field number and wire type. */
const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;
const ARRAY = 0x2a;
/** No field at all: a value that says nothing. */
const NOTHING = 0;

const OPENING_BRACKET = 0x5b;
/** Shorter names are not compared with the last. */
const WORD_BYTES = 4;
const NO_NAME = -1;

export interface AttributeColumnsOptions {
  readonly facts: RowFacts;
  readonly maxNames: number;
  readonly keeping: ContentKeeping | null;
}

/**
 * Stores attribute values in the columns of one row. Each `store` answers false where the columns cannot say what the
 * value says, or where it would raise a quality flag: then the row is read as an object.
 */
export class AttributeColumns {
  readonly #batch: SpanBatch;
  readonly #cursor: BatchCursor;
  readonly #facts: RowFacts;
  readonly #maxNames: number;
  readonly #keeping: ContentKeeping | null;
  readonly #derived = new Map<KeyOffer, DerivedNames>();
  /** The last names of this message, by their columns, and where their bytes stand. */
  readonly #lastName = new Int32Array(namedFacts.length);
  readonly #lastNameAt = new Int32Array(namedFacts.length);
  readonly #lastNameLength = new Int32Array(namedFacts.length);
  /** The value being stored: its tag, and its number or its place. */
  #tag = NOTHING;
  #number = 0;
  #at = 0;
  #end = 0;
  /** Where the model's answer stands that was skipped; empty where there was none. */
  #outputAt = 0;
  #outputEnd = 0;
  /** Content was skipped in this row, which may tell a fact or, being blank, none. */
  hasSkipped = false;

  constructor(batch: SpanBatch, cursor: BatchCursor, { facts, maxNames, keeping }: AttributeColumnsOptions) {
    this.#batch = batch;
    this.#cursor = cursor;
    this.#facts = facts;
    this.#maxNames = maxNames;
    this.#keeping = keeping;
  }

  /** To be called when the batch's text table was emptied. */
  forgetNames(): void {
    for (const derived of this.#derived.values()) derived.forget();
  }

  startMessage(): void {
    this.#lastNameLength.fill(NO_NAME);
  }

  startRow(): void {
    this.hasSkipped = false;
    this.#outputAt = 0;
    this.#outputEnd = 0;
  }

  /** Whether the skipped answer says why the model stopped: its messages may, where no attribute does. */
  saysFinishReason(): boolean {
    return mayNameFinishReason(this.#batch.bytes, this.#outputAt, this.#outputEnd);
  }

  /** Stores the AnyValue in `[at, end)` as the plan of its key says. */
  store(plan: KeyPlan, row: number, at: number, end: number): boolean {
    if (plan.needsObject || !this.#read(at, end)) return false;
    this.#facts.markers |= plan.markers;
    if (plan.offers.length === 0) return this.#isPlain();
    for (const offer of plan.offers) {
      if (!this.#storeOffer(offer, row)) return false;
    }
    return true;
  }

  /** Reads the one field of an AnyValue; false where there is more, or something malformed. */
  #read(at: number, end: number): boolean {
    const cursor = this.#cursor;
    cursor.at = at;
    this.#tag = at === end ? NOTHING : cursor.tag(end);
    switch (this.#tag) {
      case NOTHING:
        return at === end;
      case STRING:
      case ARRAY:
        this.#end = cursor.lengthEnd(end);
        this.#at = cursor.at;
        cursor.at = this.#end;
        break;
      case INT:
        this.#number = cursor.int64(end);
        break;
      case BOOL:
        this.#number = cursor.varint(end) | cursor.high;
        break;
      case DOUBLE:
        this.#number = cursor.doubleAt(cursor.fixed64(end));
        break;
      default:
        return false;
    }
    return cursor.at === end && !cursor.isBroken;
  }

  #storeOffer(offer: KeyOffer, row: number): boolean {
    if (this.#tag === NOTHING || (this.#tag === STRING && this.#at === this.#end)) return true;
    return offer.store <= storing.computedNumber ? this.#storeNumeric(offer, row) : this.#storeText(offer, row);
  }

  #storeNumeric(offer: KeyOffer, row: number): boolean {
    const number = this.#number;
    switch (offer.store) {
      case storing.count:
        return this.#isCount() && this.#storeNumber(offer, row, number);
      case storing.number:
        return this.#isNumber() && this.#storeNumber(offer, row, number);
      case storing.millisOfSeconds:
        return this.#isNumber() && number >= 0 && this.#storeNumber(offer, row, number * 1000);
      case storing.bool:
        return this.#tag === BOOL && this.#storeNumber(offer, row, number === 0 ? 0 : 1);
      default:
        return this.#storeComputedNumber(offer, row);
    }
  }

  #storeText(offer: KeyOffer, row: number): boolean {
    if (offer.store === storing.texts) return this.#storeTexts(offer, row);
    if (this.#tag !== STRING) return false;
    if (offer.store >= storing.presence) return this.#storeContent(offer, row);
    return offer.store >= storing.place ? this.#storePlace(offer, row) : this.#storeName(offer, row);
  }

  #isNumber(): boolean {
    return (
      (this.#tag === INT && Number.isSafeInteger(this.#number)) ||
      (this.#tag === DOUBLE && Number.isFinite(this.#number))
    );
  }

  #isCount(): boolean {
    const number = this.#number;
    return this.#isNumber() && Number.isInteger(number) && number >= 0 && number <= MAX_TOKENS;
  }

  #storeNumber(offer: KeyOffer, row: number, value: number): boolean {
    const batch = this.#batch;
    if (this.#takes(offer, value)) batch.numbers[offer.column * batch.capacity + row] = value;
    return true;
  }

  #storeComputedNumber(offer: KeyOffer, row: number): boolean {
    if (!this.#isNumber()) return false;
    const value = offer.read(this.#number);
    return typeof value === "number" && this.#storeNumber(offer, row, value);
  }

  #storeName(offer: KeyOffer, row: number): boolean {
    const batch = this.#batch;
    const sent = this.#nameSent(offer.column);
    if (sent === UNKNOWN_TEXT) return false;
    const id = offer.store === storing.name ? sent : this.#derivedNames(offer).idOf(sent);
    if (id === NO_TEXT) return !offer.isFlagged;
    if (this.#takes(offer, id)) batch.named[offer.column * batch.capacity + row] = id;
    return id !== UNKNOWN_TEXT;
  }

  /** The number of the name being stored, without looking it up where the row before has the same. */
  #nameSent(column: number): number {
    const at = this.#at;
    const length = this.#end - at;
    const isRepeated =
      length === this.#lastNameLength[column] && this.#cursor.isSame(at, this.#lastNameAt[column] ?? 0, length);
    if (isRepeated) return this.#lastName[column] ?? UNKNOWN_TEXT;
    const name = this.#batch.names.idOfBytes(this.#batch.bytes, at, this.#end);
    this.#lastName[column] = name;
    this.#lastNameAt[column] = at;
    this.#lastNameLength[column] = length < WORD_BYTES ? NO_NAME : length;
    return name;
  }

  #derivedNames(offer: KeyOffer): DerivedNames {
    const known = this.#derived.get(offer);
    if (known !== undefined) return known;
    const created = new DerivedNames(this.#batch.names, this.#maxNames, (text) => {
      const value = offer.read(text);
      return typeof value === "string" ? value : undefined;
    });
    this.#derived.set(offer, created);
    return created;
  }

  #storePlace(offer: KeyOffer, row: number): boolean {
    const batch = this.#batch;
    if (this.#takes(offer, this.#at)) {
      batch.placedAt[offer.column * batch.capacity + row] = this.#at;
      batch.placedEnd[offer.column * batch.capacity + row] = this.#end;
    }
    return offer.store === storing.id
      ? this.#cursor.isAscii(this.#at, this.#end)
      : this.#cursor.isText(this.#at, this.#end);
  }

  #storeTexts(offer: KeyOffer, row: number): boolean {
    const batch = this.#batch;
    const isList = this.#tag === ARRAY;
    // Which of several agree takes their values to know.
    if (this.#keeping !== null && this.#facts.knows(offer.fact)) return false;
    if (
      isList
        ? !isListOfTexts(this.#cursor, this.#at, this.#end)
        : this.#tag !== STRING || batch.bytes[this.#at] === OPENING_BRACKET
    )
      return false;
    if (!isList && !this.#cursor.isText(this.#at, this.#end)) return false;
    if (this.#takes(offer, this.#at)) {
      batch.finishReasonsAt[row] = this.#at;
      batch.finishReasonsEnd[row] = this.#end;
      batch.finishReasonsAreList[row] = isList ? 1 : 0;
    }
    return true;
  }

  /** Whether a value that no column takes is one that raises no flag and breaks nothing. */
  #isPlain(): boolean {
    if (this.#tag === STRING) return this.#cursor.isText(this.#at, this.#end);
    return this.#tag !== ARRAY || isListOfTexts(this.#cursor, this.#at, this.#end);
  }

  /** Whether the value being stored is to stand in the column of its fact; `value` is what it would be there. */
  #takes(offer: KeyOffer, value: number): boolean {
    const isBest = this.#facts.takes(offer);
    this.#keeping?.attributes.offer(offer, isBest, value, this.#end);
    return isBest;
  }

  #storeContent(offer: KeyOffer, row: number): boolean {
    if (this.#keeping === null) return this.#notePresence(offer);
    // Of two the better is stored, and whether the other says the same takes objects to know.
    if (this.#facts.knows(offer.fact)) return false;
    this.#takes(offer, this.#at);
    const { content } = this.#keeping;
    switch (offer.store) {
      case storing.inputMessages:
        return content.storeMessages(side.input, row, this.#at, this.#end);
      case storing.outputMessages:
        return content.storeMessages(side.output, row, this.#at, this.#end);
      case storing.instructions:
        return content.storeInstructions(row, this.#at, this.#end);
      default:
        return content.storeDefinitions(row, this.#at, this.#end);
    }
  }

  #notePresence(offer: KeyOffer): boolean {
    if (offer.isFlagged) return false;
    this.hasSkipped = true;
    this.#facts.takes(offer);
    if (!offer.isOutput) return true;
    const isFirst = this.#outputEnd === 0;
    this.#outputAt = this.#at;
    this.#outputEnd = this.#end;
    return isFirst;
  }
}
