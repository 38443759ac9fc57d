import { ok } from "@parapet/delivery";
import type { Outcome } from "@parapet/delivery";
import { defaultDecodeLimits } from "../otlp/decode-limits.ts";
import type { DecodeLimits } from "../otlp/decode-limits.ts";
import { decodeMessage } from "../otlp/decode-message.ts";
import { decodeTraceRequest } from "../otlp/decode-trace-request.ts";
import type { DecodedRequest, RejectedSpan } from "../otlp/decoded-request.ts";
import { MAX_GROWTH } from "../otlp/repeats-too-much.ts";
import { dialects } from "../dialects/index.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { NormaliseContext } from "../row/normalise-span.ts";
import { BatchCursor } from "./batch-cursor.ts";
import { readResource, readScope } from "./batch-surroundings.ts";
import type { BatchResource, BatchScope } from "./batch-surroundings.ts";
import { ByteArena } from "./byte-arena.ts";
import { ContentColumns } from "./content-columns.ts";
import { createContentKeeping } from "./content-keeping.ts";
import type { ContentKeeping } from "./content-keeping.ts";
import { createKeyPlans } from "./key-plans.ts";
import type { KeyPlans } from "./key-plans.ts";
import { holding, SpanBatch } from "./span-batch.ts";
import { SpanRowReader } from "./span-row-reader.ts";
import type { RowSurroundings } from "./span-row-reader.ts";
import { EMPTY_TEXT, TextTable } from "./text-table.ts";

/** Tags of the fields that lead to a span. */
const RESOURCE_SPANS = 0x0a;
const RESOURCE = 0x0a;
const SCOPE_SPANS = 0x12;
const SCOPE = 0x0a;
const SPAN = 0x12;
const SCHEMA_URL = 0x1a;

const nameBounds = { maxTexts: 16_384, maxBytesPerText: 512 };

const emptyList = new TextEncoder().encode("[]");
const NO_RESOURCE = 0;

const unnamedResource: BatchResource = { serviceName: EMPTY_TEXT, facts: [] };
const unnamedScope: BatchScope = { scopeName: EMPTY_TEXT, markers: 0, versionAt: 0, versionEnd: 0 };

/** The spans of one message: most in columns, the odd ones as objects. */
export interface DecodedBatch {
  readonly batch: SpanBatch;
  readonly rejected: readonly RejectedSpan[];
}

export interface SpanBatchDecoderOptions {
  readonly limits?: DecodeLimits;
  /** Whether rows hold what was said too: `batch.content`. */
  readonly content?: boolean;
}

/**
 * Decodes OTLP protobuf messages into columns. Equal to `decodeTraceRequest` and `normaliseSpan`; but where no content is
 * asked for it is stepped over: its messages are not read, and text that is not taken is not looked at for invalid UTF-8.
 *
 * One decoder is for one caller: the batch that it answers is used again for the next message.
 */
export class SpanBatchDecoder {
  readonly #limits: DecodeLimits;
  readonly #cursor = new BatchCursor();
  /** Where the message is copied to, so that texts can be written behind it. */
  readonly #arena: ByteArena | null;
  readonly #keeping: ContentKeeping | null;
  readonly #batch: SpanBatch;
  readonly #plans: KeyPlans;
  readonly #reader: SpanRowReader;
  #message: Uint8Array = new Uint8Array();
  #resourceNumber = NO_RESOURCE;
  #objectRows = 0;
  /** Bytes of the resource being read, of the scope, and of all rows' copies of both. */
  #resourceBytes = 0;
  #scopeBytes = 0;
  #repeatedBytes = 0;

