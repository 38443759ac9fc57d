import type { MappingRow } from "../testing/mapping-row.ts";

/** The attributes of OpenRouter's broadcast and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  {
    column: "reported_cost_usd",
    sources: [
      ["openrouter.usage.cost", 0.1, 0.1],
      ["gen_ai.usage.total_cost", "0.2", 0.2],
      ["gen_ai.usage.cost", 0.3, 0.3],
    ],
  },
  { column: "reported_input_cost_usd", sources: [["gen_ai.usage.input_cost", 0.1, 0.1]] },
  { column: "reported_output_cost_usd", sources: [["gen_ai.usage.output_cost", 0.2, 0.2]] },
  {
    column: "response_id",
    sources: [
      ["openrouter.generation_id", "gen-1", "gen-1"],
      ["trace.metadata.openrouter.generation_id", "gen-2", "gen-2"],
      ["gen_ai.response.id", "gen-3", "gen-3"],
    ],
  },
  { column: "session_id", sources: [["trace.metadata.session_id", "s-1", "s-1"]] },
  { column: "user_id", sources: [["trace.metadata.user_id", "u-1", "u-1"]] },
  {
    column: "trace_name",
    sources: [
      ["trace.name", "a", "a"],
      ["trace.metadata.trace_name", "b", "b"],
    ],
  },
  { column: "environment", sources: [["trace.metadata.environment", "a", "a"]] },
  { column: "release", sources: [["trace.metadata.release", "b", "b"]] },
  {
    column: "provider",
    sources: [
      ["gen_ai.provider.name", "anthropic", "anthropic"],
      ["openrouter.source", "openrouter", "openrouter"],
    ],
  },
  { column: "provider", sources: [["trace.metadata.openrouter.source", "openrouter", "openrouter"]] },
];
