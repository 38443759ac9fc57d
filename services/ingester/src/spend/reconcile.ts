import type { ClickHouse } from "@parapet/clickhouse";
import type { PriceBook } from "@parapet/pricing";

import { writeCorrections } from "./correction.ts";
import { countSpans, readLinkable, readTenants, type CallScope } from "./read-calls.ts";
import { settleCalls } from "./settle-calls.ts";
import { windowsOf, type TimeWindow } from "./time-window.ts";

export interface SpendDeps {
  /** As a user that may read spans and add corrections. */
  readonly clickhouse: ClickHouse;
  readonly prices: PriceBook;
}

export interface SpendScope {
  readonly window: TimeWindow;
  /** All tenants when undefined. */
  readonly tenant?: string;
}

export interface ReconcileOptions extends SpendScope {
  readonly signal: AbortSignal;
  /** Finds corrections without storing them. */
  readonly dryRun?: boolean;
  /** Told after each part of the window. */
  readonly onProgress?: (progress: ReconcileProgress) => void;
}

export interface ReconcileProgress extends CallScope {
  /** Spans that were compared. */
  readonly spans: number;
  /** Calls that were counted more than once, and are no more. */
  readonly uncounted: number;
  /** Calls that turned out to be calls of their own. */
  readonly counted: number;
  readonly deltaPico: bigint;
}

/** Spans of one tenant that are held at a time: some 60 MB. */
const MAX_SPANS_AT_ONCE = 50_000;

/**
 * Settles calls whose spans came in different messages: each is counted once, as if all its spans had come in one. Works
 * against what is stored and corrected already, so a repetition adds nothing, and a late span is settled by the next run.
 */
export async function reconcile({ clickhouse, prices }: SpendDeps, options: ReconcileOptions): Promise<void> {
  const { signal, dryRun = false, onProgress } = options;
  for await (const scope of scopesOf(clickhouse, options, signal)) {
    const calls = await readLinkable(clickhouse, scope, signal);
    const corrections = settleCalls(calls, prices).filter(({ call }) => isWithin(call.start_time, scope.window));
    if (!dryRun) await writeCorrections(clickhouse, corrections, signal);
    onProgress?.({
      ...scope,
      spans: calls.length,
      uncounted: corrections.filter(({ delta }) => delta.calls < 0).length,
      counted: corrections.filter(({ delta }) => delta.calls > 0).length,
      deltaPico: corrections.reduce((sum, { delta }) => sum + delta.costPico, 0n),
    });
  }
}

/** One tenant and part of the window after the other, none with more spans than fit. */
export async function* scopesOf(
  clickhouse: ClickHouse,
  { window, tenant }: SpendScope,
  signal: AbortSignal,
): AsyncGenerator<CallScope> {
  const tenants = tenant === undefined ? await readTenants(clickhouse, window, signal) : [tenant];
  for (const name of tenants) {
    const count = (part: TimeWindow) => countSpans(clickhouse, { tenant: name, window: part }, signal);
    for await (const part of windowsOf(window, MAX_SPANS_AT_ONCE, count)) yield { tenant: name, window: part };
  }
}

function isWithin(time: string, { fromMs, toMs }: TimeWindow): boolean {
  const atMs = Date.parse(time);
  return atMs >= fromMs && atMs < toMs;
}