  constructor({ limits = defaultDecodeLimits, content = false }: SpanBatchDecoderOptions = {}) {
    const columns = content ? new ContentColumns() : null;
    this.#limits = limits;
    this.#batch = new SpanBatch(new TextTable(nameBounds), columns);
    this.#arena = content ? new ByteArena() : null;
    this.#keeping =
      this.#arena === null || columns === null ? null : createContentKeeping(this.#arena, this.#cursor, columns);
    this.#plans = createKeyPlans(dialects, content);
    this.#reader = new SpanRowReader(this.#batch, this.#cursor, {
      dialects,
      planOf: this.#plans.ofSpan,
      maxNames: nameBounds.maxTexts,
      keeping: this.#keeping,
    });
  }

  decode(bytes: Uint8Array, context: NormaliseContext): Outcome<DecodedBatch> {
    this.#reader.startMessage();
    this.#message = bytes;
    this.#objectRows = 0;
    this.#repeatedBytes = 0;
    if (bytes.length > this.#limits.maxBytes || !this.#readMessage(context)) return this.#decodeWhole(context);
    return this.#objectRows === 0 ? ok({ batch: this.#batch, rejected: [] }) : this.#decodeOddRows(context);
  }

  #readMessage({ tenant, receivedAtMs }: NormaliseContext): boolean {
    const arena = this.#arena;
    this.#batch.clear(this.#load(), tenant);
    this.#cursor.reset(this.#batch.bytes);
    const isRead = this.#readRequest(receivedAtMs);
    // Where the arena had to grow, what was written last is in other bytes.
    if (arena !== null) this.#batch.bytes = arena.bytes;
    return isRead;
  }

  /** The message, or a copy of it behind which there is room. */
  #load(): Uint8Array {
    const arena = this.#arena;
    if (arena === null) return this.#message;
    arena.load(this.#message);
    this.#batch.content?.clear(arena.used);
    arena.append(emptyList);
    return arena.bytes;
  }

  /** False where the message is for the object path as a whole. */
  #readRequest(receivedAtMs: number): boolean {
    const cursor = this.#cursor;
    const end = this.#message.length;
    while (cursor.at < end) {
      if (cursor.tag(end) !== RESOURCE_SPANS) return false;
      const resourceEnd = cursor.lengthEnd(end);
      if (cursor.isBroken || !this.#readResourceSpans(resourceEnd, receivedAtMs)) return false;
    }
    return this.#batch.rows > 0;
  }

  /** Senders write the resource before its spans; another order is for the object path. */
  #readResourceSpans(end: number, receivedAtMs: number): boolean {
    const cursor = this.#cursor;
    let resource: BatchResource | null = unnamedResource;
    let isFirst = true;
    this.#resourceBytes = 0;
    this.#resourceNumber = NO_RESOURCE;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      const fieldEnd = cursor.lengthEnd(end);
      if (cursor.isBroken) return false;
      if (tag === RESOURCE && isFirst) {
        this.#resourceBytes = fieldEnd - cursor.at;
        resource = this.#readResource(fieldEnd);
      } else if (tag === SCOPE_SPANS) {
        if (!this.#readScopeSpans(fieldEnd, resource, receivedAtMs)) return false;
      } else if (tag !== SCHEMA_URL) return false;
      if (cursor.isBroken) return false;
      cursor.at = fieldEnd;
      isFirst = false;
    }
    return !cursor.isBroken;
  }

  #readResource(end: number): BatchResource | null {
    const { maxAttributes } = this.#limits;
    const { at } = this.#cursor;
    const reading = { names: this.#batch.names, planOf: this.#plans.ofResource, maxAttributes };
    const resource = readResource(this.#cursor, end, reading);
    if (resource !== null) this.#resourceNumber = this.#keeping?.leftovers.writeResource(at, end) ?? NO_RESOURCE;
    return resource;
  }

  #readScopeSpans(end: number, resource: BatchResource | null, receivedAtMs: number): boolean {
    const cursor = this.#cursor;
    const { names } = this.#batch;
    let scope: BatchScope | null = unnamedScope;
    let surroundings: RowSurroundings | null | undefined;
    let isFirst = true;
    this.#scopeBytes = 0;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      const fieldEnd = cursor.lengthEnd(end);
      if (cursor.isBroken) return false;
      if (tag === SPAN) {
        if (surroundings === undefined) surroundings = this.#surroundings(resource, scope, receivedAtMs);
        if (!this.#readSpan(fieldEnd, surroundings)) return false;
      } else if (tag === SCOPE && isFirst) {
        this.#scopeBytes = fieldEnd - cursor.at;
        scope = readScope(cursor, fieldEnd, { names, dialects });
      } else if (tag !== SCHEMA_URL) return false;
      if (cursor.isBroken) return false;
      cursor.at = fieldEnd;
      isFirst = false;
    }
    return !cursor.isBroken;
  }

  #surroundings(
    resource: BatchResource | null,
    scope: BatchScope | null,
    receivedAtMs: number,
  ): RowSurroundings | null {
    if (resource === null || scope === null) return null;
    const { serviceName, facts: resourceFacts } = resource;
    const { maxAttributes } = this.#limits;
    const resourceNumber = this.#resourceNumber;
    return { ...scope, serviceName, resource: resourceNumber, resourceFacts, receivedAtMs, maxAttributes };
  }

  /** False where the message has too many spans, or repeats too much. Bytes that a span breaks on are judged by the object path. */
  #readSpan(end: number, surroundings: RowSurroundings | null): boolean {
    const cursor = this.#cursor;
    const row = this.#batch.addRow();
    this.#repeatedBytes += this.#resourceBytes + this.#scopeBytes;
    if (row >= this.#limits.maxSpans || this.#mayRepeatTooMuch()) return false;
    if (surroundings !== null && this.#reader.read(row, end, surroundings)) return true;
    cursor.isBroken = false;
    this.#batch.held[row] = holding.object;
    this.#objectRows += 1;
    return true;
  }

  /** `repeatsTooMuch` counts what is decoded, which is at most twice what was sent; it has the last word. */
  #mayRepeatTooMuch(): boolean {
    return 2 * this.#repeatedBytes > MAX_GROWTH * this.#limits.maxBytes;
  }

  /** Rows of a message that is no clean protobuf request, such as JSON: objects, all of them. */
  #decodeWhole(context: NormaliseContext): Outcome<DecodedBatch> {
    const decoded = decodeMessage(this.#message, this.#limits);
    if (decoded.kind !== "ok") return decoded;
    this.#batch.clear(this.#message, context.tenant);
    const rows = decoded.value.spans.length + decoded.value.rejected.length;
    for (let row = 0; row < rows; row += 1) this.#batch.held[this.#batch.addRow()] = holding.object;
    return this.#holdObjects(decoded.value, context);
  }

  #decodeOddRows(context: NormaliseContext): Outcome<DecodedBatch> {
    const { held } = this.#batch;
    const decoded = decodeTraceRequest(this.#message, this.#limits, (idx) => held[idx] === holding.object);
    // A request of logs has rows as well, of which none is a span; only the whole message tells.
    return decoded.kind === "ok" ? this.#holdObjects(decoded.value, context) : this.#decodeWhole(context);
  }

  /** Puts spans, in their order, into the rows that wait for an object. */
  #holdObjects({ spans, rejected }: DecodedRequest, context: NormaliseContext): Outcome<DecodedBatch> {
    const batch = this.#batch;
    for (const { idx } of rejected) batch.held[idx] = holding.rejected;
    let next = 0;
    for (let row = 0; row < batch.rows; row += 1) {
      const span = batch.held[row] === holding.object ? spans[next] : undefined;
      if (span === undefined) continue;
      batch.objects[row] = normaliseSpan(span, context);
      next += 1;
    }
    return ok({ batch, rejected });
  }
}
