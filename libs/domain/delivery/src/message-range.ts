import type { Message } from "./message.ts";

/** Consecutive messages of one partition that are stored, and then committed, together. */
export interface MessageRange {
  /** Names the stream across recreation of its topic, so that equal offsets never mean equal content by accident. */
  readonly streamId: string;
  readonly topic: string;
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly messages: readonly Message[];
  /**
   * Set when the range is replayed after so long that the store may have forgotten its token: when it was first begun,
   * in milliseconds since the epoch.
   */
  readonly recheckSinceMs?: number;
}

/**
 * The deduplication token of a range: equal tokens promise equal rows. A store that has seen the token drops the
 * second insert, which makes replaying a range after a crash harmless.
 */
export function insertToken(range: MessageRange): string {
  return `${range.streamId}:${range.topic}:${range.partition}:${range.firstOffset}-${range.lastOffset}`;
}
