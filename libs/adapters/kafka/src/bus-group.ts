import type { Message, MessageRange, PartitionLag, RangeHandler, Source } from "@parapet/delivery";
import { type BackOff, type Clock, type Logger, ParapetError, type StageMetrics } from "@parapet/runtime";

import { endsWithin } from "./bounded-wait.ts";
import { closeByLimits, type CloseRule, type RangeLimits } from "./close-range.ts";
import { handleUntilStored } from "./handle-range.ts";
import { totalBytes } from "./message-bytes.ts";
import { RangeQueue } from "./range-queue.ts";

export interface BusGroupOptions {
  /** Groups write into the same tables: the name keeps the blocks of one from being taken for those of another. */
  readonly name: string;
  readonly topic: string;
  readonly streamId: string;
  readonly range: RangeLimits;
  readonly maxQueuedBytes: number;
  readonly isDurable: boolean;
  readonly stopTimeoutMs: number;
  readonly backOff: BackOff;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics?: StageMetrics;
  readonly onShed?: (messages: readonly Message[]) => void;
  /** Called when something was stored, or will never be. */
  readonly onRoom: () => void;
}

/** Somebody who waits until everything up to an offset is stored. */
interface Waiter {
  readonly lastOffset: bigint;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One group's queue in the in-process bus, and the loop that empties it range by range. */
export class BusGroup implements Source {
  readonly isDurable: boolean;
  readonly #options: BusGroupOptions;
  readonly #queue: RangeQueue;
  readonly #closing = new AbortController();
  readonly #giveUp = new AbortController();
  #waiters: Waiter[] = [];
  #inHand: readonly Message[] = [];
  #inHandBytes = 0;
  #running: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;

  constructor(options: BusGroupOptions) {
    this.#options = options;
    this.isDurable = options.isDurable;
    this.#queue = new RangeQueue(options.range.maxWaitMs);
  }

  start(handler: RangeHandler): Promise<void> {
    this.#running = this.#run(handler);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  lag(): Promise<readonly PartitionLag[]> {
    const messages = BigInt(this.#queue.length + this.#inHand.length);
    return Promise.resolve([{ topic: this.#options.topic, partition: 0, messages, seconds: null }]);
  }

  /** An empty group takes anything, however large; a stopped one keeps nobody waiting. */
  hasRoom(bytes: number): boolean {
    const held = this.#queue.bytes + this.#inHandBytes;
    return held === 0 || held + bytes <= this.#options.maxQueuedBytes || this.#closing.signal.aborted;
  }

  /** Throws `bus_stopped` when this group would have to store messages and does so no more. */
  requireOpen(): void {
    if (this.isDurable && this.#closing.signal.aborted) throw stopped();
  }

  /** Durable: resolves when the messages are stored. Otherwise at once, with the messages taken or shed. */
  push(messages: readonly Message[]): Promise<void> {
    if (!this.isDurable) return Promise.resolve(this.#pushOrShed(messages));
    const last = messages.at(-1);
    if (last === undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ lastOffset: last.offset, resolve, reject });
      this.#queue.push(messages);
    });
  }

  #pushOrShed(messages: readonly Message[]): void {
    if (!this.#closing.signal.aborted && this.hasRoom(totalBytes(messages))) this.#queue.push(messages);
    else this.#shed(messages, "queue_full");
  }

  #shed(messages: readonly Message[], reason: "queue_full" | "stopped"): void {
    if (messages.length === 0) return;
    this.#options.metrics?.discarded(messages.length, reason);
    this.#options.onShed?.(messages);
  }

  /** A durable group stores what it holds; another finishes the range in hand. */
  async #stop(): Promise<void> {
    const { stopTimeoutMs, log } = this.#options;
    this.#closing.abort();
    if (!this.isDurable) this.#shed(this.#queue.clear(), "stopped");
    const isDone = await endsWithin(stopTimeoutMs, this.#running);
    this.#giveUp.abort(stopped());
    const lost = [...this.#inHand, ...this.#queue.clear()];
    if (!isDone || lost.length > 0) log.error("stopped before all messages were stored", { messages: lost.length });
    if (!this.isDurable) this.#shed(lost, "stopped");
    for (const waiter of this.#waiters.splice(0)) waiter.reject(stopped());
    this.#options.onRoom();
  }

  /** Until the stop, ranges as they close; then what is left, without waiting for more. */
  async #run(handler: RangeHandler): Promise<void> {
    const close = closeByLimits(this.#options.range);
    while (!this.#closing.signal.aborted) {
      const messages = await this.#queue.next(close, this.#closing.signal).catch(() => []);
      await this.#store(messages, handler);
    }
    const closeNow: CloseRule = (waiting) => close(waiting, true);
    while (this.#queue.length > 0) await this.#store(await this.#queue.next(closeNow, this.#giveUp.signal), handler);
  }

  async #store(messages: readonly Message[], handler: RangeHandler): Promise<void> {
    const { name, topic, streamId, onRoom } = this.#options;
    const [first, last] = [messages[0], messages.at(-1)];
    if (first === undefined || last === undefined) return;
    this.#inHand = messages;
    this.#inHandBytes = totalBytes(messages);
    const range: MessageRange = {
      streamId,
      topic,
      partition: 0,
      firstOffset: first.offset,
      lastOffset: last.offset,
      messages,
      encoding: name,
    };
    await handleUntilStored(range, { ...this.#options, handler, signal: this.#giveUp.signal });
    this.#inHand = [];
    this.#inHandBytes = 0;
    while (this.#waiters[0] !== undefined && this.#waiters[0].lastOffset <= last.offset)
      this.#waiters.shift()?.resolve();
    onRoom();
  }
}

function stopped(): ParapetError {
  return new ParapetError("bus_stopped", "the group was stopped before the messages were stored; send them again");
}
