import type { MappingRow } from "../testing/mapping-row.ts";

const request = [{ role: "assistant", parts: [{ type: "tool_call", arguments: { city: "Paris" } }] }];
const answer = [{ role: "tool", parts: [{ type: "tool_call_response", response: { city: "Paris" } }] }];
const json = '{"city":"Paris"}';

const run = { "pydantic_ai.all_messages": "Hi" };

/** The attributes of Pydantic AI and Logfire and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  {
    column: "cache_read_tokens",
    sources: [
      ["gen_ai.usage.details.cache_read_tokens", 111, 111],
      ["gen_ai.usage.details.cache_read_input_tokens", "112", 112],
      ["gen_ai.usage.details.cached_tokens", 113, 113],
      ["gen_ai.usage.details.cached_content_tokens", "114", 114],
    ],
  },
  {
    column: "cache_write_5m_tokens",
    sources: [
      ["gen_ai.usage.details.cache_write_tokens", 115, 115],
      ["gen_ai.usage.details.cache_creation_input_tokens", "116", 116],
    ],
  },
  {
    column: "cache_read_audio_tokens",
    sources: [
      ["gen_ai.usage.details.cache_audio_read_tokens", 117, 117],
      ["gen_ai.usage.details.audio_cache_tokens", "118", 118],
    ],
  },
  { column: "cache_read_image_tokens", sources: [["gen_ai.usage.details.image_cache_tokens", 119, 119]] },
  {
    column: "input_audio_tokens",
    sources: [
      ["gen_ai.usage.details.input_audio_tokens", 120, 120],
      ["gen_ai.usage.details.audio_prompt_tokens", "121", 121],
    ],
  },
  { column: "input_image_tokens", sources: [["gen_ai.usage.details.image_prompt_tokens", 122, 122]] },
  { column: "input_video_tokens", sources: [["gen_ai.usage.details.video_prompt_tokens", 123, 123]] },
  {
    column: "output_audio_tokens",
    sources: [
      ["gen_ai.usage.details.output_audio_tokens", 124, 124],
      ["gen_ai.usage.details.audio_candidates_tokens", "125", 125],
    ],
  },
  { column: "output_image_tokens", sources: [["gen_ai.usage.details.image_candidates_tokens", 126, 126]] },
  {
    column: "reasoning_tokens",
    sources: [
      ["gen_ai.usage.details.reasoning_tokens", 127, 127],
      ["gen_ai.usage.details.thoughts_tokens", "128", 128],
      ["gen_ai.usage.details.thinking_tokens", 129, 129],
    ],
  },
  { column: "reported_cost_usd", sources: [["operation.cost", 0.25, 0.25]] },
  { column: "level", sources: [["logfire.level_num", 13, "warning"]] },
  { column: "tags", sources: [["logfire.tags", ["t0"], ["t0"]]] },
  {
    column: "input_messages",
    sources: [
      ["pydantic_ai.all_messages", "text 0", "text 0"],
      ["all_messages_events", '[{"event.name":"gen_ai.user.message","content":"text 1"}]', "text 1"],
    ],
  },

  { column: "request_model", sources: [["request_data", '{"model":"gpt-4o"}', "gpt-4o"]] },
  {
    column: "output_messages",
    beside: { request_data: '{"model":"gpt-4o"}' },
    sources: [["response_data", '{"message":{"role":"assistant","content":"Hello"}}', "Hello"]],
  },

  { column: "input_messages", sources: [["tool_arguments", json, request]] },
  { column: "output_messages", sources: [["tool_response", json, answer]] },
  { column: "request_max_tokens", sources: [["model_config", '{"max_tokens":4096}', 4096]] },
  {
    column: "tool_definitions",
    sources: [["model_request_parameters", '{"function_tools":[{"name":"t"}]}', '[{"name":"t"}]']],
  },
  { column: "agent_name", beside: run, sources: [["agent_name", "qa", "qa"]] },
  { column: "agent_name", beside: { agent_name: "qa" }, sources: [["all_messages_events", "[]", "qa"]] },
  { column: "request_model", scope: "pydantic-ai", sources: [["model_name", "gpt-4o", "gpt-4o"]] },
  { column: "output_messages", scope: "pydantic-ai", sources: [["final_result", "Paris", "Paris"]] },
  {
    column: "input_messages",
    scope: "pydantic-ai",
    sources: [["events", '[{"event.name":"gen_ai.user.message","content":"Hi"}]', "Hi"]],
  },
];
