import type { MappingRow } from "../testing/mapping-row.ts";

const model = { "genkit:metadata:subtype": "model" };

/** The attributes of Genkit and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  { column: "operation", sources: [["genkit:metadata:subtype", "reranker", "rerank"]] },
  {
    column: "session_id",
    sources: [
      ["genkit:sessionId", "sessionId-0", "sessionId-0"],
      ["genkit:metadata:sessionId", "sessionId-1", "sessionId-1"],
    ],
  },

  {
    column: "request_model",
    beside: model,
    sources: [["genkit:name", "googleai/gemini-2.5-flash", "gemini-2.5-flash"]],
  },
  { column: "provider", beside: model, sources: [["genkit:name", "googleai/gemini-2.5-flash", "gcp.gemini"]] },
  {
    column: "tool_name",
    beside: { "genkit:metadata:subtype": "tool" },
    sources: [["genkit:name", "weather", "weather"]],
  },
  {
    column: "input_messages",
    sources: [["genkit:input", '{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}', "Hi"]],
  },
  {
    column: "output_messages",
    sources: [["genkit:output", '{"message":{"role":"model","content":[{"text":"Hello"}]}}', "Hello"]],
  },
  { column: "input_tokens", beside: model, sources: [["genkit:output", '{"usage":{"inputTokens":12}}', 12]] },
  {
    column: "request_model",
    beside: { "genkit:name": "googleai/gemini-2.5-flash" },
    sources: [["genkit:metadata:subtype", "model", "gemini-2.5-flash"]],
  },
];
