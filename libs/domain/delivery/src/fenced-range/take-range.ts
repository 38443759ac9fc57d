import type { Intent } from "./commit-note.ts";
import type { LaneState, RangeInHand } from "./lane-state.ts";
import type { Moment } from "./moment.ts";

export interface ClosedRange {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly count: number;
}

/** The range in hand: the pending one with its own bounds, whatever is left of it, or a new one. */
export function takeRange(
  { recheckTo, openedAt }: LaneState,
  pending: Intent | null,
  { firstOffset, lastOffset, count }: ClosedRange,
  now: Moment,
): RangeInHand {
  const isForgotten = recheckTo !== null && (pending?.firstOffset ?? firstOffset) < recheckTo;
  if (pending === null) {
    const intent = { firstOffset, lastOffset, count, atMs: now.wallMs };
    const times = { ageMs: 0, learntAt: now, ownedSince: null };
    return { intent, contentCount: isForgotten ? count : null, isDoubtful: isForgotten, isSettled: true, ...times };
  }
  // With other messages than before it is another content: another token, and none of the old inserts still under way.
  const isChanged = pending.count !== null && pending.count !== count;
  return {
    intent: { ...pending, count: pending.count ?? count },
    contentCount: isChanged || isForgotten ? count : null,
    isDoubtful: isForgotten || isChanged || pending.atMs === 0,
    ageMs: openedAt.wallMs - pending.atMs,
    learntAt: openedAt,
    ownedSince: null,
    isSettled: !isChanged && pending.count !== null,
  };
}
