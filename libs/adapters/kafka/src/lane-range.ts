import { setTimeout as delay } from "node:timers/promises";

import {
  type FenceRules,
  isOwnershipOver,
  type LaneAction,
  type LaneEvent,
  type Message,
  type MessageRange,
  type Moment,
} from "@parapet/delivery";
import { backOffMs, describeError, ParapetError } from "@parapet/runtime";

import { reportFailure } from "./handle-range.ts";
import { commitFailureOf } from "./kafka-error.ts";
import type { LaneOptions, LaneStep, StepRange } from "./lane-options.ts";
import { totalBytes } from "./message-bytes.ts";
import { lentCheck } from "./lent-frames.ts";

type CommitAction = Extract<LaneAction, { readonly kind: "commit" }>;
type StoreAction = Extract<LaneAction, { readonly kind: "store" }>;
type RangeAction = CommitAction | StoreAction | Extract<LaneAction, { readonly kind: "wait" | "back_off" }>;

/** The messages of the one range that a lane has in hand, and what is done with them. */
export class LaneRange {
  readonly #options: LaneOptions;
  readonly #rules: FenceRules;
  #messages: readonly Message[] = [];
  #bytes = 0;
  #requireLent: () => void = () => undefined;
  #attempt = 0;

  constructor(options: LaneOptions, rules: FenceRules) {
    this.#options = options;
    this.#rules = rules;
  }

  /** Of the messages that are not committed yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins the next range. One that is formed again keeps its own bounds, which the machine knows. */
  take(messages: readonly Message[]): LaneEvent {
    this.#messages = messages;
    this.#bytes = totalBytes(messages);
    this.#requireLent = lentCheck(messages);
    this.#attempt = 0;
    this.#options.metrics?.received(messages.length);
    const [firstOffset, lastOffset] = [messages[0]?.offset ?? 0n, messages.at(-1)?.offset ?? 0n];
    return { kind: "range_closed", firstOffset, lastOffset, count: messages.length };
  }

  /** Throws the abort reason of the lane's signal, or that the messages are gone: they are to be fetched again. */
  perform(action: RangeAction): Promise<LaneEvent> {
    switch (action.kind) {
      case "commit":
        return this.#commit(action);
      case "store":
        return this.#store(action);
      case "wait":
        return this.#wait(action.waitMs, { kind: "settled" });
      case "back_off":
        return this.#wait(backOffMs(this.#options.backOff, action.failures - 1), { kind: "retry_due" });
      default:
        return action satisfies never;
    }
  }

  async #wait(waitMs: number, then: LaneEvent): Promise<LaneEvent> {
    const { signal } = this.#options;
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted(); // Rather than the timer's own error.
    return then;
  }

  async #commit({ what, range, offset, metadata }: CommitAction): Promise<LaneEvent> {
    const { signal, log, topic, partition, commit } = this.#options;
    signal.throwIfAborted();
    const bounds = this.#boundsOf(range.intent);
    if (what === "intent") this.#tell("intent_committing", bounds);
    try {
      await commit(offset, metadata);
    } catch (error) {
      signal.throwIfAborted();
      const fields = { topic, partition, offset: String(offset), what };
      log.debug("a commit failed", { ...fields, error: describeError(error) });
      return { kind: "commit_failed", outcome: commitFailureOf(error) };
    }
    if (what === "end") this.#bytes = 0;
    this.#tell(what === "intent" ? "intent_committed" : "committed", bounds);
    return { kind: "committed" };
  }

  async #store(action: StoreAction): Promise<LaneEvent> {
    const { handler, signal, metrics } = this.#options;
    signal.throwIfAborted();
    this.#requireLent();
    const range = this.#messageRangeOf(action);
    const bounds = this.#boundsOf(range);
    this.#tell("storing", bounds);
    try {
      await handler(range, signal);
    } catch (error) {
      signal.throwIfAborted();
      reportFailure(range, this.#options, { error, attempt: this.#attempt });
      this.#attempt += 1;
      return { kind: "store_failed" };
    }
    metrics?.sent(range.messages.length);
    this.#tell("stored", bounds);
    return { kind: "stored" };
  }

  #messageRangeOf({ range, recheckSinceMs }: StoreAction): MessageRange {
    const { streamId, topic, partition, encoding } = this.#options;
    const { intent, contentCount, ownedSince } = range;
    const requireLent = this.#requireLent;
    return {
      streamId,
      topic,
      partition,
      firstOffset: intent.firstOffset,
      lastOffset: intent.lastOffset,
      messages: this.#messages,
      encoding,
      ...(contentCount === null ? {} : { contentCount }),
      ...(recheckSinceMs === null ? {} : { recheckSinceMs }),
      requireOwner: () => {
        this.#requireOwner(ownedSince);
        requireLent();
      },
    };
  }

  #requireOwner(ownedSince: Moment | null): void {
    this.#options.signal.throwIfAborted();
    if (ownedSince !== null && !isOwnershipOver(ownedSince, this.#now(), this.#rules)) return;
    throw new ParapetError(
      "intent_too_old",
      "the partition may be another member's by now; the range is stored when the group says that it is not",
    );
  }

  #boundsOf({ firstOffset, lastOffset }: Pick<StepRange, "firstOffset" | "lastOffset">): StepRange {
    const { topic, partition } = this.#options;
    return { topic, partition, firstOffset, lastOffset };
  }

  #tell(step: LaneStep, range: StepRange): void {
    this.#options.onStep?.(step, range);
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  }
}
