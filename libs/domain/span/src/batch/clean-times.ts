import { LATEST_STORABLE } from "../row/span-times.ts";
import { measures } from "./span-batch.ts";
import type { SpanBatch } from "./span-batch.ts";

const TWO_TO_32 = 0x1_0000_0000;
const NANOS_PER_MILLI = 1e6;
const MILLIS_PER_DAY = 86_400_000;
/** 2000-01-01. */
const EARLIEST_MILLIS = 946_684_800_000;
const LATEST_MILLIS = Number(LATEST_STORABLE) / NANOS_PER_MILLI;
/** Times are compared as doubles of milliseconds; nearer to a bound than this the object path decides exactly. */
const MARGIN_MILLIS = 1_000;
const DURATION = measures.indexOf("durationMs");

/** Fills the duration of a row whose times need no mending; false where they would raise a flag. */
export function cleanTimes(batch: SpanBatch, row: number, receivedAtMs: number): boolean {
  const startLow = batch.startLow[row] ?? 0;
  const startHigh = batch.startHigh[row] ?? 0;
  const endLow = batch.endLow[row] ?? 0;
  const endHigh = batch.endHigh[row] ?? 0;
  const latest = Math.min(receivedAtMs + MILLIS_PER_DAY, LATEST_MILLIS) - MARGIN_MILLIS;
  const start = (startHigh * TWO_TO_32 + startLow) / NANOS_PER_MILLI;
  const end = (endHigh * TWO_TO_32 + endLow) / NANOS_PER_MILLI;
  const duration = (endHigh - startHigh) * TWO_TO_32 + (endLow - startLow);
  const isPlausible = start > EARLIEST_MILLIS + MARGIN_MILLIS && start < latest && end < latest;
  if (!isPlausible || duration < 0 || !Number.isSafeInteger(duration)) return false;
  batch.measured[DURATION * batch.capacity + row] = duration / NANOS_PER_MILLI;
  return true;
}
