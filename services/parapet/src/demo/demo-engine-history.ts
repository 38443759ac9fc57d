import type { EngineSampleRow, GpuSampleRow } from "@parapet/clickhouse";
import type { RowBlock } from "@parapet/delivery";
import { type EngineStates, engineSampleRows, engineStates, gpuSampleRows, type ScrapeTarget } from "@parapet/scraper";

import { demoEngineState, demoGpuStates, engineTimes } from "./demo-node-state.ts";

export interface EngineHistoryOptions {
  readonly nowMs: number;
  readonly days: number;
  /** The targets that the scraper goes on with, so that history and live samples are one series. */
  readonly engine: ScrapeTarget;
  readonly gpu: ScrapeTarget;
}

const DAY_MS = 86_400_000;
const STEP_MS = 300_000;

/** The rows that scrapes of the demo's exporters every five minutes would have stored before the demo started. */
export function demoEngineHistory({ nowMs, days, engine, gpu }: EngineHistoryOptions): readonly RowBlock[] {
  const times = engineTimes(nowMs, days);
  const engineRows: EngineSampleRow[] = [];
  const gpuRows: GpuSampleRow[] = [];
  let previous: EngineStates = new Map();
  const firstMs = Math.ceil((nowMs - days * DAY_MS) / STEP_MS) * STEP_MS;
  for (let sampledAtMs = firstMs; sampledAtMs < nowMs; sampledAtMs += STEP_MS) {
    const current = engineStates([demoEngineState(sampledAtMs, times)]);
    engineRows.push(...engineSampleRows(engine, sampledAtMs, current, previous));
    gpuRows.push(...gpuSampleRows(gpu, sampledAtMs, demoGpuStates(sampledAtMs, times)));
    previous = current;
  }
  return [
    { table: "engine_samples", rows: engineRows },
    { table: "gpu_samples", rows: gpuRows },
  ];
}
