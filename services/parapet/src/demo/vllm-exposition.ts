import { selfHostedLlama } from "./demo-models.ts";
import { demoEngineState, kvCache } from "./demo-node-state.ts";
import { engineLoadAt, type EngineTimes } from "./engine-load.ts";
import { type ExposedFamily, type ExposedSample, renderExposition } from "./exposition.ts";

/** Bounds of vLLM's histogram of the time to first token, in seconds. */
const TTFT_BOUNDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2_560,
];
const TTFT_MEAN_SECONDS = 0.24;

const LABELS = { engine: "0", model_name: selfHostedLlama.requestModel } as const;

/** The `/metrics` payload of the demo's engine at `timeMs`, in the names and the order of vLLM's V1 loggers. */
export function vllmExposition(timeMs: number, times: EngineTimes): string {
  const load = engineLoadAt(timeMs, times);
  const { counters, kv_usage_ratio: kvUsage } = demoEngineState(timeMs, times);
  return renderExposition([
    gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.", [
      { labels: {}, value: times.startedMs / 1_000 },
    ]),
    gauge("vllm:num_requests_running", "Number of requests in model execution batches.", one(load.running)),
    gauge("vllm:num_requests_waiting", "Number of requests waiting to be processed.", one(load.waiting)),
    gauge("vllm:num_requests_waiting_by_reason", "Number of waiting requests by reason.", [
      { labels: { ...LABELS, reason: "capacity" }, value: load.waiting },
      { labels: { ...LABELS, reason: "deferred" }, value: 0 },
    ]),
    gauge("vllm:engine_sleep_state", "Engine sleep state.", [
      { labels: { ...LABELS, sleep_state: "awake" }, value: 1 },
      { labels: { ...LABELS, sleep_state: "weights_offloaded" }, value: 0 },
      { labels: { ...LABELS, sleep_state: "discard_all" }, value: 0 },
    ]),
    gauge("vllm:kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", one(kvUsage ?? 0)),
    ...counter("vllm:prefix_cache_queries", "Prefix cache queries in tokens.", counters.prefix_queries?.value, times),
    ...counter("vllm:prefix_cache_hits", "Prefix cache hits in tokens.", counters.prefix_hits?.value, times),
    ...counter("vllm:num_preemptions", "Preemptions by the engine.", counters.preemptions?.value, times),
    ...counter("vllm:prompt_tokens", "Number of prefill tokens.", counters.prompt_tokens?.value, times),
    ...counter("vllm:generation_tokens", "Number of generation tokens.", counters.generation_tokens?.value, times),
    requestSuccess(load.requests),
    ttftHistogram(load.requests),
    cacheConfig(),
  ]);
}

function one(value: number): readonly ExposedSample[] {
  return [{ labels: LABELS, value }];
}

function gauge(name: string, help: string, samples: readonly ExposedSample[]): ExposedFamily {
  return { name, type: "gauge", help, samples };
}

/** prometheus_client appends `_total`, and tells in a gauge of its own when counting began. */
function counter(name: string, help: string, value: number | undefined, times: EngineTimes): readonly ExposedFamily[] {
  return [
    { name: `${name}_total`, type: "counter", help, samples: one(value ?? 0) },
    gauge(`${name}_created`, help, one(times.startedMs / 1_000)),
  ];
}

function requestSuccess(requests: number): ExposedFamily {
  const length = Math.floor(requests / 20);
  return {
    name: "vllm:request_success_total",
    type: "counter",
    help: "Count of successfully processed requests.",
    samples: [
      { labels: { ...LABELS, finished_reason: "stop" }, value: requests - length },
      { labels: { ...LABELS, finished_reason: "length" }, value: length },
      { labels: { ...LABELS, finished_reason: "abort" }, value: 0 },
    ],
  };
}

/** An exponential distribution with the mean above. */
function ttftHistogram(requests: number): ExposedFamily {
  const buckets = TTFT_BOUNDS.map((bound) => ({
    suffix: "_bucket",
    labels: { ...LABELS, le: String(bound) },
    value: Math.floor(requests * (1 - Math.exp(-bound / TTFT_MEAN_SECONDS))),
  }));
  return {
    name: "vllm:time_to_first_token_seconds",
    type: "histogram",
    help: "Histogram of time to first token in seconds.",
    samples: [
      ...buckets,
      { suffix: "_bucket", labels: { ...LABELS, le: "+Inf" }, value: requests },
      { suffix: "_count", labels: LABELS, value: requests },
      { suffix: "_sum", labels: LABELS, value: requests * TTFT_MEAN_SECONDS },
    ],
  };
}

function cacheConfig(): ExposedFamily {
  const labels = {
    block_size: String(kvCache.blockTokens),
    cache_dtype: "auto",
    enable_prefix_caching: "True",
    engine: LABELS.engine,
    gpu_memory_utilization: "0.9",
    num_gpu_blocks: String(kvCache.blocks),
    num_gpu_blocks_override: "None",
  };
  return gauge("vllm:cache_config_info", "Information of the LLMEngine CacheConfig", [{ labels, value: 1 }]);
}
