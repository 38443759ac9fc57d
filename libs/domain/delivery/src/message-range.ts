import type { Recheck } from "./block-sink.ts";
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
   * How messages become rows, by name: equal names promise equal blocks. Part of the token, so that a block is never
   * taken for one that was cut elsewhere, or by another group that writes into the same table.
   */
  readonly encoding?: string;
  /**
   * Set when the store may have rows of the range under a token that it has forgotten, or under another: when it was first begun,
   * in milliseconds since the epoch; 0 when that is not known.
   */
  readonly recheckSinceMs?: number;
  /**
   * How many messages there are, set when the bounds alone do not tell the content: messages may have gone from between
   * them since they were first stored. Part of the token, for the rows may be others.
   */
  readonly contentCount?: number;
  /**
   * Throws when the partition may be another's by now, or the messages are gone from memory, so that nothing may be
   * inserted any more. To be called right before each insert; a source without owners has none.
   */
  readonly requireOwner?: () => void;
}

/**
 * The deduplication token of a range: equal tokens promise equal rows. A store that has seen the token drops the
 * second insert, which makes replaying a range after a crash harmless.
 */
export function insertToken({ streamId, topic, partition, ...range }: MessageRange): string {
  const content = range.contentCount === undefined ? "" : `~${range.contentCount}`;
  const encoding = range.encoding === undefined ? "" : `@${range.encoding}`;
  return `${streamId}:${topic}:${partition}:${range.firstOffset}-${range.lastOffset}${content}${encoding}`;
}

/** What the store is to look for before it stores the range; undefined while the token alone is enough. */
export function recheckOf(range: MessageRange): Recheck | undefined {
  if (range.recheckSinceMs === undefined) return undefined;
  const { streamId, topic, partition, firstOffset, lastOffset, recheckSinceMs } = range;
  return { streamId, topic, partition, firstOffset, lastOffset, sinceMs: recheckSinceMs };
}
