import type { LlmSpan } from "../row/llm-span.ts";
import { namedFacts, numberFacts, placedFacts } from "./columns.ts";
import type { NamedFact, NumberFact, PlacedFact } from "./columns.ts";
import type { ContentColumns } from "./content-columns.ts";
import { EMPTY_TEXT } from "./text-table.ts";
import type { TextTable } from "./text-table.ts";

/** Columns that are computed from the facts, all of numbers; NaN is unknown. Amounts are whole pico-dollars. */
export const measures = [
  "durationMs",
  "inputUncachedTokens",
  "outputTextTokens",
  "inputCostPicoUsd",
  "outputCostPicoUsd",
  "costPicoUsd",
] as const;
export type Measure = (typeof measures)[number];

/** How one row is held. */
export const holding = {
  /** In the columns. */
  columns: 0,
  /** As an object, because its mapping is more than the columns can do; its columns mean nothing. */
  object: 1,
  /** Not at all: the span cannot be stored. */
  rejected: 2,
} as const;

const FIRST_CAPACITY = 64;
const ABSENT = -1;

/**
 * The spans of one message as columns over its bytes: one row a span, no object for any of them. Numbers stand in
 * `Float64Array`s, names as numbers of `names`, everything else as places `[at, end)` in `bytes`. A batch is used again
 * for the next message, its arrays grow with the largest.
 */
export class SpanBatch {
  readonly names: TextTable;
  /** What was said, where the decoder was asked for it. */
  readonly content: ContentColumns | null;
  /** The message; with content, a copy of it, and behind it the texts that had to be rewritten. */
  bytes: Uint8Array = new Uint8Array();
  tenant = "";
  rows = 0;
  capacity = 0;
  /** Start of the 16 and 8 bytes of an id; −1 for the parent of a root. */
  traceIdAt = new Int32Array();
  spanIdAt = new Int32Array();
  parentIdAt = new Int32Array();
  nameAt = new Int32Array();
  nameEnd = new Int32Array();
  /** Nanoseconds since the epoch in two halves of 32 bits. */
  startLow = new Uint32Array();
  startHigh = new Uint32Array();
  endLow = new Uint32Array();
  endHigh = new Uint32Array();
  kind = new Uint8Array();
  status = new Uint8Array();
  dialect = new Uint8Array();
  held = new Uint8Array();
  serviceName = new Int32Array();
  scopeName = new Int32Array();
  /** Place of the finish reasons: a text, or the entries of an ArrayValue of texts. −1 when unknown. */
  finishReasonsAt = new Int32Array();
  finishReasonsEnd = new Int32Array();
  finishReasonsAreList = new Uint8Array();
  /** Numbers of names, which are the empty one until the batch is priced. */
  priceVersion = new Int32Array();
  priceSource = new Int32Array();
  unpricedReason = new Int32Array();
  /** Column `c` of row `r` is at `c * capacity + r` in each of these. */
  numbers = new Float64Array();
  measured = new Float64Array();
  named = new Int32Array();
  placedAt = new Int32Array();
  placedEnd = new Int32Array();
  readonly objects: (LlmSpan | undefined)[] = [];

  constructor(names: TextTable, content: ContentColumns | null = null) {
    this.names = names;
    this.content = content;
    this.#grow(FIRST_CAPACITY);
  }

  clear(bytes: Uint8Array, tenant: string): void {
    this.bytes = bytes;
    this.tenant = tenant;
    this.rows = 0;
    this.objects.length = 0;
  }

  /** Adds a row of which nothing is known and answers its number. */
  addRow(): number {
    const row = this.rows;
    if (row === this.capacity) this.#grow(this.capacity * 2);
    this.rows = row + 1;
    const { capacity } = this;
    for (let at = row; at < this.numbers.length; at += capacity) this.numbers[at] = Number.NaN;
    for (let at = row; at < this.measured.length; at += capacity) this.measured[at] = Number.NaN;
    for (let at = row; at < this.named.length; at += capacity) this.named[at] = ABSENT;
    for (let at = row; at < this.placedAt.length; at += capacity) this.placedAt[at] = ABSENT;
    this.traceIdAt[row] = ABSENT;
    this.spanIdAt[row] = ABSENT;
    this.parentIdAt[row] = ABSENT;
    this.nameAt[row] = 0;
    this.nameEnd[row] = 0;
    this.startLow[row] = 0;
    this.startHigh[row] = 0;
    this.endLow[row] = 0;
    this.endHigh[row] = 0;
    this.kind[row] = 0;
    this.status[row] = 0;
    this.held[row] = holding.columns;
    this.finishReasonsAt[row] = ABSENT;
    this.priceVersion[row] = EMPTY_TEXT;
    this.priceSource[row] = EMPTY_TEXT;
    this.unpricedReason[row] = EMPTY_TEXT;
    return row;
  }

