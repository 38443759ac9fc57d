/** What a lane met that an operator may want to know. A bounded set: metric label and documented table. */
export type LaneCondition =
  | "position_moved"
  | "retention_gap"
  | "beyond_end"
  | "topic_recreated"
  | "intent_too_old"
  | "fenced"
  | "commit_failed";

/** Why a lane ended by itself. All but `beyond_end` are cured by joining the group anew and beginning again. */
export type LaneEnd = "fenced" | "topic_recreated" | "position_moved" | "commit_failed" | "beyond_end";

export interface LaneReport {
  readonly condition: LaneCondition;
  /** How many messages it concerns, at most; 0 when it is none, or not known. */
  readonly messages: number;
}
