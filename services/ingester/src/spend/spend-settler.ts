import { setTimeout as delay } from "node:timers/promises";

import { formatUsd } from "@parapet/pricing";
import { describeError, type Clock, type Logger, type Service } from "@parapet/runtime";

import { reconcile, type SpendDeps } from "./reconcile.ts";

export interface SpendSettlerDeps extends SpendDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

const INTERVAL_MS = 60_000;

/** Spans that began in this time are looked at in each round; older ones that come late are left to the command. */
const WINDOW_MS = 15 * 60_000;

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
  let [calls, deltaPico] = [0, 0n];
  try {
    await reconcile(deps, {
      window: { fromMs: toMs - WINDOW_MS, toMs },
      signal,
      onProgress: (progress) => {
        calls += progress.counted + progress.uncounted;
        deltaPico += progress.deltaPico;
      },
    });
  } catch (error) {
    if (!signal.aborted) deps.log.warn("calls could not be settled", { error: describeError(error) });
    return;
  }
  if (calls > 0) deps.log.info("calls told by several spans settled", { calls, delta_usd: formatUsd(deltaPico) });
}
