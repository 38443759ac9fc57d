import { setTimeout as delay } from "node:timers/promises";

import {
  backOffMs,
  errorCode,
  ParapetError,
  type BackOff,
  type HealthCheck,
  type Logger,
  type Meter,
  type Service,
} from "@parapet/runtime";

import type { ClickHouse } from "./clickhouse.ts";
import { reportSchema, requireSchema } from "./schema/schema-report.ts";
import { requireServer, requireVersion } from "./schema/server-requirements.ts";

export interface StoreWatchOptions {
  readonly clickhouse: ClickHouse;
  /** Whether the user adds rows: then its settings must let the server deduplicate them. */
  readonly isWriter: boolean;
  /** Whether `start` waits until the store can be used; otherwise it only begins to watch. */
  readonly isAwaited: boolean;
  readonly log: Logger;
  readonly meter: Meter;
  /** Between examinations of a store that can be used. Default 15,000. */
  readonly intervalMs?: number;
  /** Between examinations of one that cannot. Default 500 to 10,000. */
  readonly backOff?: BackOff;
  /** The migrations that the schema must have; default: those of this package. */
  readonly folder?: string;
}

export interface StoreWatch extends Service {
  readonly check: HealthCheck;
}

/** Set by `ok`, otherwise the code of what is wrong. */
interface Condition {
  readonly code: string;
  readonly message: string;
}

/**
 * Looks again and again whether the store is one that this program can use: a server that is new enough, settings that
 * let it deduplicate, a schema that has what the program needs. What is wrong is one log line when it begins, the label
 * of the gauge `parapet.store.condition`, a count in `parapet.store.refusals`, and readiness; the process stays, and goes
 * on by itself once somebody has helped.
 */
export function createStoreWatch(options: StoreWatchOptions): StoreWatch {
  const { clickhouse, isAwaited, log, meter } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const refusals = meter.createCounter("parapet.store.refusals", {
    unit: "{examination}",
    description: "examinations of the store that found it unusable",
  });
  let condition: Condition = { code: "unknown", message: "not examined yet" };
  meter
    .createObservableGauge("parapet.store.condition", {
      description: "1 for what the store is: ok, or why it cannot be used",
    })
    .addCallback((result) => result.observe(1, { condition: condition.code }));

  const look = async (): Promise<boolean> => {
    const seen = await examine(options, AbortSignal.any([signal, AbortSignal.timeout(examinationDeadlineMs)]));
    if (signal.aborted) return false;
    if (seen.code !== "ok") refusals.add(1, { "error.type": seen.code });
    if (seen.code !== condition.code) tell(log, seen, condition);
    condition = seen;
    return seen.code === "ok";
  };
  let watching: Promise<void> = Promise.resolve();
  return {
    name: "store",
    start: async () => {
      if (isAwaited) await untilUsable(look, options, signal);
      watching = keepLooking(look, options, signal);
    },
    stop: async () => {
      stopping.abort();
      await watching;
    },
    check: {
      name: "store",
      check: async (asked) => {
        await clickhouse.ping(asked);
        return condition.code === "ok" ? null : `${condition.code}: ${condition.message}`;
      },
    },
  };
}

const examinationDeadlineMs = 10_000;
const defaultBackOff: BackOff = { initialMs: 500, maxMs: 10_000 };

async function examine({ clickhouse, isWriter, folder }: StoreWatchOptions, signal: AbortSignal): Promise<Condition> {
  try {
    await (isWriter ? requireServer(clickhouse, signal) : requireVersion(clickhouse, signal));
    requireSchema(await reportSchema(clickhouse, { signal, ...(folder === undefined ? {} : { folder }) }));
    return { code: "ok", message: "" };
  } catch (error) {
    return { code: errorCode(error), message: error instanceof ParapetError ? error.message : "it does not answer" };
  }
}

function tell(log: Logger, seen: Condition, before: Condition): void {
  if (seen.code !== "ok") log.error("the store cannot be used", { condition: seen.code, reason: seen.message });
  else if (before.code !== "unknown") log.info("the store can be used again", { after: before.code });
}

/** Resolves with the first good look. @throws ParapetError `start_interrupted` when it is stopped before. */
async function untilUsable(
  look: () => Promise<boolean>,
  { backOff = defaultBackOff }: StoreWatchOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; !(await look()); attempt += 1) {
    await delay(backOffMs(backOff, attempt), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new ParapetError("start_interrupted", "stopped while it waited for the store");
  }
}

async function keepLooking(
  look: () => Promise<boolean>,
  { backOff = defaultBackOff, intervalMs = 15_000 }: StoreWatchOptions,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    failures = (await look()) ? 0 : failures + 1;
    const waitMs = failures === 0 ? intervalMs : backOffMs(backOff, failures - 1);
    await delay(waitMs, undefined, { signal }).catch(() => undefined); // Stopped while waiting.
  }
}
