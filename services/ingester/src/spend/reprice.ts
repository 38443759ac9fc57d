import { partsOf, readHours, type CallPart, type SpendScope } from "./call-parts.ts";
import { correct } from "./correct.ts";
import { readCalls } from "./read-calls.ts";
import type { SpendDeps } from "./reconcile.ts";
import { repriceCall, type RepriceOutcome } from "./reprice-call.ts";

export interface RepriceOptions extends SpendScope {
  readonly signal: AbortSignal;
  /** Finds differences without storing them. */
  readonly dryRun?: boolean;
  /** Told after each part of the window. */
  readonly onProgress?: (progress: RepriceProgress) => void;
}

export interface RepriceProgress extends CallPart {
  /** Calls by what became of them. */
  readonly outcomes: Readonly<Record<RepriceOutcome["kind"], number>>;
  readonly deltaPico: bigint;
}

/**
 * Brings the cost of stored calls to the prices of the book, through corrections: history itself is never rewritten. The
 * differences are those to what is stored and corrected already, so a repetition adds nothing.
 */
export async function reprice({ clickhouse, prices }: SpendDeps, options: RepriceOptions): Promise<void> {
  const { signal, onProgress } = options;
  for (const { whole, spans } of await readHours(clickhouse, options, signal)) {
    for (const part of partsOf(whole, spans)) {
      let first: readonly RepriceOutcome[] | undefined;
      const find = async () => {
        const outcomes = (await readCalls(clickhouse, part, signal)).map((call) => repriceCall(call, prices));
        first ??= outcomes;
        return outcomes.flatMap((outcome) => (outcome.kind === "corrected" ? [outcome.correction] : []));
      };
      const corrections = await correct(clickhouse, find, options);
      const deltaPico = corrections.reduce((sum, { delta }) => sum + delta.costPico, 0n);
      onProgress?.({ ...part, outcomes: countKinds(first ?? []), deltaPico });
    }
  }
}

function countKinds(outcomes: readonly RepriceOutcome[]): RepriceProgress["outcomes"] {
  const counts = { corrected: 0, unchanged: 0, not_carried: 0, unpriced: 0, kept: 0 };
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}
