/** One cumulative counter at one scrape. */
export interface CounterReading {
  readonly value: number;
  /** When counting began, in seconds since the epoch, where the payload tells; another value means another count. */
  readonly epochSeconds: number | null;
}

export type EngineCounter = "preemptions" | "prompt_tokens" | "generation_tokens" | "prefix_queries" | "prefix_hits";

export type EngineGauge = "kv_usage_ratio" | "running" | "waiting";

/** What one engine, or one data-parallel rank of it, said at one scrape. Null where it said nothing: never zero. */
export interface EngineState extends Readonly<Record<EngineGauge, number | null>> {
  /** Kind of inference server, such as `vllm`. */
  readonly engine: string;
  /** Data-parallel rank; `""` where the engine names none. */
  readonly engine_id: string;
  readonly model: string;
  readonly kv_capacity_tokens: number | null;
  /** Since the engine started; tokens for prompt, generation and prefix cache. */
  readonly counters: Readonly<Record<EngineCounter, CounterReading | null>>;
}

/** What one GPU, or one MIG instance of it, said at one scrape. Null where it said nothing. */
export interface GpuState {
  /** Lower case, without the prefix `GPU-` or `MIG-`, so that exporters agree. */
  readonly gpu_uuid: string;
  readonly gpu_index: string;
  readonly gpu_model: string;
  /** Id of the GPU instance; `""` for a whole GPU. */
  readonly mig_id: string;
  /** Kubernetes pod that holds the GPU; `""` when none or several do. */
  readonly pod: string;
  readonly namespace: string;
  readonly util_ratio: number | null;
  readonly sm_active_ratio: number | null;
  readonly tensor_active_ratio: number | null;
  readonly dram_active_ratio: number | null;
  readonly memory_used_bytes: number | null;
  readonly memory_free_bytes: number | null;
  readonly memory_total_bytes: number | null;
  readonly power_watts: number | null;
  readonly temperature_celsius: number | null;
  /** Code of the last XID error; 0 for none. */
  readonly xid_last: number | null;
}
