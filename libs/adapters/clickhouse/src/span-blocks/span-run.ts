import type { BatchCallLinker, SpanBatch } from "@parapet/span";

import { NameBytes, stringBytes } from "./name-bytes.ts";

/** Where a message came from. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Numbers of a text feature in each row; NaN where there is no text. */
export interface FeatureColumns {
  readonly chars: Float64Array;
  readonly words: Float64Array;
  readonly uniqueWords: Float64Array;
  readonly sentiment: Float64Array;
  readonly complexity: Float64Array;
}

/** What was measured of the rows of a batch that are held in columns. */
export interface BatchMeasures {
  readonly input: FeatureColumns;
  readonly output: FeatureColumns;
  /** The keyed hash of each row's prompt as `hashBytes` hex digits; without meaning where `input.chars` is NaN. */
  readonly promptHash: Uint8Array;
  /** How many values were replaced in each row that is an object; none where the row is absent. */
  readonly redactions: ReadonlyMap<number, number>;
}

/** Hex digits of a prompt's hash. */
export const PROMPT_HASH_DIGITS = 32;

/** Rows `[from, to)` of a batch that are held in columns, and what is known of them beside the batch. One, used again. */
export class SpanRun {
  readonly names = new NameBytes();
  batch: SpanBatch;
  calls: BatchCallLinker;
  measures: BatchMeasures;
  from = 0;
  to = 0;
  topic: Uint8Array = stringBytes("");
  tenant: Uint8Array = stringBytes("");
  partition = 0;
  offset = 0n;
  #topic = "";
  #tenant = "";

  constructor(batch: SpanBatch, calls: BatchCallLinker, measures: BatchMeasures) {
    this.batch = batch;
    this.calls = calls;
    this.measures = measures;
  }

  /** Takes the next batch, of a message at this place. */
  start({ topic, partition, offset }: MessagePlace, batch: SpanBatch): void {
    this.batch = batch;
    this.names.follow(batch.names);
    this.partition = partition;
    this.offset = offset;
    if (topic !== this.#topic) this.topic = stringBytes(topic);
    if (batch.tenant !== this.#tenant) this.tenant = stringBytes(batch.tenant);
    this.#topic = topic;
    this.#tenant = batch.tenant;
  }
}
