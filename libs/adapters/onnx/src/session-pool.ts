import { ParapetError } from "@parapet/runtime";

import type { InferenceSession } from "./inference-session.ts";

interface Waiter {
  readonly take: (session: InferenceSession) => void;
  readonly refuse: (reason: unknown) => void;
}

/** Sessions lent one call at a time, first come first served, so that a long batch cannot starve a short question. */
export class SessionPool {
  readonly #sessions: readonly InferenceSession[];
  readonly #idle: InferenceSession[];
  readonly #waiting: Waiter[] = [];
  #isStopped = false;

  constructor(sessions: readonly InferenceSession[]) {
    this.#sessions = sessions;
    this.#idle = [...sessions];
  }

  /** Runs one window. A call that has begun is not interrupted; one that waits ends when `signal` does. */
  async run(ids: readonly number[], signal: AbortSignal): Promise<Float32Array> {
    const session = await this.#borrow(signal);
    try {
      return await session.run(ids);
    } finally {
      this.#giveBack(session);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const stopped = stoppedError();
    for (const waiter of this.#waiting.splice(0)) waiter.refuse(stopped);
    await Promise.all(this.#sessions.map(async (session) => session.stop()));
  }

  async #borrow(signal: AbortSignal): Promise<InferenceSession> {
    signal.throwIfAborted();
    if (this.#isStopped) throw stoppedError();
    return this.#idle.pop() ?? this.#wait(signal);
  }

  async #wait(signal: AbortSignal): Promise<InferenceSession> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        signal.removeEventListener("abort", leave);
        const position = this.#waiting.indexOf(waiter);
        if (position >= 0) this.#waiting.splice(position, 1);
      };
      const leave = (): void => waiter.refuse(signal.reason);
      const waiter: Waiter = {
        take: (session) => {
          settle();
          resolve(session);
        },
        refuse: (reason) => {
          settle();
          reject(reason);
        },
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #giveBack(session: InferenceSession): void {
    const [waiter] = this.#waiting;
    if (waiter === undefined) this.#idle.push(session);
    else waiter.take(session);
  }
}

function stoppedError(): ParapetError {
  return new ParapetError("encoder_stopped", "the encoder was stopped; nothing can be encoded any more");
}
