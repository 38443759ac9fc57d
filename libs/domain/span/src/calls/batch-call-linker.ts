import { namedFacts, placedFacts } from "../batch/columns.ts";
import { holding, measures } from "../batch/span-batch.ts";
import type { SpanBatch } from "../batch/span-batch.ts";
import { factsOfRow } from "../batch/span-of-row.ts";
import { EMPTY_TEXT } from "../batch/text-table.ts";
import type { TextTable } from "../batch/text-table.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { ByteIndex, NO_ROW } from "./byte-index.ts";
import { CallIdPlace } from "./call-id-place.ts";
import { isModelCall } from "./call-key.ts";
import { linkCalls, spendRoles } from "./link-calls.ts";
import type { CallColumns } from "./link-calls.ts";

const OPERATION = namedFacts.indexOf("operation");
const RESPONSE_ID = placedFacts.indexOf("responseId");
const REQUEST_ID = placedFacts.indexOf("requestId");
const COSTS = [
  measures.indexOf("inputCostPicoUsd"),
  measures.indexOf("outputCostPicoUsd"),
  measures.indexOf("costPicoUsd"),
];
const NO_CALL = 0;
const SPEND = spendRoles.indexOf("spend");
const DUPLICATE = spendRoles.indexOf("duplicate");
const SPAN_ID_BYTES = 8;
/** Spans between a call and the one around it that are looked through; deeper ones are for `linkCalls`. */
const MAX_DEPTH = 32;
/** Name of LiteLLM's second span of a call, which needs no id to be linked. */
const RAW_REQUEST_LENGTH = "raw_gen_ai_request".length;

/** Where the key of a call stands. */
export const callKeyPlace = {
  /** The row is no call. */
  none: -1,
  /** It is made of the trace's id and the span's. */
  ids: -2,
  /** It is a text of its own, in `keys`. */
  text: -3,
} as const;

/**
 * Tells of each row of a batch what `linkCalls` tells of its spans, as columns. Rows of which no two can be one call, as
 * ids and parents show, are told without an object for any of them; all others go to `linkCalls` itself.
 *
 * One linker is for one caller: what it tells is overwritten by the next batch.
 */
export class BatchCallLinker {
  /** Positions in `spendRoles`. */
  roles = new Uint8Array(64);
  /** Place of the key in the message's bytes, or one of `callKeyPlace`. */
  keyAt = new Int32Array(64);
  keyEnd = new Int32Array(64);
  readonly keys: (string | undefined)[] = [];
  readonly #spans = new ByteIndex();
  readonly #ids = new ByteIndex();
  readonly #place = new CallIdPlace();
  /** Whether an operation is a call of a model, by the number of its name. */
  readonly #calls: (boolean | undefined)[] = [];
  #names: TextTable | null = null;
  #generation = 0;

