import type { Message, MessageRange } from "@parapet/delivery";
import { type Clock, describeError, retryUntilDone } from "@parapet/runtime";

import { closeAtOffset, closeByLimits, type CloseRule, type RangeLimits } from "./close-range.ts";
import { handleUntilStored, type HandleOptions } from "./handle-range.ts";
import { encodeIntent, type Intent } from "./intent.ts";
import { isFenced } from "./kafka-error.ts";
import { RangeQueue } from "./range-queue.ts";

/** Where a lane begins, as the group's committed offset says. */
export interface LaneStart {
  /** The committed offset; null when the group has none, and reading begins at the oldest message. */
  readonly nextOffset: bigint | null;
  readonly pending: Intent | null;
}

/** What one fetch brought for the lane's partition. */
export interface FetchedMessages {
  /** The offset that was asked for. */
  readonly fetchedOffset: bigint;
  /** The offset to ask for next. */
  readonly nextOffset: bigint;
  readonly messages: readonly Message[];
}

export interface LaneOptions extends HandleOptions {
  readonly streamId: string;
  readonly topic: string;
  readonly partition: number;
  readonly start: LaneStart;
  readonly limits: RangeLimits;
  readonly clock: Clock;
  /** One attempt to commit under the generation that the lane belongs to. */
  readonly commit: (offset: bigint, metadata: string) => Promise<void>;
  /** Stops and restarts the fetching of this partition. */
  readonly flow: { readonly pause: () => void; readonly resume: () => void };
}

/**
 * One partition in the hands of this member, for one generation of the group. Per range `[a,b]`: commit `a` with the
 * intent `[a,b]`, handle, commit `b+1`. A range whose intent is found at the start is formed again exactly, under the
 * same token. When `signal` aborts or the group fences the member, the lane ends and the next owner takes over.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #queue: RangeQueue;
  readonly #closeByLimits: CloseRule;
  readonly #closing = new AbortController();
  readonly #ended: Promise<void>;
  #expected: bigint | null;
  #pending: Intent | null;
  #refused: bigint | null = null;
  #isPaused = false;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#queue = new RangeQueue(options.limits.maxWaitMs);
    this.#closeByLimits = closeByLimits(options.limits);
    this.#expected = options.start.nextOffset;
    this.#pending = options.start.pending;
    this.#ended = this.#run();
  }

  /** Takes the messages, or returns false when they must be fetched again. */
  offer({ fetchedOffset, nextOffset, messages }: FetchedMessages): boolean {
    if (this.#closing.signal.aborted || this.#isFull() || !this.#continues(fetchedOffset)) return false;
    this.#expected = nextOffset;
    this.#queue.push(messages);
    if (this.#isFull()) this.#setPaused(true);
    return true;
  }

  /** Begins no further range; resolves when the one in hand is committed or given up. */
  async close(): Promise<void> {
    this.#setPaused(true);
    this.#closing.abort();
    await this.#ended;
  }

  /** A range that is formed again may be larger than today's bound: it is let in whole. */
  #isFull(): boolean {
    return this.#pending === null && this.#queue.bytes >= this.#options.limits.maxBytes;
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#options.flow.pause();
    else this.#options.flow.resume();
  }

  /**
   * Whether the fetch began where the last one ended. A batch of an earlier generation does not, and is refused. When
   * the broker then answers from the same other place again, the position was moved (messages expired or were deleted,
   * the topic was created anew, a transaction's marker was passed): nothing else can be read, so reading goes on there.
   */
  #continues(fetchedOffset: bigint): boolean {
    if (this.#expected === null || fetchedOffset === this.#expected) return true;
    const isInsisted = this.#refused === fetchedOffset;
    this.#refused = fetchedOffset;
    if (!isInsisted) return false;
    const { topic, partition, log, metrics } = this.#options;
    metrics?.errored("position_moved");
    log.error("the broker moved the reading position: messages between may have expired unread", {
      topic,
      partition,
      expectedOffset: String(this.#expected),
      actualOffset: String(fetchedOffset),
      isIntentDropped: this.#pending !== null,
    });
    this.#pending = null;
    this.#refused = null;
    return true;
  }

  async #run(): Promise<void> {
    const { signal, log, topic, partition } = this.#options;
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    try {
      while (!stop.aborted) await this.#storeNext(stop);
    } catch (error) {
      if (!stop.aborted)
        log.info("a lane ended before its generation", { topic, partition, error: describeError(error) });
    } finally {
      this.#closing.abort();
      this.#queue.clear();
    }
  }

  async #storeNext(stop: AbortSignal): Promise<void> {
    const { streamId, topic, partition, limits, clock } = this.#options;
    const close: CloseRule = (waiting, isDue) => this.#closeRule()(waiting, isDue);
    const messages = await this.#queue.next(close, stop);
    const intent = this.#pending ?? intentOf(messages, clock.nowMs());
    const isReplay = this.#pending !== null;
    this.#pending = null;
    if (this.#queue.bytes < limits.maxBytes / 2) this.#setPaused(false);
    const { firstOffset, lastOffset } = intent;
    await this.#store({ streamId, topic, partition, firstOffset, lastOffset, messages }, isReplay ? null : intent);
  }

  #closeRule(): CloseRule {
    return this.#pending === null ? this.#closeByLimits : closeAtOffset(this.#pending.lastOffset);
  }

  /** A replayed range has its intent in the log already, hence null. */
  async #store(range: MessageRange, intent: Intent | null): Promise<void> {
    if (intent !== null) await this.#commit(range.firstOffset, encodeIntent(intent));
    await handleUntilStored(range, this.#options);
    await this.#commit(range.lastOffset + 1n, "");
  }

  /** Repeats a commit whose outcome is unknown, which changes nothing; a fenced one is thrown and ends the lane. */
  async #commit(offset: bigint, metadata: string): Promise<void> {
    const { backOff, signal, log, metrics, topic, partition, commit } = this.#options;
    const onFailure = (error: unknown, attempt: number): void => {
      metrics?.errored(isFenced(error) ? "fenced" : "commit_failed");
      if (isFenced(error)) throw error;
      const fields = { topic, partition, offset: String(offset), attempt, error: describeError(error) };
      log.warn("an offset could not be committed; it will be tried again", fields);
    };
    await retryUntilDone(() => commit(offset, metadata), { backOff, signal, onFailure });
  }
}

function intentOf(messages: readonly Message[], atMs: number): Intent {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("a range was closed without messages");
  return { firstOffset: first.offset, lastOffset: last.offset, atMs };
}
