import type { Dialect } from "../facts/dialect.ts";
import { canonicalOperation } from "../facts/operations.ts";
import { canonicalProvider } from "../facts/provider-names.ts";
import { AttributeColumns } from "./attribute-columns.ts";
import type { BatchCursor } from "./batch-cursor.ts";
import { isAscii } from "./byte-search.ts";
import { DerivedNames, NO_TEXT } from "./derived-names.ts";
import { cleanTimes } from "./clean-times.ts";
import { deriveTiming, isCleanTtft } from "./clean-timing.ts";
import { normaliseCleanUsage } from "./clean-usage.ts";
import { namedFacts } from "./columns.ts";
import { FINISH_REASONS } from "./key-plans.ts";
import type { KeyOffer, KeyPlan } from "./key-plans.ts";
import { RowFacts } from "./row-facts.ts";
import type { SpanBatch } from "./span-batch.ts";
import { TextTable, UNKNOWN_TEXT } from "./text-table.ts";

/** Tags of the fields of a Span: field number and wire type. */
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const TRACE_STATE = 0x1a;
const PARENT_SPAN_ID = 0x22;
const NAME = 0x2a;
const KIND = 0x30;
const START_TIME = 0x39;
const END_TIME = 0x41;
const ATTRIBUTES = 0x4a;
const STATUS = 0x7a;
/** Trace flags: a fixed32 that no column holds. */
const FLAGS = 0x85;
/** Tags of a KeyValue. */
const KEY = 0x0a;
const VALUE = 0x12;
/** Tags of a Status. */
const STATUS_MESSAGE = 0x12;
const STATUS_CODE = 0x18;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const OPERATION = namedFacts.indexOf("operation");
const PROVIDER = namedFacts.indexOf("provider");
const keyBounds = { maxTexts: 8_192, maxBytesPerText: 256 };

/** What the rows of one scope share. */
export interface RowSurroundings {
  readonly serviceName: number;
  readonly scopeName: number;
  /** Dialects whose scope it is, as bits. */
  readonly markers: number;
  /** Names that the resource tells of all its spans. */
  readonly resourceFacts: readonly ResourceFact[];
  readonly receivedAtMs: number;
  readonly maxAttributes: number;
}

export interface ResourceFact {
  readonly offer: KeyOffer;
  /** Number of the name in the batch's text table. */
  readonly name: number;
}

export interface RowReaderOptions {
  readonly dialects: readonly Dialect[];
  readonly planOf: (key: string) => KeyPlan;
  /** Size of the batch's text table. */
  readonly maxNames: number;
}

/**
 * Reads spans into the columns of a batch. `read` answers false for a span that needs the object path: something in it is
 * malformed or would be flagged, or only a dialect's code can read it.
 */
export class SpanRowReader {
  readonly #batch: SpanBatch;
  readonly #cursor: BatchCursor;
  readonly #planOf: (key: string) => KeyPlan;
  readonly #keys = new TextTable(keyBounds);
  readonly #plans: KeyPlan[] = [];
  /** Number of the row that last had a key, by key. */
  readonly #keySeenIn = new Int32Array(keyBounds.maxTexts);
  readonly #facts: RowFacts;
  readonly #columns: AttributeColumns;
  readonly #operations: DerivedNames;
  readonly #providers: DerivedNames;
  #serial = 0;
  #attributes = 0;

  constructor(batch: SpanBatch, cursor: BatchCursor, { dialects, planOf, maxNames }: RowReaderOptions) {
    this.#batch = batch;
    this.#cursor = cursor;
    this.#planOf = planOf;
    this.#facts = new RowFacts(dialects);
    this.#columns = new AttributeColumns(batch, cursor, { facts: this.#facts, maxNames });
    this.#operations = new DerivedNames(batch.names, maxNames, canonicalOperation);
    this.#providers = new DerivedNames(batch.names, maxNames, canonicalProvider);
  }

