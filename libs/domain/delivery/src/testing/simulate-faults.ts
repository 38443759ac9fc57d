import { simulateWorld } from "./simulate-world.ts";
import type { Safeguard } from "./world.ts";

export interface SimulationOptions {
  /** How many faults are to happen, over as many worlds as that takes. */
  readonly faults: number;
  /** Of the first world; each further one has the next. */
  readonly seed: number;
  readonly without?: readonly Safeguard[];
  /** Ends with the first world in which something went wrong. */
  readonly endsAtFailure?: boolean;
}

export interface SimulationReport {
  readonly worlds: number;
  readonly faults: number;
  readonly messages: number;
  readonly faultsByKind: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly seed: number; readonly violations: readonly string[] }[];
}

/** World after world until enough has gone wrong in them. */
export function simulateFaults({
  faults,
  seed,
  without = [],
  endsAtFailure = false,
}: SimulationOptions): SimulationReport {
  const byKind = new Map<string, number>();
  const failures: { seed: number; violations: readonly string[] }[] = [];
  let [worlds, faultCount, messages] = [0, 0, 0];
  const maxFailures = endsAtFailure ? 1 : Number.POSITIVE_INFINITY;
  while (faultCount < faults && failures.length < maxFailures) {
    const world = simulateWorld(seed + worlds, { without });
    worlds += 1;
    faultCount += world.faultCount;
    messages += world.messages;
    for (const [kind, count] of world.faults) byKind.set(kind, (byKind.get(kind) ?? 0) + count);
    if (world.violations.length > 0) failures.push({ seed: world.seed, violations: world.violations });
  }
  const sorted = [...byKind].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { worlds, faults: faultCount, messages, faultsByKind: Object.fromEntries(sorted), failures };
}
