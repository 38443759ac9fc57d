import type { MappingRow } from "../testing/mapping-row.ts";

/** The attributes of LiteLLM and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  {
    column: "operation",
    sources: [
      ["llm.request.type", "aembedding", "embeddings"],
      ["gen_ai.operation.name", "rerank", "rerank"],
    ],
  },
  {
    column: "reported_input_cost_usd",
    sources: [
      ["litellm.cost.input", 0.1, 0.1],
      ["gen_ai.cost.input_cost", "0.2", 0.2],
    ],
  },
  {
    column: "reported_output_cost_usd",
    sources: [
      ["litellm.cost.output", 0.1, 0.1],
      ["gen_ai.cost.output_cost", 0.2, 0.2],
    ],
  },
  {
    column: "reported_cost_usd",
    sources: [
      ["litellm.cost.total", 0.1, 0.1],
      ["gen_ai.cost.total_cost", 0.2, 0.2],
      ["litellm.response_cost", 0.3, 0.3],
    ],
  },
  {
    column: "session_id",
    sources: [
      ["litellm.session_id", "s-1", "s-1"],
      ["metadata.session_id", "s-2", "s-2"],
      ["metadata.litellm_session_id", "s-3", "s-3"],
      ["session.id", "s-4", "s-4"],
    ],
  },
  {
    column: "user_id",
    sources: [
      ["metadata.user_api_key_end_user_id", "u-1", "u-1"],
      ["metadata.user_api_key_user_id", "u-2", "u-2"],
      ["user.id", "u-3", "u-3"],
    ],
  },
  {
    column: "request_id",
    sources: [
      ["litellm.call_id", "i-1", "i-1"],
      ["litellm_call_id", "i-2", "i-2"],
      ["metadata.litellm_call_id", "i-3", "i-3"],
    ],
  },
  { column: "trace_name", sources: [["metadata.trace_name", "nightly", "nightly"]] },
  { column: "release", sources: [["metadata.trace_release", "v1", "v1"]] },
  {
    column: "tags",
    sources: [
      ["litellm.request_tags", ["a", "b"], ["a", "b"]],
      ["metadata.request_tags", "['c', \"d's\"]", ["c", "d's"]],
      ["metadata.tags", "f, g", ["f", "g"]],
    ],
  },
  {
    column: "gateway_cache",
    sources: [
      ["litellm.cache_hit", true, "hit"],
      ["metadata.cache_hit", "False", "miss"],
      ["hidden_params.cache_hit", "True", "hit"],
    ],
  },
  {
    column: "retry_count",
    sources: [
      ["litellm.attempted_retries", 1, 1],
      ["metadata.attempted_retries", "2", 2],
    ],
  },
  {
    column: "fallback_count",
    sources: [
      ["litellm.attempted_fallbacks", 1, 1],
      ["metadata.attempted_fallbacks", "2", 2],
    ],
  },
  {
    column: "response_model",
    beside: { "gen_ai.request.model": "deployment", "gen_ai.response.model": "alias" },
    sources: [
      ["gen_ai.cost.total_cost", 1, "deployment"],
      ["hidden_params", "{}", "deployment"],
      ["litellm.call_id", "i-1", "deployment"],
      ["metadata.usage_object", "{}", "deployment"],
    ],
  },
  { column: "operation", sources: [["guardrail_name", "pii", "run_guardrail"]] },
  {
    column: "gateway_cache",
    sources: [
      ["hidden_params", "{'cache_hit': False}", "miss"],
      ["hidden_params.cache_key", "a1", "hit"],
    ],
  },
  { column: "session_id", sources: [["metadata.requester_metadata", "{'session_id': 's-5'}", "s-5"]] },
  { column: "response_id", scope: "litellm", sources: [["llm.openai.id", "r-1", "r-1"]] },
  // Names that only count on LiteLLM's spans. The span of a row starts at 2026-01-01T00:00:00Z.
  { column: "gateway_cache", scope: "litellm", sources: [["cache_hit", "False", "miss"]] },
  { column: "reported_cost_usd", scope: "litellm", sources: [["response_cost", 0.4, 0.4]] },
  { column: "tags", scope: "litellm", sources: [["request_tags", "['a', 'b']", ["a", "b"]]] },
  { column: "ttft_ms", scope: "litellm", sources: [["completionStartTime", 1_767_225_600.25, 250]] },
  {
    column: "scores",
    scope: "litellm",
    sources: [
      [
        "guardrail_information",
        "[{'guardrail_name': 'pii', 'guardrail_status': 'success'}]",
        [{ name: "pii", value: null, label: "success", source: "guardrail" }],
      ],
    ],
  },
];
