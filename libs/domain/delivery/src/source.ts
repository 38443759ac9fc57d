import type { MessageRange } from "./message-range.ts";

/**
 * Stores a range. Resolving means that every row is durable and the offsets may be committed; throwing means that
 * nothing may be committed and the same range is delivered again. The bytes of the messages are there until then: what
 * is to outlive the call is copied.
 */
export type RangeHandler = (range: MessageRange, signal: AbortSignal) => Promise<void>;

/** Unread messages of one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly messages: bigint;
  /** Age of the oldest unread message; 0 without one, null when it is not known. */
  readonly seconds: number | null;
}

/** One consumer group's view of a stream. Ranges of one partition arrive in order, one at a time. */
export interface Source {
  readonly start: (handler: RangeHandler) => Promise<void>;
  /** Idempotent and bounded: waits for the ranges in hand, then leaves the group. */
  readonly stop: () => Promise<void>;
  readonly lag: () => Promise<readonly PartitionLag[]>;
  /** Rejects when the source cannot go on by itself, so that its process is to end and be started again. */
  readonly failed?: Promise<never> | undefined;
}
