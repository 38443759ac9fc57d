import type { MappingRow } from "../testing/mapping-row.ts";

const KIND = "traceloop.span.kind";
const property = (name: string): string => `traceloop.association.properties.${name}`;
const workflow = { [KIND]: "workflow" };
const call = { "llm.request.type": "chat" };

/** Every attribute that the OpenLLMetry dialect reads, each before the one that it beats. */
export const openLlmetryRows: readonly MappingRow[] = [
  ...(
    [
      ["workflow", "invoke_workflow"],
      ["task", "invoke_workflow"],
      ["agent", "invoke_agent"],
      ["TOOL", "execute_tool"],
    ] as const
  ).map(([kind, operation]): MappingRow => ({
    column: "operation",
    sources: [
      [KIND, kind, operation],
      ["llm.request.type", "embedding", "embeddings"],
      ["openinference.span.kind", "RERANKER", "rerank"],
    ],
  })),
  ...(
    [
      ["chat", "chat"],
      ["completion", "text_completion"],
      ["embedding", "embeddings"],
      ["rerank", "rerank"],
    ] as const
  ).map(([type, operation]): MappingRow => ({ column: "operation", sources: [["llm.request.type", type, operation]] })),
  {
    column: "operation",
    sources: [
      [KIND, "agent", "invoke_agent"],
      ["llm.request.type", "rerank", "rerank"],
    ],
  },
  { column: "dialect", sources: [[KIND, "task", "openllmetry"]] },
  { column: "provider", sources: [["llm.vendor", "openai", "openai"]] },
  { column: "request_model", sources: [["llm.request.model", "gpt-4", "gpt-4"]] },
  { column: "response_model", sources: [["llm.response.model", "gpt-4-0613", "gpt-4-0613"]] },
  {
    column: "input_tokens",
    sources: [
      ["gen_ai.usage.input_tokens", 4, 4],
      ["llm.usage.prompt_tokens", "3", 3],
      ["llm.usage.input_tokens", 2, 2],
      ["llm.token_count.prompt", 1, 1],
    ],
  },
  {
    column: "output_tokens",
    sources: [
      ["llm.usage.completion_tokens", 3, 3],
      ["llm.usage.output_tokens", 2, 2],
      ["llm.token_count.completion", 1, 1],
    ],
  },
  { column: "total_tokens", sources: [["llm.usage.total_tokens", 9, 9]] },
  {
    column: "cache_read_tokens",
    sources: [["llm.usage.cache_read_input_tokens", 3, 3]],
    beside: { "llm.usage.prompt_tokens": 10 },
  },
  {
    column: "cache_write_5m_tokens",
    sources: [["llm.usage.cache_creation_input_tokens", 3, 3]],
    beside: { "llm.usage.prompt_tokens": 10 },
  },
  {
    column: "reasoning_tokens",
    sources: [["llm.usage.reasoning_tokens", 3, 3]],
    beside: { "llm.usage.completion_tokens": 10 },
  },
  { column: "trace_name", sources: [["traceloop.workflow.name", "joke", "joke"]] },
  {
    column: "session_id",
    sources: [
      [property("session_id"), "first", "first"],
      [property("sessionId"), "second", "second"],
      [property("conversation_id"), "third", "third"],
      [property("thread_id"), "fourth", "fourth"],
      [property("chat_id"), "fifth", "fifth"],
      ["session.id", "sixth", "sixth"],
    ],
  },
  {
    column: "user_id",
    sources: [
      [property("user_id"), "first", "first"],
      [property("userId"), "second", "second"],
      ["llm.user", "last", "last"],
      ["user.id", "third", "third"],
    ],
  },
  { column: "tags", sources: [[property("tags"), '["a","b"]', ["a", "b"]]] },
  { column: "environment", sources: [[property("environment"), "staging", "staging"]] },
  { column: `attributes.${property("plan")}`, sources: [[property("plan"), "gold", "gold"]] },
  { column: "prompt_name", sources: [["traceloop.prompt.key", "greet", "greet"]] },
  {
    column: "prompt_version",
    sources: [
      ["traceloop.prompt.version", 3, "3"],
      ["traceloop.prompt.version_name", "spring", "spring"],
      ["traceloop.prompt.version_hash", "c0ffee", "c0ffee"],
    ],
  },
  { column: "is_streaming", sources: [["llm.is_streaming", "False", false]] },
  {
    column: "finish_reasons",
    sources: [
      ["llm.response.finish_reason", "stop", ["stop"]],
      ["llm.response.stop_reason", "length", ["length"]],
    ],
  },
  { column: "request_max_tokens", sources: [["llm.request.max_tokens", "64", 64]] },
  {
    column: "request_temperature",
    sources: [
      ["llm.temperature", 0.5, 0.5],
      ["llm.request.temperature", "0.25", 0.25],
    ],
  },
  {
    column: "request_top_p",
    sources: [
      ["llm.top_p", 0.5, 0.5],
      ["llm.request.top_p", "0.25", 0.25],
    ],
  },
  {
    column: "input_messages",
    sources: [
      ["traceloop.entity.input", "first", "first"],
      ["input.value", "second", "second"],
    ],
    beside: workflow,
  },
  {
    column: "output_messages",
    sources: [
      ["traceloop.entity.output", "first", "first"],
      ["llm.completions.0.content", "second", "second"],
      ["output.value", "third", "third"],
    ],
    beside: workflow,
  },
  {
    column: "input_messages",
    sources: [
      [
        "traceloop.entity.input",
        '{"city":"Rome"}',
        [{ role: "assistant", parts: [{ type: "tool_call", name: "weather", arguments: { city: "Rome" } }] }],
      ],
    ],
    beside: { [KIND]: "tool", "traceloop.entity.name": "weather" },
  },
  {
    column: "output_messages",
    sources: [
      [
        "traceloop.entity.output",
        "rain",
        [{ role: "tool", parts: [{ type: "tool_call_response", name: "weather", response: "rain" }] }],
      ],
    ],
    beside: { [KIND]: "tool", "traceloop.entity.name": "weather" },
  },
  { column: "tool_name", sources: [["traceloop.entity.name", "weather", "weather"]], beside: { [KIND]: "tool" } },
  { column: "agent_name", sources: [["traceloop.entity.name", "planner", "planner"]], beside: { [KIND]: "agent" } },
  { column: "attributes.traceloop.entity.name", sources: [["traceloop.entity.name", "t", "t"]], beside: workflow },
  { column: "attributes.traceloop.entity.path", sources: [["traceloop.entity.path", "a.b", "a.b"]], beside: workflow },
  { column: "input_messages", sources: [["llm.prompts.0.content", "first", "first"]], beside: call },
  {
    column: "tool_definitions",
    sources: [
      ["llm.request.functions", '[{"name":"f"}]', '[{"name":"f"}]'],
      ["llm.request.functions.0.name", "g", '[{"name":"g"}]'],
    ],
    beside: call,
  },
  {
    column: "tool_definitions",
    sources: [["gen_ai.request.functions.7.parameters", '{"type":"object"}', '[{"parameters":{"type":"object"}}]']],
    beside: call,
  },
];
