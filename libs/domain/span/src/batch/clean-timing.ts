import { TTFT_TOLERANCE_MS } from "../row/ttft.ts";
import { numberFacts } from "./columns.ts";
import { measures } from "./span-batch.ts";
import type { SpanBatch } from "./span-batch.ts";

const OUTPUT = numberFacts.indexOf("outputTokens");
const TTFT = numberFacts.indexOf("ttftMs");
const DECODE = numberFacts.indexOf("decodeMs");
const TPOT = numberFacts.indexOf("tpotMs");
const IS_STREAMING = numberFacts.indexOf("isStreaming");
const DURATION = measures.indexOf("durationMs");

/** False for a time to the first token that the object path would flag. */
export function isCleanTtft(batch: SpanBatch, row: number): boolean {
  const ttft = batch.numbers[TTFT * batch.capacity + row] ?? Number.NaN;
  const duration = batch.measured[DURATION * batch.capacity + row] ?? Number.NaN;
  return Number.isNaN(ttft) || ttft <= duration + TTFT_TOLERANCE_MS;
}

/** Fills the time per output token where the sender does not say it, as `timingColumns` derives it. */
export function deriveTiming(batch: SpanBatch, row: number): void {
  const { capacity, numbers } = batch;
  const at = (column: number): number => numbers[column * capacity + row] ?? Number.NaN;
  const output = at(OUTPUT);
  if (!Number.isNaN(at(TPOT)) || !(output >= 2)) return;
  const decode = at(DECODE);
  const duration = batch.measured[DURATION * capacity + row] ?? Number.NaN;
  const streamed = at(IS_STREAMING) === 0 ? Number.NaN : duration - at(TTFT);
  const afterFirst = Number.isNaN(decode) ? streamed : decode;
  if (afterFirst >= 0) numbers[TPOT * capacity + row] = afterFirst / (output - 1);
}
