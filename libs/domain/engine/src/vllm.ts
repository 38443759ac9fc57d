import type { EngineMetricMap } from "./metric-map.ts";

/**
 * vLLM, V1 and V0 (`vllm/v1/metrics/loggers.py`). `kv_cache_usage_perc` is a fraction despite its name; prefix cache
 * counters count tokens. `num_requests_waiting_by_reason` is a finer view of `num_requests_waiting`, not an addition.
 */
export const vllm: EngineMetricMap = {
  engine: "vllm",
  modelLabels: ["model_name"],
  rankLabels: ["engine"],
  gauges: {
    kv_usage_ratio: ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"],
    running: ["vllm:num_requests_running"],
    waiting: ["vllm:num_requests_waiting"],
  },
  counters: {
    preemptions: ["vllm:num_preemptions_total"],
    prompt_tokens: ["vllm:prompt_tokens_total"],
    generation_tokens: ["vllm:generation_tokens_total"],
    prefix_queries: ["vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total"],
    prefix_hits: ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total"],
  },
  // On hybrid models blocks × block size is wrong; the label in tokens is the newer answer to that.
  kvCapacity: {
    metric: "vllm:cache_config_info",
    tokensLabel: "kv_cache_size_tokens",
    blocksLabel: "num_gpu_blocks",
    blockSizeLabel: "block_size",
  },
};
