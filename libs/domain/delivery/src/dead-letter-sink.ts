import type { DeadLetterReason } from "./outcome.ts";

/** A message, or one span of it, that cannot be stored: where it can be read again, and nothing of what is in it. */
export interface DeadLetterRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Position of the span in the message; -1 for the message as a whole. */
  readonly idx: number;
  readonly tenant: string;
  readonly reason: DeadLetterReason;
  /** The stage that gave up, such as `ingester`. */
  readonly stage: string;
  /** SHA-256 of the message's value, in hexadecimal. */
  readonly hash: string;
  readonly sizeBytes: number;
}

/** Tells other programs of dead letters. */
export interface DeadLetterSink {
  /**
   * Resolves when every letter is durable; rejects when that is not known. To be called before the letters' range is
   * committed and again with it, so that a letter comes at least once.
   */
  readonly write: (letters: readonly DeadLetterRecord[], signal: AbortSignal) => Promise<void>;
  readonly stop: () => Promise<void>;
}
