import type { Message } from "@parapet/delivery";

import type { CloseRule } from "./close-range.ts";
import { messageBytes } from "./message-bytes.ts";

/** Messages of one partition that wait for their range, for a single reader. The owner keeps the byte bound. */
export class RangeQueue {
  readonly #maxWaitMs: number;
  #waiting: Message[] = [];
  #bytes = 0;
  #isDue = false;
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

  push(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#waiting.push(message);
      this.#bytes += messageBytes(message);
    }
    this.#watchTime();
    this.#wake();
  }

  /** Resolves with the messages of the next range; rejects with the reason of `signal`. */
  async next(close: CloseRule, signal: AbortSignal): Promise<readonly Message[]> {
    const wakeUp = (): void => this.#wake();
    signal.addEventListener("abort", wakeUp);
    try {
      for (;;) {
        signal.throwIfAborted();
        const count = close(this.#waiting, this.#isDue);
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
    this.#isDue = false;
    this.#watchTime();
    return taken;
  }

  #watchTime(): void {
    if (this.#timer !== undefined || this.#isDue || this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isDue = true;
      this.#wake();
    }, this.#maxWaitMs);
  }
}
