import { setTimeout as delay } from "node:timers/promises";

export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Delay before retry number `attempt` (from 0): exponential with full jitter, so that those who failed together do not
 * come back together. `random` is uniform in [0, 1).
 */
export function backOffMs({ initialMs, maxMs }: BackOff, attempt: number, random = Math.random): number {
  return random() * Math.min(maxMs, initialMs * 2 ** Math.min(attempt, 30));
}

export interface RetryOptions {
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  /** Called before each wait; throwing ends the retries with that error. */
  readonly onFailure: (error: unknown, attempt: number) => void;
}

/** Calls `work` until it succeeds or `signal` aborts; then throws the abort reason. */
export async function retryUntilDone<T>(
  work: () => Promise<T>,
  { backOff, signal, onFailure }: RetryOptions,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      onFailure(error, attempt);
      // An aborted wait rejects with an error of its own; the caller's reason is thrown at the head of the loop.
      await delay(backOffMs(backOff, attempt), undefined, { signal }).catch(() => undefined);
    }
  }
}