  /** Start of a row in whole milliseconds since the epoch. */
  startMs(row: number): number {
    const high = this.startHigh[row] ?? 0;
    // 2^32 ns are 4,294 ms and 967,296 ns: no step leaves the integers that a double holds exactly.
    return high * 4_294 + Math.floor((high * 967_296 + (this.startLow[row] ?? 0)) / 1_000_000);
  }

  /** A fact of numbers in one row; NaN where it is unknown. */
  number(fact: NumberFact, row: number): number {
    return this.numbers[numberFacts.indexOf(fact) * this.capacity + row] ?? Number.NaN;
  }

  measure(measure: Measure, row: number): number {
    return this.measured[measures.indexOf(measure) * this.capacity + row] ?? Number.NaN;
  }

  /** Number of a name in `names`; −1 where it is unknown. */
  nameId(fact: NamedFact, row: number): number {
    return this.named[namedFacts.indexOf(fact) * this.capacity + row] ?? ABSENT;
  }

  name(fact: NamedFact, row: number): string {
    return this.names.textOf(this.nameId(fact, row));
  }

  placed(fact: PlacedFact, row: number): string {
    const index = placedFacts.indexOf(fact) * this.capacity + row;
    const at = this.placedAt[index] ?? ABSENT;
    return at === ABSENT ? "" : this.text(at, this.placedEnd[index] ?? at);
  }

  /** Bytes of the message as text: they were seen to be ASCII, or are decoded as UTF-8. */
  text(at: number, end: number): string {
    return utf8.decode(this.bytes.subarray(at, end));
  }

  #grow(capacity: number): void {
    const before = this.capacity;
    this.capacity = capacity;
    this.content?.grow(capacity);
    this.traceIdAt = widened(this.traceIdAt, new Int32Array(capacity));
    this.spanIdAt = widened(this.spanIdAt, new Int32Array(capacity));
    this.parentIdAt = widened(this.parentIdAt, new Int32Array(capacity));
    this.nameAt = widened(this.nameAt, new Int32Array(capacity));
    this.nameEnd = widened(this.nameEnd, new Int32Array(capacity));
    this.startLow = widened(this.startLow, new Uint32Array(capacity));
    this.startHigh = widened(this.startHigh, new Uint32Array(capacity));
    this.endLow = widened(this.endLow, new Uint32Array(capacity));
    this.endHigh = widened(this.endHigh, new Uint32Array(capacity));
    this.kind = widened(this.kind, new Uint8Array(capacity));
    this.status = widened(this.status, new Uint8Array(capacity));
    this.dialect = widened(this.dialect, new Uint8Array(capacity));
    this.held = widened(this.held, new Uint8Array(capacity));
    this.serviceName = widened(this.serviceName, new Int32Array(capacity));
    this.scopeName = widened(this.scopeName, new Int32Array(capacity));
    this.finishReasonsAt = widened(this.finishReasonsAt, new Int32Array(capacity));
    this.finishReasonsEnd = widened(this.finishReasonsEnd, new Int32Array(capacity));
    this.finishReasonsAreList = widened(this.finishReasonsAreList, new Uint8Array(capacity));
    this.priceVersion = widened(this.priceVersion, new Int32Array(capacity));
    this.priceSource = widened(this.priceSource, new Int32Array(capacity));
    this.unpricedReason = widened(this.unpricedReason, new Int32Array(capacity));
    this.numbers = spread(this.numbers, new Float64Array(capacity * numberFacts.length), before, capacity);
    this.measured = spread(this.measured, new Float64Array(capacity * measures.length), before, capacity);
    this.named = spread(this.named, new Int32Array(capacity * namedFacts.length), before, capacity);
    this.placedAt = spread(this.placedAt, new Int32Array(capacity * placedFacts.length), before, capacity);
    this.placedEnd = spread(this.placedEnd, new Int32Array(capacity * placedFacts.length), before, capacity);
  }
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

interface Column<T> {
  readonly length: number;
  set(values: ArrayLike<number>, offset?: number): void;
  subarray(start: number, end: number): T & ArrayLike<number>;
}

function widened<T extends Column<T> & ArrayLike<number>>(column: T, wider: T): T {
  wider.set(column);
  return wider;
}

/** Columns that stand one behind the other in one array, with more room for each. */
function spread<T extends Column<T> & ArrayLike<number>>(columns: T, wider: T, before: number, after: number): T {
  for (let at = 0, to = 0; at < columns.length; at += before, to += after) {
    wider.set(columns.subarray(at, at + before), to);
  }
  return wider;
}
