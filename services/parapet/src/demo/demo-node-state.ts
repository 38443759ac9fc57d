import type { CounterReading, EngineState, GpuState } from "@parapet/engine";

import { selfHostedLlama } from "./demo-models.ts";
import { engineLoadAt, type EngineTimes } from "./engine-load.ts";

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;

/** 48 GiB L40S: what the driver keeps for itself, and what vLLM takes at its start whatever the load. */
const GPU_TOTAL_MIB = 46_068;
const GPU_RESERVED_MIB = 585;
const GPU_USED_MIB = 41_610;

export const kvCache = { blocks: 18_520, blockTokens: 16 } as const;

/** Two GPUs, since the demo's model is served with tensor parallelism. */
const gpuUuids = ["5f1c2a9e-71d4-4c0b-9a3e-0d6b8e42f7a1", "c83be650-2f0d-4f57-8e19-64a7d1903b5c"] as const;

/** The demo's engine started a day before its history does. */
export function engineTimes(nowMs: number, days: number): EngineTimes {
  return { nowMs, startedMs: Math.floor((nowMs - (days + 1) * DAY_MS) / 1_000) * 1_000 };
}

/** What the demo's vLLM would say at `timeMs`. */
export function demoEngineState(timeMs: number, times: EngineTimes): EngineState {
  const load = engineLoadAt(timeMs, times);
  const reading = (value: number): CounterReading => ({ value, epochSeconds: times.startedMs / 1_000 });
  return {
    engine: "vllm",
    engine_id: "0",
    model: selfHostedLlama.requestModel,
    kv_usage_ratio: rounded(load.kvUsageRatio),
    kv_capacity_tokens: kvCache.blocks * kvCache.blockTokens,
    running: load.running,
    waiting: load.waiting,
    counters: {
      preemptions: reading(load.preemptions),
      prompt_tokens: reading(load.promptTokens),
      generation_tokens: reading(load.generationTokens),
      prefix_queries: reading(load.promptTokens),
      prefix_hits: reading(load.prefixHitTokens),
    },
  };
}

/** What the demo's DCGM exporter would say at `timeMs`. */
export function demoGpuStates(timeMs: number, times: EngineTimes): readonly GpuState[] {
  const { running, kvUsageRatio } = engineLoadAt(timeMs, times);
  const busy = Math.min(1, running / 64);
  return gpuUuids.map((uuid, index) => ({
    gpu_uuid: uuid,
    gpu_index: String(index),
    gpu_model: "NVIDIA L40S",
    mig_id: "",
    pod: "vllm-0",
    namespace: "inference",
    util_ratio: rounded(0.35 + 0.6 * busy - index * 0.01),
    sm_active_ratio: null,
    tensor_active_ratio: rounded(0.08 + 0.3 * busy),
    dram_active_ratio: rounded(0.2 + 0.5 * kvUsageRatio),
    memory_used_bytes: GPU_USED_MIB * MIB,
    memory_free_bytes: (GPU_TOTAL_MIB - GPU_RESERVED_MIB - GPU_USED_MIB) * MIB,
    memory_total_bytes: GPU_TOTAL_MIB * MIB,
    power_watts: rounded(120 + 210 * busy),
    temperature_celsius: Math.round(41 + 30 * busy),
    xid_last: 0,
  }));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
