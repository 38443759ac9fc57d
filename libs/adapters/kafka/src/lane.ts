import {
  beginLane,
  decideOpening,
  DEFAULT_DEDUP_SAFE_MS,
  DEFAULT_LANDING_MS,
  explainJump,
  type FenceRules,
  judgeFetch,
  type LaneAction,
  type LaneEnd,
  type LaneEvent,
  type LaneOpening,
  type LaneReport,
  type Message,
  type Moment,
  type ReadingPosition,
  stepLane,
} from "@parapet/delivery";
import { describeError, retryUntilDone } from "@parapet/runtime";

import { closeAtOffset, closeByLimits, type CloseRule } from "./close-range.ts";
import type { LaneOptions } from "./lane-options.ts";
import { LaneRange } from "./lane-range.ts";
import { reportCondition } from "./lane-report.ts";
import { RangeQueue } from "./range-queue.ts";

/** What one fetch brought for the lane's partition. */
export interface FetchedMessages {
  /** The offset that was asked for. */
  readonly fetchedOffset: bigint;
  /** The offset to ask for next. */
  readonly nextOffset: bigint;
  /** Whether the broker has more of them already. */
  readonly hasMore: boolean;
  readonly messages: readonly Message[];
}

export type { LaneOptions, LaneStep, StepRange } from "./lane-options.ts";

/**
 * One partition in the hands of this member, for one generation of the group: performs what the state machine of
 * `@parapet/delivery` decides. When `signal` aborts, or the machine ends, the next owner takes over.
 */
export class Lane {
  /**
   * Resolves when the lane takes nothing any more: with null when it was ended from outside. After any other end than
   * `fenced`, of which the group tells by itself, this member is to leave the group and to join it anew.
   */
  readonly ended: Promise<LaneEnd | null>;
  readonly #options: LaneOptions;
  readonly #rules: FenceRules;
  readonly #queue: RangeQueue;
  readonly #range: LaneRange;
  readonly #closing = new AbortController();
  readonly #movingBack = new AbortController();
  readonly #isHalted: boolean;
  /** Up to which offset the range that is read goes, when it is one that was begun before. */
  #through: bigint | null = null;
  #position: ReadingPosition;
  #isPaused = false;
  #isAskingForOldest = false;

  constructor(options: LaneOptions) {
    const { start, fenceMs, dedupSafeMs = DEFAULT_DEDUP_SAFE_MS, landingMs = DEFAULT_LANDING_MS } = options;
    this.#options = options;
    this.#rules = { fenceMs, dedupSafeMs, landingMs };
    this.#queue = new RangeQueue(options.limits.maxWaitMs);
    this.#range = new LaneRange(options, this.#rules);
    const opening = decideOpening(start);
    this.#isHalted = opening.kind === "halted";
    const expected = opening.kind === "open" ? opening.nextOffset : start.high;
    this.#position = { expected, refused: null };
    this.#through = opening.kind === "open" ? (opening.pending?.lastOffset ?? null) : null;
    this.ended = this.#run(opening);
  }

  /** Takes the messages, or returns false when they must be fetched again. */
  offer({ fetchedOffset, nextOffset, hasMore, messages }: FetchedMessages): boolean {
    if (this.#isStopped || this.#isHalted || this.#isFull() || !this.#continues(fetchedOffset)) return false;
    this.#position = { expected: nextOffset, refused: null };
    this.#queue.push(messages, hasMore);
    if (this.#isFull()) this.#setPaused(true);
    return true;
  }

  /** Of the messages that wait for their range. */
  get waitingBytes(): number {
    return this.#queue.bytes;
  }

  /** Of the messages of the range in hand. */
  get inHandBytes(): number {
    return this.#range.bytes;
  }

  /** What waits is a range now, though more could come. */
  hurry(): void {
    this.#queue.hurry();
  }

  /** Begins no further range; resolves when the one in hand is committed or given up. */
  async close(): Promise<void> {
    this.#setPaused(true);
    this.#closing.abort();
    await this.ended;
  }

  get #isStopped(): boolean {
    return this.#closing.signal.aborted || this.#movingBack.signal.aborted || this.#options.signal.aborted;
  }

  /** A range that is formed again may be larger than today's bound: it is let in whole. */
  #isFull(): boolean {
    return this.#through === null && this.#queue.bytes >= this.#options.limits.maxBytes;
  }

