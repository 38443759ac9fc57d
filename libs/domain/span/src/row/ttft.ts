import type { QualityFlag } from "../facts/quality-flags.ts";
import type { SpanFacts } from "../facts/span-facts.ts";
import { millisBetween } from "./span-times.ts";
import type { SpanTimes } from "./span-times.ts";

/** The clocks that measure a call and its first token may differ by this much. */
export const TTFT_TOLERANCE_MS = 1000;

interface Ttft {
  /** Milliseconds; null when it is not told or cannot be. */
  readonly value: number | null;
  readonly flags: readonly QualityFlag[];
}

/** The time to the first token. One that is beyond the end of the call, as in another unit, is kept and flagged. */
export function ttftOf(facts: SpanFacts, { startUnixNano, columns }: SpanTimes): Ttft {
  const { ttftMs, completionStartUnixNano: first } = facts;
  const value = ttftMs ?? (first === undefined ? null : millisBetween(startUnixNano, first));
  if (value === null) return { value, flags: [] };
  if (value < 0) return { value: null, flags: ["invalid_ttft"] };
  const latest = (columns.duration_ms ?? Number.POSITIVE_INFINITY) + TTFT_TOLERANCE_MS;
  return { value, flags: value > latest ? ["invalid_ttft"] : [] };
}