  /** To be called when the batch is priced: a span of a call that another one pays for loses its cost. */
  link(batch: SpanBatch): void {
    this.#follow(batch);
    if (!this.#linkLoneCalls(batch)) this.#linkAsObjects(batch);
  }

  /** What `link` told of a row, as `linkCalls` tells it. */
  columnsOf(batch: SpanBatch, row: number): CallColumns {
    const spend_role = spendRoles[this.roles[row] ?? NO_CALL] ?? "";
    const at = this.keyAt[row] ?? callKeyPlace.none;
    if (at >= 0) return { spend_role, call_key: batch.text(at, this.keyEnd[row] ?? at) };
    if (at === callKeyPlace.text) return { spend_role, call_key: this.keys[row] ?? "" };
    if (at === callKeyPlace.none) return { spend_role, call_key: "" };
    const span = factsOfRow(batch, row);
    return { spend_role, call_key: span === null ? "" : `${span.trace_id}/${span.span_id}` };
  }

  #follow({ rows, names }: SpanBatch): void {
    this.keys.length = 0;
    if (rows > this.roles.length) {
      this.roles = new Uint8Array(2 * rows);
      this.keyAt = new Int32Array(2 * rows);
      this.keyEnd = new Int32Array(2 * rows);
    }
    if (names === this.#names && names.generation === this.#generation) return;
    this.#names = names;
    this.#generation = names.generation;
    this.#calls.length = 0;
  }

  /** False where two rows may be one call, or a row is an object. */
  #linkLoneCalls(batch: SpanBatch): boolean {
    this.#spans.start(batch.bytes, batch.rows);
    this.#ids.start(batch.bytes, batch.rows);
    for (let row = 0; row < batch.rows; row += 1) {
      if (batch.held[row] === holding.rejected) continue;
      if (batch.held[row] !== holding.columns) return false;
      const at = batch.spanIdAt[row] ?? 0;
      if (this.#spans.add(at, at + SPAN_ID_BYTES, row) !== NO_ROW) return false;
      if (!this.#linkLoneCall(batch, row)) return false;
    }
    return !this.#hasCallInCall(batch);
  }

  #linkLoneCall(batch: SpanBatch, row: number): boolean {
    const isCall = this.#isCall(batch, row);
    this.roles[row] = isCall ? SPEND : NO_CALL;
    this.keyAt[row] = callKeyPlace.none;
    if (!isCall) return true;
    if ((batch.nameEnd[row] ?? 0) - (batch.nameAt[row] ?? 0) === RAW_REQUEST_LENGTH) return false;
    if (!this.#findId(batch, RESPONSE_ID, row) && !this.#findId(batch, REQUEST_ID, row)) {
      this.keyAt[row] = callKeyPlace.ids;
      return true;
    }
    const { at, end } = this.#place;
    this.keyAt[row] = at;
    this.keyEnd[row] = end;
    return this.#ids.add(at, end, row) === NO_ROW;
  }

  #findId({ bytes, capacity, placedAt, placedEnd }: SpanBatch, column: number, row: number): boolean {
    const at = placedAt[column * capacity + row] ?? -1;
    return at >= 0 && this.#place.find(bytes, at, placedEnd[column * capacity + row] ?? at);
  }

  #isCall({ capacity, named, names }: SpanBatch, row: number): boolean {
    const operation = named[OPERATION * capacity + row] ?? -1;
    if (operation < 0) return false;
    const known = this.#calls[operation];
    if (known !== undefined) return known;
    const isCall = isModelCall(names.textOf(operation));
    this.#calls[operation] = isCall;
    return isCall;
  }

  #hasCallInCall(batch: SpanBatch): boolean {
    for (let row = 0; row < batch.rows; row += 1) {
      if (batch.held[row] === holding.columns && this.roles[row] === SPEND && this.#mayBeInCall(batch, row))
        return true;
    }
    return false;
  }

  /** Parents are followed by their own ids, whatever the trace: more than `linkCalls` would find, never less. */
  #mayBeInCall({ parentIdAt }: SpanBatch, row: number): boolean {
    let above = row;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const at = parentIdAt[above] ?? -1;
      above = at < 0 ? NO_ROW : this.#spans.rowOf(at, at + SPAN_ID_BYTES);
      if (above === NO_ROW) return false;
      if (above < 0 || this.roles[above] === SPEND) return true;
    }
    return true;
  }

  #linkAsObjects(batch: SpanBatch): void {
    const spans: PlacedRow[] = [];
    for (let row = 0; row < batch.rows; row += 1) {
      const span = factsOfRow(batch, row);
      if (span !== null) spans.push({ ...span, row });
    }
    for (const { row, call_key, spend_role } of linkCalls(spans)) this.#tell(batch, row, { call_key, spend_role });
  }

  #tell(batch: SpanBatch, row: number, columns: CallColumns): void {
    const role = spendRoles.indexOf(columns.spend_role);
    this.roles[row] = role;
    this.keyAt[row] = columns.call_key === "" ? callKeyPlace.none : callKeyPlace.text;
    this.keys[row] = columns.call_key;
    const held = batch.objects[row];
    if (held !== undefined) batch.objects[row] = { ...held, ...columns, ...(role === DUPLICATE ? noCost : {}) };
    else if (role === DUPLICATE) clearCost(batch, row);
  }
}

type PlacedRow = LlmSpan & { readonly row: number };

const noCost = {
  input_cost_usd: null,
  output_cost_usd: null,
  cost_usd: null,
  price_version: "",
  price_source: "",
  unpriced_reason: "",
} as const;

function clearCost(batch: SpanBatch, row: number): void {
  for (const cost of COSTS) batch.measured[cost * batch.capacity + row] = Number.NaN;
  batch.priceVersion[row] = EMPTY_TEXT;
  batch.priceSource[row] = EMPTY_TEXT;
  batch.unpricedReason[row] = EMPTY_TEXT;
}
