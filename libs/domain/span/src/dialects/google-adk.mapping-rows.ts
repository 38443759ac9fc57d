import type { MappingRow } from "../testing/mapping-row.ts";

const request = [{ role: "assistant", parts: [{ type: "tool_call", arguments: { city: "Paris" } }] }];
const answer = [{ role: "tool", parts: [{ type: "tool_call_response", response: { city: "Paris" } }] }];
const json = '{"city":"Paris"}';

/** The attributes of Google's Agent Development Kit and their columns. */
export const rows: readonly MappingRow[] = [
  { column: "session_id", sources: [["gcp.vertex.agent.session_id", "sessionId-0", "sessionId-0"]] },
  { column: "input_messages", sources: [["gcp.vertex.agent.data", "text 0", "text 0"]] },

  {
    column: "request_model",
    sources: [["gcp.vertex.agent.llm_request", '{"model":"gemini-2.5-flash"}', "gemini-2.5-flash"]],
  },
  {
    column: "response_model",
    sources: [["gcp.vertex.agent.llm_response", '{"model_version":"gemini-2.5"}', "gemini-2.5"]],
  },
  {
    column: "cache_read_tokens",
    scope: "gcp.vertex.agent",
    sources: [["gcp.vertex.agent.llm_response", '{"usage_metadata":{"cached_content_token_count":8}}', 8]],
  },
  { column: "input_messages", sources: [["gcp.vertex.agent.tool_call_args", json, request]] },
  { column: "output_messages", sources: [["gcp.vertex.agent.tool_response", json, answer]] },
];
