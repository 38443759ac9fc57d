import { type Intent, isLaterNote, parseCommitNote } from "./commit-note.ts";

/** What the group has committed for a partition, as the broker tells it. */
export interface Committed {
  readonly offset: bigint;
  readonly metadata: string | null;
}

export interface OffsetBounds {
  /** The oldest offset. */
  readonly low: bigint;
  /** The offset that the next message will have. */
  readonly high: bigint;
}

/** What is known of a partition when its lane begins. */
export interface LaneStart extends OffsetBounds {
  /** The committed offset; null when the group has none, or has it of a topic that exists no more. */
  readonly nextOffset: bigint | null;
  /** The range that was begun there. */
  readonly pending: Intent | null;
  /** Offsets below it may have been stored by a group of the same name whose offsets were forgotten; null when none. */
  readonly recheckTo: bigint | null;
  /** Whether what was committed belongs to a former topic of the same name. */
  readonly isRecreated: boolean;
}

export function laneStartOf(committed: Committed | null, { low, high }: OffsetBounds, topicId: string): LaneStart {
  // The group may have had offsets that were deleted or have expired: what it stored then must not be stored again.
  const unknown = {
    nextOffset: null,
    pending: null,
    recheckTo: high > low ? high : null,
    isRecreated: false,
    low,
    high,
  };
  if (committed === null) return unknown;
  const note = parseCommitNote(committed.metadata, committed.offset);
  if (note.topicId !== null && note.topicId !== topicId) return { ...unknown, recheckTo: null, isRecreated: true };
  const { pending } = note;
  const recheckTo = isLaterNote(committed.metadata) ? unknown.recheckTo : note.recheckTo;
  return { nextOffset: committed.offset, pending, recheckTo, isRecreated: false, low, high };
}