  /** Gives the memory back that the last messages filled up; to be called between messages. */
  startMessage(): void {
    if (this.#keys.emptyIfFull()) this.#plans.length = 0;
    if (!this.#batch.names.emptyIfFull()) return;
    this.#columns.forgetNames();
    this.#operations.forget();
    this.#providers.forget();
  }

  /** Reads the Span that ends at `end`, where the cursor stands on its first byte, into a row. */
  read(row: number, end: number, surroundings: RowSurroundings): boolean {
    const cursor = this.#cursor;
    this.#startRow(surroundings.markers);
    this.#batch.serviceName[row] = surroundings.serviceName;
    this.#batch.scopeName[row] = surroundings.scopeName;
    while (cursor.at < end) {
      if (!this.#readField(row, cursor.tag(end), end) || cursor.isBroken) return false;
    }
    this.#addResourceFacts(row, surroundings.resourceFacts);
    return this.#attributes <= surroundings.maxAttributes && this.#finish(row, surroundings.receivedAtMs);
  }

  #addResourceFacts(row: number, facts: readonly ResourceFact[]): void {
    const { named, capacity } = this.#batch;
    for (const { offer, name } of facts) {
      if (this.#facts.takes(offer)) named[offer.column * capacity + row] = name;
    }
  }

  #startRow(markers: number): void {
    this.#serial += 1;
    if (this.#serial === 0x7fff_ffff) {
      this.#serial = 1;
      this.#keySeenIn.fill(0);
    }
    this.#attributes = 0;
    this.#facts.start(markers);
    this.#columns.startRow();
  }

  #readField(row: number, tag: number, end: number): boolean {
    const batch = this.#batch;
    switch (tag) {
      case ATTRIBUTES:
        return this.#readAttribute(row, end);
      case TRACE_ID:
        return this.#readId(batch.traceIdAt, row, { end, length: TRACE_ID_BYTES });
      case SPAN_ID:
        return this.#readId(batch.spanIdAt, row, { end, length: SPAN_ID_BYTES });
      case PARENT_SPAN_ID:
        return this.#readParent(row, end);
      case NAME:
        return this.#readName(row, end);
      case KIND:
        batch.kind[row] = Math.min(this.#cursor.varint(end), 0xff);
        return true;
      case START_TIME:
        return this.#readTime(batch.startLow, batch.startHigh, { row, end });
      case END_TIME:
        return this.#readTime(batch.endLow, batch.endHigh, { row, end });
      case STATUS:
        return this.#readStatus(row, end);
      case TRACE_STATE:
        return this.#cursor.skipAscii(end);
      case FLAGS:
        this.#cursor.skip(tag & 7, end);
        return true;
      default:
        // Events, links and counts of what was dropped are for the object path.
        return false;
    }
  }

  #readAttribute(row: number, outerEnd: number): boolean {
    const cursor = this.#cursor;
    const end = cursor.lengthEnd(outerEnd);
    this.#attributes += 1;
    if (cursor.tag(end) !== KEY) return false;
    const keyEnd = cursor.lengthEnd(end);
    const key = this.#keys.idOfBytes(cursor.bytes, cursor.at, keyEnd);
    if (key === UNKNOWN_TEXT || cursor.isBroken || this.#keySeenIn[key] === this.#serial) return false;
    this.#keySeenIn[key] = this.#serial;
    cursor.at = keyEnd;
    const plan = this.#plans[key] ?? this.#newPlan(key);
    if (keyEnd === end) return this.#columns.store(plan, row, end, end);
    if (cursor.tag(end) !== VALUE || cursor.lengthEnd(end) !== end || cursor.isBroken) return false;
    if (!this.#columns.store(plan, row, cursor.at, end)) return false;
    cursor.at = end;
    return true;
  }

  #newPlan(key: number): KeyPlan {
    const plan = this.#planOf(this.#keys.textOf(key));
    this.#plans[key] = plan;
    return plan;
  }

  #readId(
    column: Int32Array,
    row: number,
    { end, length }: { readonly end: number; readonly length: number },
  ): boolean {
    const cursor = this.#cursor;
    const idEnd = cursor.lengthEnd(end);
    column[row] = cursor.at;
    const isValid = idEnd - cursor.at === length && !isZero(cursor.bytes, cursor.at, idEnd);
    cursor.at = idEnd;
    return isValid;
  }

  /** A parent of zeros is none; one of another length is the object path's to flag. */
  #readParent(row: number, end: number): boolean {
    const cursor = this.#cursor;
    const idEnd = cursor.lengthEnd(end);
    const isNone = isZero(cursor.bytes, cursor.at, idEnd);
    this.#batch.parentIdAt[row] = isNone ? -1 : cursor.at;
    const isValid = isNone || idEnd - cursor.at === SPAN_ID_BYTES;
    cursor.at = idEnd;
    return isValid;
  }

