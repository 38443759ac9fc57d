import type { EngineSampleRow, GpuSampleRow } from "@parapet/clickhouse";
import { counterDeltas, type EngineState, type GpuState } from "@parapet/engine";

import { type ScrapeTarget, targetName } from "./scrape-target.ts";

/** Engine states of one target by rank and model, as the next scrape compares itself with. */
export type EngineStates = ReadonlyMap<string, EngineState>;

type SampleKey = Pick<EngineSampleRow, "tenant" | "sampled_at" | "target" | "node">;

export function engineStates(states: readonly EngineState[]): EngineStates {
  return new Map(states.map((state) => [JSON.stringify([state.engine_id, state.model]), state]));
}

/** Rows of table `engine_samples`. */
export function engineSampleRows(
  target: ScrapeTarget,
  sampledAtMs: number,
  current: EngineStates,
  previous: EngineStates,
): readonly EngineSampleRow[] {
  const sampleKey = keyOf(target, sampledAtMs);
  return [...current].map(([engineKey, state]) => {
    const { counters: _cumulative, ...gauges } = state;
    return Object.assign(gauges, sampleKey, counterDeltas(previous.get(engineKey) ?? null, state));
  });
}

/** Rows of table `gpu_samples`. */
export function gpuSampleRows(
  target: ScrapeTarget,
  sampledAtMs: number,
  states: readonly GpuState[],
): readonly GpuSampleRow[] {
  const sampleKey = keyOf(target, sampledAtMs);
  return states.map((state) => Object.assign({}, sampleKey, state));
}

function keyOf(target: ScrapeTarget, sampledAtMs: number): SampleKey {
  return {
    tenant: target.tenant,
    sampled_at: new Date(sampledAtMs).toISOString(),
    target: targetName(target),
    node: target.node,
  };
}
