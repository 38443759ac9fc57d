import type { EncodedBlock } from "@parapet/delivery";
import { holding, type BatchCallLinker, type LlmSpan, type SpanBatch } from "@parapet/span";

import { ByteWriter } from "../native/byte-writer.ts";
import { pieceLimits } from "../native/encode-rows.ts";
import type { PieceLimits } from "../native/cut-pieces.ts";
import { UnfitValue } from "../native/unfit-value.ts";
import { saysContent, toSpanContentRow, toSpanRow } from "../span-row.ts";
import { spanContent } from "../tables/span-content.ts";
import { spans } from "../tables/spans.ts";
import { BlockColumns } from "./block-columns.ts";
import { contentFills } from "./content-fills.ts";
import { PackedPiece, unpackEach } from "./packed-piece.ts";
import { rowSaysContent } from "./row-says-content.ts";
import { spanFills } from "./span-fills.ts";
import { SpanRun, type BatchMeasures, type MessagePlace } from "./span-run.ts";
import type { Fill } from "./fill-texts.ts";

export interface SpanBlocksOptions {
  /** What is told of each batch beside its own columns; read when a batch is added. */
  readonly calls: BatchCallLinker;
  readonly measures: BatchMeasures;
  /** Whether `span_content` is filled too; the decoder then has to be asked for content. */
  readonly hasContent: boolean;
  readonly limits?: PieceLimits;
}

/** The blocks of one table: the one that is being filled, and those that are full. */
interface TableBlocks {
  readonly columns: BlockColumns;
  readonly fills: readonly Fill[];
  readonly pieces: (ByteWriter | PackedPiece)[];
  /** Buffers that were released, for pieces to come. */
  readonly kept: ByteWriter[];
  rowCount: number;
  /** Bytes of the pieces that are not packed. */
  plainBytes: number;
}

/** A span and how many values were replaced in it. */
export interface RedactedRow {
  readonly span: LlmSpan;
  readonly redactions: number;
}

/** Blocks that are on their way to the store. */
export interface TakenBlocks {
  readonly blocks: readonly EncodedBlock[];
  /** To be called when nobody reads the blocks any more: their memory becomes that of others. */
  readonly release: () => void;
}

/** What a row in columns says of its sender without content, which is where that stands. */
const noSender = { scope_version: "", resource_attributes: {} } as const;

/** Buffers that a table keeps. Without them, megabytes would be left to the collector for every range. */
const MAX_KEPT_BUFFERS = 2;

/**
 * Bytes of a table's pieces that stay as they are; further ones are packed. Every row repeats its resource: a few hundred
 * kilobytes of messages may become a gigabyte of rows, and then nearly all of it is repetition.
 */
const MAX_PLAIN_BYTES = 32 * 1_024 * 1_024;

/**
 * The rows of `spans` and `span_content` of one range, message after message, as blocks of ClickHouse's Native format.
 * Rows that are held in columns become bytes without a string or an object; rows that are objects are added between
 * them, in order. Where a table's blocks are cut is a pure function of the messages. Begun anew by `take`.
 */
export class SpanBlocks {
  readonly #options: SpanBlocksOptions;
  readonly #limits: PieceLimits;
  readonly #spans: TableBlocks;
  readonly #contents: TableBlocks | null;
  #run: SpanRun | null = null;

  constructor(options: SpanBlocksOptions) {
    this.#options = options;
    this.#limits = options.limits ?? pieceLimits;
    this.#spans = tableBlocks(new BlockColumns(spans), (columns) => spanFills(columns, options.hasContent));
    this.#contents = options.hasContent ? tableBlocks(new BlockColumns(spanContent), contentFills) : null;
  }

