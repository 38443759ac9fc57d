import type { Intent } from "./commit-note.ts";
import type { LaneState, RangeInHand } from "./lane-state.ts";
import type { Moment } from "./moment.ts";

export interface ClosedRange {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly count: number;
}

/** The range in hand: the pending one with its own bounds, whatever is left of it, or a new one. */
export function takeRange(state: LaneState, pending: Intent | null, closed: ClosedRange, now: Moment): RangeInHand {
  const { recheckTo } = state;
  const isForgotten = recheckTo !== null && (pending ?? closed).firstOffset < recheckTo;
  return pending === null ? newRange(state, closed, isForgotten, now) : begunRange(state, pending, closed, isForgotten);
}

function newRange({ encoding }: LaneState, closed: ClosedRange, isForgotten: boolean, now: Moment): RangeInHand {
  const { firstOffset, lastOffset, count } = closed;
  return {
    intent: { firstOffset, lastOffset, count, encoding, atMs: now.wallMs },
    contentCount: isForgotten ? count : null,
    isDoubtful: isForgotten,
    ageMs: 0,
    learntAt: now,
    ownedSince: null,
    isSettled: true,
  };
}

function begunRange(
  { encoding, openedAt }: LaneState,
  pending: Intent,
  { count }: ClosedRange,
  isForgotten: boolean,
): RangeInHand {
  // With other messages than before it is another content: another token, and none of the old inserts still under way.
  const isChanged = pending.count !== null && pending.count !== count;
  // The same messages become other rows, or the same in other pieces. Whoever comes next has to look as well.
  const isEncodedAnew = pending.encoding !== encoding;
  return {
    intent: { ...pending, count: pending.count ?? count, encoding: isEncodedAnew ? null : encoding },
    contentCount: isChanged || isForgotten ? count : null,
    isDoubtful: isForgotten || isChanged || isEncodedAnew || pending.atMs === 0,
    ageMs: openedAt.wallMs - pending.atMs,
    learntAt: openedAt,
    ownedSince: null,
    isSettled: !isChanged && !isEncodedAnew && pending.count !== null,
  };
}