  #readName(row: number, end: number): boolean {
    const cursor = this.#cursor;
    const nameEnd = cursor.lengthEnd(end);
    this.#batch.nameAt[row] = cursor.at;
    this.#batch.nameEnd[row] = nameEnd;
    const isPlain = isAscii(cursor.bytes, cursor.at, nameEnd);
    cursor.at = nameEnd;
    return isPlain;
  }

  #readTime(
    low: Uint32Array,
    high: Uint32Array,
    { row, end }: { readonly row: number; readonly end: number },
  ): boolean {
    const at = this.#cursor.fixed64(end);
    low[row] = this.#cursor.uint32At(at);
    high[row] = this.#cursor.uint32At(at + 4);
    return true;
  }

  #readStatus(row: number, outerEnd: number): boolean {
    const cursor = this.#cursor;
    const end = cursor.lengthEnd(outerEnd);
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === STATUS_CODE) this.#batch.status[row] = Math.min(cursor.varint(end), 0xff);
      else if (tag !== STATUS_MESSAGE || !cursor.skipAscii(end)) return false;
    }
    return true;
  }

  /** What is derived from the whole row. False where it would raise a flag or take messages to know. */
  #finish(row: number, receivedAtMs: number): boolean {
    const batch = this.#batch;
    if ((batch.traceIdAt[row] ?? -1) < 0 || (batch.spanIdAt[row] ?? -1) < 0) return false;
    // Without a marker the dialect is the one that told most, and what was skipped may have told nothing.
    if (this.#facts.markers === 0 && this.#columns.hasSkipped) return false;
    const dialect = this.#facts.dialect();
    batch.dialect[row] = dialect;
    const operation = this.#canonicalise(OPERATION * batch.capacity + row, this.#operations);
    const provider = this.#canonicalise(PROVIDER * batch.capacity + row, this.#providers);
    if (operation === UNKNOWN_TEXT || provider === UNKNOWN_TEXT) return false;
    if (operation === NO_TEXT && this.#facts.isGenAi(dialect)) return false;
    if (!this.#facts.knows(FINISH_REASONS) && this.#columns.saysFinishReason()) return false;
    return this.#finishMeasures(row, receivedAtMs);
  }

  #finishMeasures(row: number, receivedAtMs: number): boolean {
    const batch = this.#batch;
    if (!cleanTimes(batch, row, receivedAtMs) || !isCleanTtft(batch, row)) return false;
    if (!normaliseCleanUsage(batch, row)) return false;
    deriveTiming(batch, row);
    return true;
  }

  /** Puts the canonical spelling in place of a name: its number, `NO_TEXT`, or `UNKNOWN_TEXT` where there is no room. */
  #canonicalise(at: number, names: DerivedNames): number {
    const { named } = this.#batch;
    const id = named[at] ?? UNKNOWN_TEXT;
    if (id === UNKNOWN_TEXT) return NO_TEXT;
    const canonical = names.idOf(id);
    named[at] = canonical;
    return canonical;
  }
}

function isZero(bytes: Uint8Array, at: number, end: number): boolean {
  for (let index = at; index < end; index += 1) if (bytes[index] !== 0) return false;
  return true;
}
