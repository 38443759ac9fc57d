import { writeCorrections, type Correction } from "./correction.ts";
import { readCalls, type CallScope } from "./read-calls.ts";
import { scopesOf, type SpendDeps, type SpendScope } from "./reconcile.ts";
import { repriceCall, type RepriceOutcome } from "./reprice-call.ts";

export interface RepriceOptions extends SpendScope {
  readonly signal: AbortSignal;
  /** Finds differences without storing them. */
  readonly dryRun?: boolean;
  /** Told after each part of the window. */
  readonly onProgress?: (progress: RepriceProgress) => void;
}

export interface RepriceProgress extends CallScope {
  /** Calls by what became of them. */
  readonly outcomes: Readonly<Record<RepriceOutcome["kind"], number>>;
  readonly deltaPico: bigint;
}

/**
 * Brings the cost of stored calls to the prices of the book, through corrections: history itself is never rewritten. The
 * differences are those to what is stored and corrected already, so a repetition adds nothing.
 */
export async function reprice({ clickhouse, prices }: SpendDeps, options: RepriceOptions): Promise<void> {
  const { signal, dryRun = false, onProgress } = options;
  for await (const scope of scopesOf(clickhouse, options, signal)) {
    const outcomes = (await readCalls(clickhouse, scope, signal)).map((call) => repriceCall(call, prices));
    const corrections = outcomes.flatMap((outcome) => (outcome.kind === "corrected" ? [outcome.correction] : []));
    if (!dryRun) await writeCorrections(clickhouse, corrections, signal);
    onProgress?.({ ...scope, outcomes: countKinds(outcomes), deltaPico: deltaOf(corrections) });
  }
}

function countKinds(outcomes: readonly RepriceOutcome[]): RepriceProgress["outcomes"] {
  const counts = { corrected: 0, unchanged: 0, not_carried: 0, unpriced: 0, kept: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}

function deltaOf(corrections: readonly Correction[]): bigint {
  return corrections.reduce((sum, { delta }) => sum + delta.costPico, 0n);
}
