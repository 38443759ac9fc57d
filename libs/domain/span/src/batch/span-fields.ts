import type { BatchCursor } from "./batch-cursor.ts";
import type { RowContent } from "./row-content.ts";
import type { SpanBatch } from "./span-batch.ts";

/** Tags of the fields of a Span: field number and wire type. */
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const TRACE_STATE = 0x1a;
const PARENT_SPAN_ID = 0x22;
const NAME = 0x2a;
const KIND = 0x30;
const START_TIME = 0x39;
const END_TIME = 0x41;
const STATUS = 0x7a;
/** Trace flags: a fixed32 that no column holds. */
const FLAGS = 0x85;
/** Tags of a Status. */
const STATUS_MESSAGE = 0x12;
const STATUS_CODE = 0x18;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

/** Reads the fields of a span that are no attributes into the columns of a batch. */
export class SpanFields {
  readonly #batch: SpanBatch;
  readonly #cursor: BatchCursor;
  readonly #content: RowContent | null;
  /** Place of the trace state of the row being read; empty where it has none. */
  traceStateAt = 0;
  traceStateEnd = 0;

  constructor(batch: SpanBatch, cursor: BatchCursor, content: RowContent | null) {
    this.#batch = batch;
    this.#cursor = cursor;
    this.#content = content;
  }

  startRow(): void {
    this.traceStateAt = 0;
    this.traceStateEnd = 0;
  }

  /** Reads the field of a tag. False where it is malformed, would be flagged, or is one that columns do not hold. */
  read(tag: number, row: number, end: number): boolean {
    const batch = this.#batch;
    switch (tag) {
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
        return this.#readTraceState(end);
      case FLAGS:
        this.#cursor.skip(tag & 7, end);
        return true;
      default:
        // Events, links and counts of what was dropped are for the object path.
        return false;
    }
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
    const isText = this.#cursor.skipText(end);
    this.#batch.nameAt[row] = this.#cursor.textAt;
    this.#batch.nameEnd[row] = this.#cursor.at;
    return isText;
  }

  #readTraceState(end: number): boolean {
    const isText = this.#cursor.skipText(end);
    this.traceStateAt = this.#cursor.textAt;
    this.traceStateEnd = this.#cursor.at;
    return isText;
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
      else {
        if (tag !== STATUS_MESSAGE || !cursor.skipText(end)) return false;
        this.#content?.columns.statusMessage.set(row, cursor.textAt, cursor.at);
      }
    }
    return true;
  }
}

function isZero(bytes: Uint8Array, at: number, end: number): boolean {
  for (let index = at; index < end; index += 1) if (bytes[index] !== 0) return false;
  return true;
}