  #setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#options.flow.pause();
    else this.#options.flow.resume();
  }

  #continues(fetchedOffset: bigint): boolean {
    const verdict = judgeFetch(this.#position, fetchedOffset);
    if (verdict === "take") return true;
    this.#position = { ...this.#position, refused: fetchedOffset };
    if (verdict === "moved_back") this.#movingBack.abort();
    if (verdict === "jumped" && !this.#isAskingForOldest) void this.#acceptJump(fetchedOffset);
    return false;
  }

  /** Tells what is missing, and goes on behind it: the broker has nothing else. */
  async #acceptJump(fetchedOffset: bigint): Promise<void> {
    const { signal, oldestOffset } = this.#options;
    const from = this.#position.expected;
    this.#isAskingForOldest = true;
    try {
      const low = await this.#persist(() => oldestOffset(signal), "the partition's oldest offset is not known yet");
      if (this.#position.expected !== from) return; // What was thought to be missing came after all.
      this.#report([explainJump({ from, to: fetchedOffset }, low)]);
      this.#position = { expected: fetchedOffset, refused: null };
      this.#queue.push([]); // A range that was begun may be complete now.
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#isAskingForOldest = false;
    }
  }

  async #run(opening: LaneOpening): Promise<LaneEnd | null> {
    try {
      const reason = await this.#interpret(opening);
      if (reason === "beyond_end") await this.#halt();
      return reason;
    } catch (error) {
      if (this.#isStopped) return null;
      throw error;
    } finally {
      this.#closing.abort();
      this.#queue.clear();
    }
  }

  /** Without an end of its own: to begin anew would find the same, until somebody has mended it. */
  async #halt(): Promise<void> {
    this.#setPaused(true);
    const stop = AbortSignal.any([this.#options.signal, this.#closing.signal]);
    if (!stop.aborted) await new Promise((resolve) => stop.addEventListener("abort", resolve));
  }

  async #interpret(opening: LaneOpening): Promise<LaneEnd> {
    let step = beginLane(opening, this.#options, this.#now());
    this.#report(step.reports);
    while (step.action.kind !== "end") {
      const event = await this.#perform(step.action);
      step = stepLane(step.state, event, this.#now(), this.#rules);
      this.#report(step.reports);
    }
    const { reason } = step.action;
    this.#options.log.info("a lane ended before its generation", { ...this.#place, reason });
    return reason;
  }

  #perform(action: Exclude<LaneAction, { readonly kind: "end" }>): Promise<LaneEvent> {
    if (action.kind === "read") return this.#read(action.through);
    return action.kind === "check_topic" ? this.#checkTopic() : this.#range.perform(action);
  }

  async #read(through: bigint | null): Promise<LaneEvent> {
    this.#through = through;
    const { signal, limits } = this.#options;
    const stop = AbortSignal.any([signal, this.#closing.signal, this.#movingBack.signal]);
    const byLimits = closeByLimits(limits);
    const close: CloseRule =
      through === null ? byLimits : (waiting) => closeAtOffset(waiting, through, this.#position.expected);
    let messages: readonly Message[];
    try {
      messages = await this.#queue.next(close, stop);
    } catch (error) {
      if (this.#movingBack.signal.aborted && !signal.aborted && !this.#closing.signal.aborted)
        return { kind: "moved_back" };
      throw error;
    }
    this.#through = null;
    if (this.#isFull()) this.#setPaused(true);
    else if (this.#queue.bytes < limits.maxBytes / 2) this.#setPaused(false);
    return this.#range.take(messages);
  }

  async #checkTopic(): Promise<LaneEvent> {
    const { signal, isSameTopic } = this.#options;
    const isSame = await this.#persist(() => isSameTopic(signal), "the topic's id is not known yet");
    return { kind: "topic_checked", isSame };
  }

  /** Asks until there is an answer, or the generation ends. */
  async #persist<T>(ask: () => Promise<T>, what: string): Promise<T> {
    const { backOff, signal, log } = this.#options;
    const onFailure = (error: unknown): void =>
      log.warn(`${what}; asking again`, { ...this.#place, error: describeError(error) });
    return retryUntilDone(ask, { backOff, signal, onFailure });
  }

  #report(reports: readonly LaneReport[]): void {
    const fields = { ...this.#place, expectedOffset: String(this.#position.expected) };
    for (const report of reports) reportCondition(report, this.#options, fields);
  }

  get #place(): { readonly topic: string; readonly partition: number } {
    const { topic, partition } = this.#options;
    return { topic, partition };
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  }
}
