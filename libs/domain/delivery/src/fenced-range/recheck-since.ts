import type { FenceRules } from "./fence-rules.ts";
import type { RangeInHand } from "./lane-state.ts";
import { elapsedMs, type Moment } from "./moment.ts";

/** By how much the clocks of an owner and of the store may differ before a look for stored rows misses some. */
const CLOCK_ERROR_MS = 25 * 3_600_000;

/**
 * From when on the store is to be looked through for rows of the range, in milliseconds since the epoch; null while its
 * token is surely remembered. An intent from the future was noted by a clock that was wrong: its age is not known.
 */
export function recheckSinceMs(range: RangeInHand, now: Moment, { dedupSafeMs }: FenceRules): number | null {
  if (range.isDoubtful || range.ageMs < 0) return 0;
  const ageMs = range.ageMs + elapsedMs(range.learntAt, now);
  return ageMs < dedupSafeMs ? null : Math.max(0, range.intent.atMs - CLOCK_ERROR_MS);
}
