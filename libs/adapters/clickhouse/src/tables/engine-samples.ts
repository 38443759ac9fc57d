import type { EngineSampleRow } from "../rows.ts";
import { risingTime } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const measure = { type: "Nullable(Float64)" } as const;

export const engineSamples: Table<EngineSampleRow> = {
  name: "engine_samples",
  columns: {
    tenant: { ...word, about: "whose target it is" },
    sampled_at: { ...risingTime, about: "time of the scrape" },
    target: { ...word, about: "what was scraped" },
    node: { ...word, about: "machine of the engine" },
    engine: { ...word, about: "`vllm`, `sglang`, …" },
    engine_id: { ...word, about: "rank of a data-parallel engine" },
    model: { ...word, about: "the model served" },
    kv_usage_ratio: { ...measure, about: "share of the KV cache in use, [0, 1]" },
    kv_capacity_tokens: { ...measure, about: "tokens that the KV cache holds" },
    running: { ...measure, about: "requests that run" },
    waiting: { ...measure, about: "requests that wait" },
    preemptions_delta: { ...measure, about: "preemptions since the scrape before; null at the first" },
    prompt_tokens_delta: { ...measure, about: "prompt tokens since the scrape before" },
    generation_tokens_delta: { ...measure, about: "generated tokens since the scrape before" },
    prefix_queries_delta: { ...measure, about: "tokens looked up in the prefix cache since the scrape before" },
    prefix_hits_delta: { ...measure, about: "those that were found" },
  },
  computed: arrival,
  sortKey: ["tenant", "target", "engine_id", "sampled_at"],
  partitionKey: weekOf("sampled_at"),
  recheckKey: [],
};
