import type { Message } from "@parapet/delivery";

import type { CloseRule } from "./close-range.ts";
import { messageBytes } from "./message-bytes.ts";

/** With a backlog, latency is of no account, but many small ranges cost more than few large ones. */
const MAX_WAITS = 5;

/** Messages of one partition that wait for their range, for a single reader. The owner keeps the byte bound. */
export class RangeQueue {
  readonly #maxWaitMs: number;
  #waiting: Message[] = [];
  #bytes = 0;
  /** Whether more is there to be fetched at once, so that a range of what waits would be needlessly small. */
  #isGrowing = false;
  /** How often the first message has waited for `maxWaitMs`. */
  #waits = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;

  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** While `hasMore` can be fetched at once, the range grows on for a few times as long as the first message may wait. */
  push(messages: readonly Message[], hasMore = false): void {
    this.#isGrowing = hasMore;
    for (const message of messages) {
      this.#waiting.push(message);
      this.#bytes += messageBytes(message);
    }
    this.#watchTime();
    this.#wake();
  }

  /** What waits is a range now, though it was to grow on. */
  hurry(): void {
    if (!this.#isGrowing || this.#waiting.length === 0) return;
    this.#isGrowing = false;
    this.#waits = MAX_WAITS;
    this.#wake();
  }

  /** Resolves with the messages of the next range; rejects with the reason of `signal`. */
  async next(close: CloseRule, signal: AbortSignal): Promise<readonly Message[]> {
    const wakeUp = (): void => this.#wake();
    signal.addEventListener("abort", wakeUp);
    try {
      for (;;) {
        signal.throwIfAborted();
        const count = close(this.#waiting, this.#waits >= (this.#isGrowing ? MAX_WAITS : 1));
        if (count !== null) return this.#take(count);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener("abort", wakeUp);
    }
  }

  /** Takes everything that waits, closed or not. */
  clear(): readonly Message[] {
    return this.#take(this.#waiting.length);
  }

  /** The rest that is left behind begins its wait anew. */
  #take(count: number): readonly Message[] {
    const taken = this.#waiting.splice(0, count);
    for (const message of taken) this.#bytes -= messageBytes(message);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waits = 0;
    this.#watchTime();
    return taken;
  }

  #watchTime(): void {
    if (this.#timer !== undefined || this.#waits >= MAX_WAITS || this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#waits += 1;
      this.#watchTime();
      this.#wake();
    }, this.#maxWaitMs);
  }
}
