import type { BatchMeasures, FeatureColumns } from "@parapet/clickhouse";
import { KEYED_HASH_DIGITS, type KeyedByteHash, type KeyedHash } from "@parapet/runtime";
import { holding, type LlmSpan, type PlaceColumn, type SpanBatch, type TextFeatures } from "@parapet/span";
import { TextMeter } from "@parapet/text";

import { measureSpan } from "./measure-span.ts";

const FIRST_ROWS = 64;

export interface BatchMeterDeps {
  readonly hash: KeyedHash;
  readonly hashBytes: KeyedByteHash;
}

/**
 * Takes of each row of a batch what `measureSpan` takes of its span: text features and the keyed prompt hash. Rows in
 * columns are measured in their bytes, and told of in columns that the next batch overwrites.
 */
export class BatchMeter implements BatchMeasures {
  input = featureColumns(FIRST_ROWS);
  output = featureColumns(FIRST_ROWS);
  promptHash = Buffer.alloc(FIRST_ROWS * KEYED_HASH_DIGITS);
  /** Told by whoever redacts the batch. */
  redactions: ReadonlyMap<number, number> = new Map();
  readonly #deps: BatchMeterDeps;
  readonly #meter = new TextMeter();

  constructor(deps: BatchMeterDeps) {
    this.#deps = deps;
  }

  measure(batch: SpanBatch): void {
    if (batch.rows > this.input.chars.length) this.#grow(2 * batch.rows);
    for (let row = 0; row < batch.rows; row += 1) {
      const span = batch.objects[row];
      if (span !== undefined) batch.objects[row] = measureSpan(span, this.#deps.hash);
      else if (batch.held[row] === holding.columns) this.#measureRow(batch, row);
    }
  }

  /** What `measure` told of a row in columns, as `measureSpan` tells it. */
  columnsOf(row: number): Pick<LlmSpan, "input_features" | "output_features" | "prompt_hash"> {
    const input_features = featuresAt(this.input, row);
    const hashAt = row * KEYED_HASH_DIGITS;
    const prompt_hash =
      input_features === null ? "" : this.promptHash.toString("latin1", hashAt, hashAt + KEYED_HASH_DIGITS);
    return { input_features, output_features: featuresAt(this.output, row), prompt_hash };
  }

  #measureRow({ bytes, content }: SpanBatch, row: number): void {
    this.#measureText(this.input, row, bytes, content?.inputText);
    this.#measureText(this.output, row, bytes, content?.outputText);
    if (content === null || Number.isNaN(this.input.chars[row])) return;
    const [at = 0, end = 0] = [content.inputText.at[row], content.inputText.end[row]];
    this.#deps.hashBytes(bytes, { at, end }, this.promptHash, row * KEYED_HASH_DIGITS);
  }

  #measureText(features: FeatureColumns, row: number, bytes: Uint8Array, places: PlaceColumn | undefined): void {
    const at = places?.at[row] ?? 0;
    const end = places?.end[row] ?? 0;
    const meter = this.#meter;
    if (at < end) meter.measure(bytes, at, end);
    const isKnown = at < end;
    features.chars[row] = isKnown ? meter.chars : Number.NaN;
    features.words[row] = isKnown ? meter.words : Number.NaN;
    features.uniqueWords[row] = isKnown ? meter.unique_words : Number.NaN;
    features.sentiment[row] = isKnown ? meter.sentiment : Number.NaN;
    features.complexity[row] = isKnown ? meter.complexity : Number.NaN;
  }

  #grow(rows: number): void {
    this.input = featureColumns(rows);
    this.output = featureColumns(rows);
    this.promptHash = Buffer.alloc(rows * KEYED_HASH_DIGITS);
  }
}

function featuresAt(columns: FeatureColumns, row: number): TextFeatures | null {
  const { [row]: chars = Number.NaN } = columns.chars;
  if (Number.isNaN(chars)) return null;
  return {
    chars,
    words: columns.words[row] ?? 0,
    unique_words: columns.uniqueWords[row] ?? 0,
    sentiment: columns.sentiment[row] ?? 0,
    complexity: columns.complexity[row] ?? 0,
  };
}

function featureColumns(rows: number): FeatureColumns {
  return {
    chars: new Float64Array(rows),
    words: new Float64Array(rows),
    uniqueWords: new Float64Array(rows),
    sentiment: new Float64Array(rows),
    complexity: new Float64Array(rows),
  };
}
