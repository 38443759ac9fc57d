import { measures } from "./span-batch.ts";
import type { SpanBatch } from "./span-batch.ts";
import { numberFacts } from "./columns.ts";

const INPUT = numberFacts.indexOf("inputTokens");
const OUTPUT = numberFacts.indexOf("outputTokens");
const TOTAL = numberFacts.indexOf("totalTokens");
const CACHE_READ = numberFacts.indexOf("cacheReadTokens");
const CACHE_WRITE = numberFacts.indexOf("cacheWriteTokens");
const CACHE_WRITE_5M = numberFacts.indexOf("cacheWrite5mTokens");
const CACHE_WRITE_1H = numberFacts.indexOf("cacheWrite1hTokens");
const REASONING = numberFacts.indexOf("reasoningTokens");
const UNCACHED = measures.indexOf("inputUncachedTokens");
const OUTPUT_TEXT = measures.indexOf("outputTextTokens");

/**
 * Turns the token counts of a row into exclusive buckets, as `normaliseUsage` does for those that need no mending. False
 * for the others, of which nothing is changed: counts that contradict one another are flagged by the object path.
 */
export function normaliseCleanUsage(batch: SpanBatch, row: number): boolean {
  const { capacity, numbers } = batch;
  const at = (column: number): number => column * capacity + row;
  const input = numbers[at(INPUT)] ?? Number.NaN;
  const output = numbers[at(OUTPUT)] ?? Number.NaN;
  const total = numbers[at(TOTAL)] ?? Number.NaN;
  const write5m = cacheWrite5m(numbers, at);
  const writes = numbers[at(CACHE_WRITE)] ?? Number.NaN;
  // No number is more than the NaN of an unknown whole.
  if (known(numbers[at(CACHE_WRITE_5M)]) + known(numbers[at(CACHE_WRITE_1H)]) > writes) return false;
  const cached = known(numbers[at(CACHE_READ)]) + known(write5m) + known(numbers[at(CACHE_WRITE_1H)]);
  const reasoning = known(numbers[at(REASONING)]);
  const sum = input + output;
  if (!isTotal(total, input, output)) return false;
  if (cached > 0 && !(cached <= input && total !== sum + cached)) return false;
  if (reasoning > 0 && !(reasoning <= output && total !== sum + reasoning)) return false;
  numbers[at(CACHE_WRITE_5M)] = write5m;
  if (!Number.isNaN(sum)) numbers[at(TOTAL)] = sum;
  batch.measured[UNCACHED * capacity + row] = input - cached;
  batch.measured[OUTPUT_TEXT * capacity + row] = output - reasoning;
  return true;
}

/** Whether a stated total is the sum of both sides, or leaves room for the one that is unknown. */
function isTotal(total: number, input: number, output: number): boolean {
  const sum = input + output;
  return Number.isNaN(total) || (Number.isNaN(sum) ? total >= known(input) + known(output) : total === sum);
}

/** Writes that are not told apart by lifetime count as five minutes. NaN where none is known. */
function cacheWrite5m(numbers: Float64Array, at: (column: number) => number): number {
  const all = numbers[at(CACHE_WRITE)] ?? Number.NaN;
  const fiveMinutes = numbers[at(CACHE_WRITE_5M)] ?? Number.NaN;
  if (Number.isNaN(all)) return fiveMinutes;
  const told = known(fiveMinutes) + known(numbers[at(CACHE_WRITE_1H)]);
  return known(fiveMinutes) + Math.max(all - told, 0);
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
