import type { LaneStart } from "@parapet/delivery";
import type { Clock } from "@parapet/runtime";

import type { RangeLimits } from "./close-range.ts";
import type { HandleOptions } from "./handle-range.ts";

/** A step of a range: for tracing, and for breaking off at exactly that place. */
export type LaneStep = "intent_committing" | "intent_committed" | "storing" | "stored" | "committed";

export interface StepRange {
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
}

export interface LaneOptions extends HandleOptions {
  /** Names the life of the topic too: the cluster's id and the topic's. */
  readonly streamId: string;
  readonly topicId: string;
  /** How the handler makes rows of messages, by name. */
  readonly encoding: string;
  readonly topic: string;
  readonly partition: number;
  readonly start: LaneStart;
  readonly limits: RangeLimits;
  readonly clock: Clock;
  /** For how long after an accepted commit this member may begin inserts: at most half of what the group lets it be silent. */
  readonly fenceMs: number;
  /** From which age of an intent on the store is asked for its rows first; default 5 min. */
  readonly dedupSafeMs?: number;
  /** How long an insert may still take effect after it was begun; default 60 s. */
  readonly landingMs?: number;
  /** One attempt to commit under the generation that the lane belongs to. */
  readonly commit: (offset: bigint, metadata: string) => Promise<void>;
  /** Whether the topic's id is still `topicId`; asked when the messages of a range are in hand. */
  readonly isSameTopic: (signal: AbortSignal) => Promise<boolean>;
  /** The partition's oldest offset; asked when the reading position has jumped. */
  readonly oldestOffset: (signal: AbortSignal) => Promise<bigint>;
  /** Stops and restarts the fetching of this partition. */
  readonly flow: { readonly pause: () => void; readonly resume: () => void };
  /** Told of each step, synchronously, right before or right after it. */
  readonly onStep?: (step: LaneStep, range: StepRange) => void;
}
