import type { LaneReport } from "./lane-condition.ts";

/** Up to where a lane has read. */
export interface ReadingPosition {
  readonly expected: bigint;
  /** The other place from which messages were refused last. */
  readonly refused: bigint | null;
}

export type FetchVerdict =
  /** The messages continue what was read. */
  | "take"
  /** They do not: they may be left over from an earlier generation. They are to be fetched again. */
  | "refuse"
  /** The broker insists on a later place: what is between is not there. */
  | "jumped"
  /** The broker insists on an earlier place. Nothing there may be stored a second time: the lane must begin anew. */
  | "moved_back";

export function judgeFetch({ expected, refused }: ReadingPosition, fetchedOffset: bigint): FetchVerdict {
  if (fetchedOffset === expected) return "take";
  if (fetchedOffset !== refused) return "refuse";
  return fetchedOffset > expected ? "jumped" : "moved_back";
}

/**
 * What a jump from one offset to another was, given the oldest offset: expired messages, or offsets without any (markers,
 * compaction). What has expired behind the jump meanwhile is the next jump's.
 */
export function explainJump({ from, to }: Jump, low: bigint): LaneReport {
  if (low <= from) return { condition: "position_moved", messages: 0 };
  return { condition: "retention_gap", messages: Number((low < to ? low : to) - from) };
}

interface Jump {
  readonly from: bigint;
  readonly to: bigint;
}
