interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
}

/** Lets work in, in the order in which it came, as long as all that is inside is no larger than a bound. */
export class ByteGate {
  readonly #maxBytes: number;
  readonly #waiting: Waiting[] = [];
  #inside = 0;
  #count = 0;

  /** Something larger than `maxBytes` is let in alone. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Does the work when there is room for it. Rejects with the reason of a signal that aborts the wait. */
  async within<T>(bytes: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const leave = await this.enter(bytes, signal);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** The same for what has no end in sight: resolves with how to leave, to be called once. */
  async enter(bytes: number, signal: AbortSignal): Promise<() => void> {
    await this.#enter(bytes, signal);
    return () => {
      this.#inside -= bytes;
      this.#count -= 1;
      this.#letIn();
    };
  }

  async #enter(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const entry: Waiting = {
        bytes,
        enter: () => {
          signal.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal.reason);
        this.#letIn();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#waiting.push(entry);
      this.#letIn();
    });
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#count > 0 && this.#inside + next.bytes > this.#maxBytes) return;
      this.#waiting.shift();
      this.#inside += next.bytes;
      this.#count += 1;
      next.enter();
    }
  }
}