  /** Adds the rows of a message. Answers the positions of those that the tables cannot hold, of which nothing is added. */
  add(place: MessagePlace, batch: SpanBatch): readonly number[] {
    const { calls, measures } = this.#options;
    this.#run ??= new SpanRun(batch, calls, measures);
    const run = this.#run;
    run.start(place, batch);
    const unfit: number[] = [];
    for (let row = 0; row < batch.rows; row = run.to) {
      run.from = row;
      run.to = row + 1;
      if (batch.held[row] === holding.columns) this.#addRun(run);
      else if (!this.#addObject(place, batch, row)) unfit.push(row);
    }
    this.#cutFull();
    return unfit;
  }

  /** Adds one span that is no row of a batch. False where the tables cannot hold it; then nothing is added. */
  addSpan(place: MessagePlace, idx: number, { span, redactions }: RedactedRow): boolean {
    const isAdded = this.#append(place, idx, { span, redactions });
    this.#cutFull();
    return isAdded;
  }

  /** The blocks of all rows that were added, and none of them again. */
  take(): TakenBlocks {
    const tables = this.#contents === null ? [this.#spans] : [this.#spans, this.#contents];
    const taken = tables.map((table) => {
      if (table.columns.rows > 0) cut(table);
      const { columns, rowCount } = table;
      const filled = table.pieces.splice(0);
      table.rowCount = 0;
      table.plainBytes = 0;
      const pieces = filled.map((piece) => (piece instanceof ByteWriter ? piece.view() : piece));
      return {
        table,
        buffers: filled.filter((piece) => piece instanceof ByteWriter),
        block: { table: columns.table, rowCount, pieces: unpackEach(pieces) },
      };
    });
    const release = (): void => {
      for (const { table, buffers } of taken) keep(table, buffers.splice(0));
    };
    return { blocks: taken.map(({ block }) => block), release };
  }

  /** Forgets what was added. */
  clear(): void {
    this.#spans.columns.clear();
    this.#contents?.columns.clear();
    this.take().release();
  }

  /** Lengthens the run to the next row that is not in columns. */
  #addRun(run: SpanRun): void {
    const { batch } = run;
    while (run.to < batch.rows && batch.held[run.to] === holding.columns) run.to += 1;
    fill(this.#spans, run);
    if (this.#contents !== null) fillContent(this.#contents, run);
  }

  /** A rejected span has no object either: there is nothing to add. */
  #addObject(place: MessagePlace, batch: SpanBatch, idx: number): boolean {
    const span = batch.objects[idx];
    const redactions = this.#options.measures.redactions.get(idx) ?? 0;
    return span === undefined || this.#append(place, idx, { span, redactions });
  }

  #append({ topic, partition, offset }: MessagePlace, idx: number, { span, redactions }: RedactedRow): boolean {
    const coordinates = { topic, partition, offset: offset.toString(), idx };
    const contents = this.#contents?.columns;
    this.#spans.columns.mark();
    contents?.mark();
    try {
      const row = toSpanRow(span, coordinates, redactions);
      this.#spans.columns.append(contents === undefined ? { ...row, ...noSender } : { ...row });
      if (saysContent(span)) contents?.append({ ...toSpanContentRow(span, coordinates) });
      return true;
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      this.#spans.columns.rewind();
      contents?.rewind();
      return false;
    }
  }

  #cutFull(): void {
    for (const table of [this.#spans, this.#contents]) {
      if (table === null) continue;
      const { rows, bytes } = table.columns;
      if (rows >= this.#limits.maxRows || bytes >= this.#limits.maxBytes) cut(table);
    }
  }
}

function tableBlocks(columns: BlockColumns, fillsOf: (columns: BlockColumns) => readonly Fill[]): TableBlocks {
  return { columns, fills: fillsOf(columns), pieces: [], kept: [], rowCount: 0, plainBytes: 0 };
}

function fill({ columns, fills }: TableBlocks, run: SpanRun): void {
  for (const fillColumn of fills) fillColumn(run);
  columns.rows += run.to - run.from;
}

/** Rows that say something, run by run. Leaves the run as it was. */
function fillContent(table: TableBlocks, run: SpanRun): void {
  const { batch, from, to } = run;
  for (let row = from; row < to; row = run.to) {
    run.from = row;
    while (run.from < to && !rowSaysContent(batch, run.from)) run.from += 1;
    run.to = run.from;
    while (run.to < to && rowSaysContent(batch, run.to)) run.to += 1;
    if (run.to > run.from) fill(table, run);
  }
  run.from = from;
  run.to = to;
}

function cut(table: TableBlocks): void {
  const piece = table.kept.pop() ?? new ByteWriter();
  table.rowCount += table.columns.rows;
  table.columns.moveTo(piece);
  if (table.plainBytes + piece.length <= MAX_PLAIN_BYTES) {
    table.plainBytes += piece.length;
    table.pieces.push(piece);
  } else {
    table.pieces.push(new PackedPiece(piece.view()));
    keep(table, [piece]);
  }
}

function keep({ kept }: TableBlocks, buffers: readonly ByteWriter[]): void {
  for (const buffer of buffers) {
    if (kept.length < MAX_KEPT_BUFFERS) {
      buffer.clear();
      kept.push(buffer);
    } else buffer.free();
  }
}
