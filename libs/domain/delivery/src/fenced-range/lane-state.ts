import type { Intent } from "./commit-note.ts";
import type { LaneEnd, LaneReport } from "./lane-condition.ts";
import type { Moment } from "./moment.ts";

/** The one range that a lane has in hand. */
export interface RangeInHand {
  readonly intent: Intent & { readonly count: number };
  /** How many messages it has now, where its bounds alone do not tell its content; else null. */
  readonly contentCount: number | null;
  /** Whether rows of it may be stored under a token that is another, or forgotten. */
  readonly isDoubtful: boolean;
  /** Age of the intent when this lane learnt of it, and when that was. */
  readonly ageMs: number;
  readonly learntAt: Moment;
  /** When the last commit was sent that the group accepted; null before the first. */
  readonly ownedSince: Moment | null;
  /** Whether inserts of earlier owners can no longer take effect. */
  readonly isSettled: boolean;
}

export type LanePhase =
  /** The offset is behind the end of the log: of another topic's log, or of its own. */
  | { readonly kind: "checking_end" }
  | { readonly kind: "reading"; readonly pending: Intent | null }
  | { readonly kind: "checking_topic"; readonly range: RangeInHand }
  | { readonly kind: "committing_intent"; readonly range: RangeInHand; readonly sentAt: Moment }
  | { readonly kind: "settling"; readonly range: RangeInHand }
  | { readonly kind: "storing"; readonly range: RangeInHand }
  | { readonly kind: "committing_end"; readonly range: RangeInHand }
  | { readonly kind: "ended"; readonly reason: LaneEnd };

/** One partition in the hands of one member for one generation of its group. */
export interface LaneState {
  readonly topicId: string;
  /** How messages become rows, by name. */
  readonly encoding: string;
  readonly openedAt: Moment;
  readonly recheckTo: bigint | null;
  /** Whether a commit whose outcome was never known may still take effect under this generation. */
  readonly hasStrayCommit: boolean;
  /** Failures in a row of what is being tried. */
  readonly failures: number;
  readonly phase: LanePhase;
}

/** What became of the action that the lane asked for last. */
export type LaneEvent =
  /** The messages that form the next range are in hand; for a pending range those that are left of it, maybe none. */
  | {
      readonly kind: "range_closed";
      readonly firstOffset: bigint;
      readonly lastOffset: bigint;
      readonly count: number;
    }
  | { readonly kind: "topic_checked"; readonly isSame: boolean }
  | { readonly kind: "committed" }
  | { readonly kind: "commit_failed"; readonly outcome: CommitFailure }
  | { readonly kind: "settled" }
  | { readonly kind: "stored" }
  | { readonly kind: "store_failed" }
  | { readonly kind: "retry_due" }
  /** The broker insists on a place before what was read. */
  | { readonly kind: "moved_back" };

/** `fenced`: the group goes on without this member. `refused`: the broker answered that it did not. `unknown`: no answer. */
export type CommitFailure = "fenced" | "refused" | "unknown";

/** What a lane does next; its outcome is the next event. */
export type LaneAction =
  /** Wait for messages: up to and with `through` when a range is to be formed again, else for any range. */
  | { readonly kind: "read"; readonly through: bigint | null }
  | { readonly kind: "check_topic" }
  | {
      readonly kind: "commit";
      /** The intent of the range, or that it is stored. */
      readonly what: "intent" | "end";
      readonly range: RangeInHand;
      readonly offset: bigint;
      readonly metadata: string;
    }
  | { readonly kind: "wait"; readonly waitMs: number }
  /** Insert into every table, asking `isOwnershipOver` right before each insert. */
  | { readonly kind: "store"; readonly range: RangeInHand; readonly recheckSinceMs: number | null }
  /** Wait for a back-off after so many failures in a row. */
  | { readonly kind: "back_off"; readonly failures: number }
  | { readonly kind: "end"; readonly reason: LaneEnd };

export interface LaneStep {
  readonly state: LaneState;
  readonly reports: readonly LaneReport[];
  readonly action: LaneAction;
}
