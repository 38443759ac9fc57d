import type { MappingRow } from "../testing/mapping-row.ts";

const request = [{ role: "assistant", parts: [{ type: "tool_call", arguments: { city: "Paris" } }] }];
const answer = [{ role: "tool", parts: [{ type: "tool_call_response", response: { city: "Paris" } }] }];
const json = '{"city":"Paris"}';

const calls = [{ role: "assistant", parts: [{ type: "tool_call", name: "weather", arguments: {} }] }];

/** The attributes of LiveKit's agents and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  {
    column: "agent_name",
    sources: [
      ["lk.agent_name", "agentName-0", "agentName-0"],
      ["lk.agent_label", "agentName-1", "agentName-1"],
    ],
  },
  { column: "tool_name", sources: [["lk.function_tool.name", "toolName-0", "toolName-0"]] },
  { column: "tool_call_id", sources: [["lk.function_tool.id", "toolCallId-0", "toolCallId-0"]] },
  { column: "user_id", sources: [["lk.participant_identity", "userId-0", "userId-0"]] },
  { column: "retry_count", sources: [["lk.retry_count", 2, 2]] },
  { column: "ttft_ms", sources: [["lk.response.ttft", 0.5, 500]] },
  {
    column: "input_messages",
    sources: [
      ["lk.chat_ctx", '{"items":[{"type":"message","role":"user","content":["text 0"]}]}', "text 0"],
      ["lk.user_input", "text 1", "text 1"],
      ["lk.user_transcript", "text 2", "text 2"],
      ["lk.input_text", "text 3", "text 3"],
    ],
  },
  { column: "system_instructions", sources: [["lk.instructions", "text 0", "text 0"]] },
  { column: "output_messages", sources: [["lk.response.text", "text 0", "text 0"]] },

  { column: "input_messages", sources: [["lk.function_tool.arguments", json, request]] },
  { column: "output_messages", sources: [["lk.function_tool.output", json, answer]] },
  {
    column: "output_messages",
    sources: [["lk.response.function_calls", [`{"name":"weather","arguments":"{}"}`], calls]],
  },
  {
    column: "input_tokens",
    sources: [
      ["lk.llm_metrics", '{"prompt_tokens":12}', 12],
      ["lk.realtime_model_metrics", '{"input_tokens":13}', 13],
    ],
  },
];
