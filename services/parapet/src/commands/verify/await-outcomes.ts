import { canaryOutcome, type CanaryOutcome, type CanaryTrial, type StoredDetection } from "./canary-outcome.ts";

export interface SentCanary extends CanaryTrial {
  readonly traceId: string;
}

export interface OutcomeDeps {
  /** What is stored of the canaries by now. */
  readonly look: (signal: AbortSignal) => Promise<readonly StoredDetection[]>;
  /** Waits until it is time to look again, or the signal ends. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  /** Since the canaries were sent. */
  readonly elapsedMs: () => number;
}

export interface Outcomes {
  /** In the order of the canaries. */
  readonly outcomes: readonly CanaryOutcome[];
  /** Why the last look saw nothing: what is missing then may well be stored. Null where the store was seen. */
  readonly blindness: { readonly error: unknown } | null;
}

/** Looks until each canary is judged, or the signal ends. */
export async function awaitOutcomes(
  sent: readonly SentCanary[],
  { look, pause, elapsedMs }: OutcomeDeps,
  signal: AbortSignal,
): Promise<Outcomes> {
  const seen = new Map<string, CanaryOutcome>();
  let blindness: Outcomes["blindness"] = null;
  for (let looks = 0; seen.size < sent.length && !signal.aborted; looks += 1) {
    if (looks > 0) await pause(signal);
    const seconds = elapsedMs() / 1_000;
    try {
      for (const outcome of judged(sent, await look(signal), seconds)) {
        seen.set(outcome.canary, seen.get(outcome.canary) ?? outcome);
      }
      blindness = null;
    } catch (error) {
      // A look that the end of time cut short says nothing, unless there was no other.
      if (!signal.aborted || looks === 0) blindness = { error };
    }
  }
  const seconds = elapsedMs() / 1_000;
  return { outcomes: sent.map((one) => seen.get(one.canary.name) ?? canaryOutcome(one, [], seconds)), blindness };
}

/** Of the canaries of which anything is stored. */
function judged(
  sent: readonly SentCanary[],
  rows: readonly StoredDetection[],
  seconds: number,
): readonly CanaryOutcome[] {
  return sent.flatMap((one) => {
    const own = rows.filter((row) => row.trace_id === one.traceId && row.detector === one.canary.detector);
    return own.length === 0 ? [] : [canaryOutcome(one, own, seconds)];
  });
}
