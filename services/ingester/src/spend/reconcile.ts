import type { ClickHouse } from "@parapet/clickhouse";
import type { PriceBook } from "@parapet/pricing";

import { partsOf, readHours, type CallPart, type SpendScope } from "./call-parts.ts";
import { correct } from "./correct.ts";
import type { Correction } from "./correction.ts";
import { readLinkable, readSize } from "./read-calls.ts";
import { settleCalls } from "./settle-calls.ts";

export interface SpendDeps {
  /** As a user that may read spans and add corrections. */
  readonly clickhouse: ClickHouse;
  readonly prices: PriceBook;
}

export interface ReconcileOptions extends SpendScope {
  readonly signal: AbortSignal;
  /** Finds corrections without storing them. */
  readonly dryRun?: boolean;
  /** Spans that are held at a time. Default 20,000. */
  readonly spansAtOnce?: number;
  /** Told after each part of the window. */
  readonly onProgress?: (progress: ReconcileProgress) => void;
}

export interface ReconcileProgress extends CallPart {
  /** Spans that were compared. */
  readonly spans: number;
  /** Spans that were not, because their traces are too large to be held. */
  readonly skipped: number;
  /** Calls that were counted more than once, and are no more. */
  readonly uncounted: number;
  /** Calls that turned out to be calls of their own. */
  readonly counted: number;
  readonly deltaPico: bigint;
}

/**
 * Settles calls whose spans came in different messages: each is counted once, as if all its spans had come in one. Works
 * against what is stored and corrected already, so a repetition adds nothing, and a late span is settled by the next run.
 */
export async function reconcile(deps: SpendDeps, options: ReconcileOptions): Promise<void> {
  const { signal, spansAtOnce, onProgress } = options;
  const seen = new Set<string>();
  for (const { whole } of await readHours(deps.clickhouse, options, signal)) {
    const { spans, oversized } = await readSize(deps.clickhouse, whole, signal);
    for (const part of partsOf(whole, spans, spansAtOnce)) {
      const progress = await reconcilePart(deps, part, { ...options, seen });
      onProgress?.({ ...progress, skipped: progress.skipped + (part.part === 0 ? oversized : 0) });
    }
  }
}

interface PartOptions extends ReconcileOptions {
  /** Rows that a dry run has corrected in other parts: what was not stored would be found there again. */
  readonly seen: Set<string>;
}

async function reconcilePart(
  { clickhouse, prices }: SpendDeps,
  part: CallPart,
  { signal, dryRun = false, seen }: PartOptions,
): Promise<ReconcileProgress> {
  let [spans, skipped] = [0, 0];
  const find = async (): Promise<readonly Correction[]> => {
    const calls = await readLinkable(clickhouse, part, signal);
    if (calls === null) skipped = (await readSize(clickhouse, part, signal)).spans;
    spans = calls?.length ?? 0;
    return settleCalls(calls ?? [], prices).filter(({ call }) => !dryRun || isFirst(seen, call));
  };
  const corrections = await correct(clickhouse, find, { signal, dryRun });
  return {
    ...part,
    spans,
    skipped,
    uncounted: corrections.filter(({ delta }) => delta.calls < 0).length,
    counted: corrections.filter(({ delta }) => delta.calls > 0).length,
    deltaPico: corrections.reduce((sum, { delta }) => sum + delta.costPico, 0n),
  };
}

function isFirst(seen: Set<string>, { topic, partition, offset, idx, start_time }: Correction["call"]): boolean {
  const place = `${topic}/${partition}/${offset}/${idx}/${start_time}`;
  return !seen.has(place) && seen.add(place).has(place);
}
