import { formatUnixNano } from "../otlp/format-unix-nano.ts";
import type { LlmSpan } from "./llm-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

const NANOS_PER_MILLI = 1_000_000n;
const NANOS_PER_DAY = 86_400_000n * NANOS_PER_MILLI;
/** Before 2000-01-01 no LLM was traced. */
const EARLIEST_PLAUSIBLE = 946_684_800_000n * NANOS_PER_MILLI;
/** End of `DateTime64(9)`: 2262-04-11. https://clickhouse.com/docs/sql-reference/data-types/datetime64 */
export const LATEST_STORABLE = 2n ** 63n - 1n;

export interface SpanTimes {
  readonly startUnixNano: bigint;
  readonly columns: Pick<LlmSpan, "start_time" | "end_time" | "duration_ms">;
  readonly flags: readonly QualityFlag[];
}

/**
 * Times that can be stored whatever was sent. A missing start is the end, or else the time of receipt; a time that the
 * column cannot hold counts as missing; one before 2000 or more than a day after receipt is kept and flagged.
 */
export function timesOfSpan(span: OtlpSpan, receivedAtMs: number): SpanTimes {
  const flags = new Set<QualityFlag>();
  const receivedAt = BigInt(Math.trunc(receivedAtMs)) * NANOS_PER_MILLI;
  const isPlausible = (time: bigint) => time >= EARLIEST_PLAUSIBLE && time <= receivedAt + NANOS_PER_DAY;
  const end = storable(span.endTimeUnixNano);
  const sentStart = storable(span.startTimeUnixNano);
  const start = sentStart ?? end ?? receivedAt;
  const sent = [span.startTimeUnixNano, span.endTimeUnixNano];
  if (sentStart === null) flags.add("missing_start_time");
  if (end === null) flags.add("missing_end_time");
  if (sent.some((time) => time !== 0n && !isPlausible(time))) flags.add("implausible_time");
  if (end !== null && end < start) flags.add("negative_duration");
  const columns = {
    start_time: formatUnixNano(start),
    end_time: end === null ? null : formatUnixNano(end),
    duration_ms: end === null || end < start ? null : millisBetween(start, end),
  };
  return { startUnixNano: start, columns, flags: [...flags] };
}

/** Milliseconds from one time to another, with fractions; negative when `to` is earlier. */
export function millisBetween(from: bigint, to: bigint): number {
  return Number(to - from) / Number(NANOS_PER_MILLI);
}

function storable(time: bigint): bigint | null {
  return time > 0n && time <= LATEST_STORABLE ? time : null;
}
