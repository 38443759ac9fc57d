import type { Intent } from "./commit-note.ts";
import type { LaneReport } from "./lane-condition.ts";
import type { LaneStart } from "./lane-start.ts";

/** Where a lane begins to read, or that it cannot: the group's offset is behind the end of the log. */
export type LaneOpening =
  | { readonly kind: "halted" }
  | {
      readonly kind: "open";
      readonly nextOffset: bigint;
      /** The range to be formed again before anything else. */
      readonly pending: Intent | null;
      readonly recheckTo: bigint | null;
      readonly reports: readonly LaneReport[];
    };

export function decideOpening(start: LaneStart): LaneOpening {
  const { nextOffset, pending, recheckTo, low, high } = start;
  if (nextOffset === null) {
    const reports: readonly LaneReport[] = start.isRecreated ? [{ condition: "topic_recreated", messages: 0 }] : [];
    return { kind: "open", nextOffset: low, pending: null, recheckTo, reports };
  }
  const endOfKnown = pending === null ? nextOffset : pending.lastOffset + 1n;
  if (endOfKnown > high) return { kind: "halted" };
  // What is gone of the pending range itself is reported when its rest is in hand.
  const gone = low > endOfKnown ? Number(low - endOfKnown) : 0;
  const reports: readonly LaneReport[] = gone > 0 ? [{ condition: "retention_gap", messages: gone }] : [];
  return { kind: "open", nextOffset: low > nextOffset ? low : nextOffset, pending, recheckTo, reports };
}
