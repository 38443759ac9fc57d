import { setTimeout as delay } from "node:timers/promises";

import { formatUsd } from "@parapet/pricing";
import { describeError, type Clock, type Logger, type Service } from "@parapet/runtime";

import { reconcile, type SpendDeps } from "./reconcile.ts";

export interface SpendSettlerDeps extends SpendDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

const INTERVAL_MS = 60_000;

/** Traces that got a span in this time are looked at in each round, so a round that failed is made up for. */
const STORED_WITHIN_MS = 15 * 60_000;

/** As far as their spans began in this time; what comes later than that is left to the command. */
const BEGUN_WITHIN_MS = 6 * 3_600_000;

const ROUND_DEADLINE_MS = 5 * 60_000;

/**
 * Settles recent calls once a minute. It may run in several processes: rounds look at whole minutes, so that those at the
 * same time find and store the same corrections once; where they do not, the next round puts it right.
 */
export function createSpendSettler(deps: SpendSettlerDeps): Service {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  return {
    name: "spend settler",
    start: async () => {
      running = run(deps, stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(deps: SpendSettlerDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined); // Rejects when stopped.
    if (!signal.aborted) await settleRecent(deps, AbortSignal.any([signal, AbortSignal.timeout(ROUND_DEADLINE_MS)]));
  }
}

/** One round. A failure is logged: the next one finds the same and more. */
export async function settleRecent(deps: SpendSettlerDeps, signal: AbortSignal): Promise<void> {
  const toMs = Math.floor(deps.clock.nowMs() / INTERVAL_MS) * INTERVAL_MS;
  let [calls, skipped, deltaPico] = [0, 0, 0n];
  try {
    await reconcile(deps, {
      window: { fromMs: toMs - BEGUN_WITHIN_MS, toMs: toMs + BEGUN_WITHIN_MS },
      storedSinceMs: toMs - STORED_WITHIN_MS,
      signal,
      onProgress: (progress) => {
        calls += progress.counted + progress.uncounted;
        skipped += progress.skipped;
        deltaPico += progress.deltaPico;
      },
    });
  } catch (error) {
    if (!signal.aborted) deps.log.warn("calls could not be settled", { error: describeError(error) });
    return;
  }
  if (skipped > 0) deps.log.warn("spans of large traces were not compared", { spans: skipped });
  if (calls > 0) deps.log.info("calls told by several spans settled", { calls, delta_usd: formatUsd(deltaPico) });
}
