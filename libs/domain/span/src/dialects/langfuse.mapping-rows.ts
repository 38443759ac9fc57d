import type { MappingRow } from "../testing/mapping-row.ts";

const TYPE = "langfuse.observation.type";
const PARAMETERS = "langfuse.observation.model.parameters";
const USAGE = "langfuse.observation.usage_details";
const COST = "langfuse.observation.cost_details";
const generation = { [TYPE]: "generation" };

/** Every attribute that the Langfuse dialect reads, each before the one that it beats. */
export const langfuseRows: readonly MappingRow[] = [
  ...(
    [
      ["span", ""],
      ["EVENT", ""],
      ["generation", "chat"],
      ["GENERATION", "chat"],
      ["embedding", "embeddings"],
      ["agent", "invoke_agent"],
      ["tool", "execute_tool"],
      ["chain", "invoke_workflow"],
      ["retriever", "retrieval"],
      ["evaluator", "evaluate"],
      ["guardrail", "run_guardrail"],
    ] as const
  ).map(([type, operation]): MappingRow => ({
    column: "operation",
    sources: [
      [TYPE, type, operation],
      ["openinference.span.kind", "RERANKER", "rerank"],
    ],
  })),
  {
    column: "operation",
    sources: [["gen_ai.operation.name", "text_completion", "text_completion"]],
    beside: generation,
  },
  {
    column: "operation",
    sources: [["langfuse.observation.model.name", "gpt-4o", "chat"]],
    scope: "langfuse-sdk",
    beside: { [TYPE]: "span" },
  },
  { column: "operation", sources: [["langfuse.observation.model.name", "gpt-4o", ""]], beside: { [TYPE]: "span" } },
  { column: "dialect", sources: [[TYPE, "span", "langfuse"]], beside: { "gen_ai.system": "openai" } },
  {
    column: "request_model",
    sources: [
      ["langfuse.observation.model.name", "gpt-4o", "gpt-4o"],
      ["langfuse.observation.model", "gpt-4", "gpt-4"],
      ["gen_ai.request.model", "o1", "o1"],
    ],
  },
  {
    column: "input_tokens",
    sources: [
      [USAGE, '{"input":10,"output":5}', 10],
      ["gen_ai.usage.input_tokens", 11, 11],
    ],
  },
  { column: "output_tokens", sources: [[USAGE, '{"input":"10","output":"5"}', 5]] },
  { column: "total_tokens", sources: [[USAGE, '{"total":15}', 15]] },
  { column: "cache_read_tokens", sources: [[USAGE, '{"input":1,"input_cached_tokens":4}', 4]] },
  { column: "input_tokens", sources: [[USAGE, '{"input":1,"input_cached_tokens":4}', 5]] },
  { column: "cache_write_1h_tokens", sources: [[USAGE, '{"input":1,"input_cache_creation_1h":4}', 4]] },
  { column: "reasoning_tokens", sources: [[USAGE, '{"output":1,"output_reasoning_tokens":4}', 4]] },
  {
    column: "reported_cost_usd",
    sources: [
      [COST, '{"input":0.1,"output":0.2,"total":0.4}', 0.4],
      ["gen_ai.usage.cost", 0.5, 0.5],
    ],
  },
  { column: "reported_input_cost_usd", sources: [[COST, '{"input":0.25,"input_cache_read":0.5}', 0.75]] },
  { column: "reported_output_cost_usd", sources: [[COST, '{"output":"0.25"}', 0.25]] },
  {
    column: "ttft_ms",
    sources: [
      ["langfuse.observation.completion_start_time", "2026-01-01T00:00:00.250500Z", 250.5],
      ["completion_start_time", "2026-01-01T00:00:01Z", 1000],
    ],
  },
  {
    column: "ttft_ms",
    sources: [["langfuse.observation.completion_start_time", '"2026-01-01T01:00:00.25+01:00"', 250]],
  },
  {
    column: "level",
    sources: [["langfuse.observation.level", "WARNING", "warning"]],
  },
  { column: "level", sources: [["langfuse.observation.level", "INFO", "default"]] },
  { column: "level", sources: [["langfuse.observation.level", "fatal", "error"]] },
  { column: "level", sources: [["langfuse.observation.level", "DEBUG", "debug"]] },
  { column: "level", sources: [["langfuse.observation.level", "purple", ""]] },
  { column: "attributes.langfuse.observation.level", sources: [["langfuse.observation.level", "INFO", "INFO"]] },
  { column: "attributes.langfuse.observation.level", sources: [["langfuse.observation.level", "debug", undefined]] },
  {
    column: "input_messages",
    sources: [
      ["langfuse.observation.input", '[{"role":"user","content":"first"}]', "first"],
      ["gen_ai.input.messages", "second", "second"],
      ["langfuse.trace.input", "third", "third"],
    ],
  },
  {
    column: "output_messages",
    sources: [
      ["langfuse.observation.output", '{"role":"assistant","content":"first"}', "first"],
      ["gen_ai.output.messages", "second", "second"],
      ["langfuse.trace.output", "third", "third"],
    ],
  },
  {
    column: "input_messages",
    sources: [
      [
        "langfuse.observation.input",
        '{"city":"Rome"}',
        [{ role: "assistant", parts: [{ type: "tool_call", name: "operation", arguments: { city: "Rome" } }] }],
      ],
    ],
    beside: { [TYPE]: "tool" },
  },
  {
    column: "output_messages",
    sources: [
      [
        "langfuse.observation.output",
        "rain",
        [{ role: "tool", parts: [{ type: "tool_call_response", name: "operation", response: "rain" }] }],
      ],
    ],
    beside: { [TYPE]: "tool" },
  },
  { column: "tool_name", sources: [[TYPE, "tool", "operation"]] },
  {
    column: "tool_definitions",
    sources: [["langfuse.observation.input", '{"messages":[],"tools":[{"name":"f"}]}', '[{"name":"f"}]']],
  },
  {
    column: "tool_definitions",
    sources: [
      [
        "langfuse.observation.input",
        '[{"role":"tool","content":{"type":"function","function":{"name":"f","parameters":{}}}}]',
        '[{"type":"function","function":{"name":"f","parameters":{}}}]',
      ],
    ],
  },
  { column: "status_message", sources: [["langfuse.observation.status_message", "quota", "quota"]] },
  ...["max_completion_tokens", "max_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"].map(
    (name): MappingRow => ({
      column: "request_max_tokens",
      sources: [
        [PARAMETERS, JSON.stringify({ [name]: "128" }), 128],
        ["gen_ai.request.max_tokens", 64, 64],
      ],
    }),
  ),
  { column: "request_max_tokens", sources: [[PARAMETERS, '{"max_tokens":"null"}', null]] },
  { column: "request_temperature", sources: [[PARAMETERS, '{"temperature":0.5}', 0.5]] },
  { column: "request_top_p", sources: [[PARAMETERS, '{"top_p":0.5}', 0.5]] },
  { column: "request_top_p", sources: [[PARAMETERS, '{"topP":0.5}', 0.5]] },
  { column: "service_tier", sources: [[PARAMETERS, '{"service_tier":"flex"}', "flex"]] },
  { column: "service_tier", sources: [[PARAMETERS, '{"serviceTier":"flex"}', "flex"]] },
  { column: "is_streaming", sources: [[PARAMETERS, '{"stream":"False"}', false]] },
  { column: "is_streaming", sources: [[PARAMETERS, '{"is_stream":true}', true]] },
  { column: `attributes.${PARAMETERS}`, sources: [[PARAMETERS, '{"seed":1}', '{"seed":1}']] },
  { column: "trace_name", sources: [["langfuse.trace.name", "checkout", "checkout"]] },
  {
    column: "user_id",
    sources: [
      ["langfuse.user.id", "first", "first"],
      ["langfuse.trace.user_id", "second", "second"],
      ["langfuse.trace.metadata.langfuse_user_id", "third", "third"],
      ["langfuse.observation.metadata.langfuse_user_id", "fourth", "fourth"],
      ["user.id", "fifth", "fifth"],
    ],
  },
  {
    column: "session_id",
    sources: [
      ["langfuse.session.id", "first", "first"],
      ["langfuse.trace.session_id", "second", "second"],
      ["langfuse.trace.metadata.langfuse_session_id", "third", "third"],
      ["langfuse.observation.metadata.langfuse_session_id", "fourth", "fourth"],
      ["session.id", "fifth", "fifth"],
    ],
  },
  {
    column: "tags",
    sources: [
      ["langfuse.trace.tags", ["a", "b"], ["a", "b"]],
      ["langfuse.tags", '["c"]', ["c"]],
      ["langfuse.trace.metadata.langfuse_tags", "d,e", ["d", "e"]],
      ["langfuse.observation.metadata.langfuse_tags", "f", ["f"]],
      ["tag.tags", "g", ["g"]],
    ],
    beside: generation,
  },
  {
    column: "environment",
    sources: [
      ["langfuse.environment", "production", "production"],
      ["deployment.environment.name", "staging", "staging"],
    ],
    beside: generation,
  },
  {
    column: "release",
    sources: [
      ["langfuse.release", "2.0", "2.0"],
      ["service.version", "1.0", "1.0"],
    ],
    beside: generation,
  },
  {
    column: "environment",
    on: "resource",
    sources: [
      ["langfuse.environment", "production", "production"],
      ["deployment.environment.name", "staging", "staging"],
    ],
  },
  {
    column: "release",
    on: "resource",
    sources: [
      ["langfuse.release", "2.0", "2.0"],
      ["service.version", "1.0", "1.0"],
    ],
  },
  {
    column: "prompt_name",
    sources: [
      ["langfuse.observation.prompt.name", "greet", "greet"],
      ["langfuse.prompt.name", "hello", "hello"],
      ["gen_ai.prompt.name", "hi", "hi"],
    ],
    beside: generation,
  },
  {
    column: "prompt_version",
    sources: [
      ["langfuse.observation.prompt.version", 3, "3"],
      ["langfuse.prompt.version", 2, "2"],
      ["gen_ai.prompt.version", "1", "1"],
    ],
    beside: generation,
  },
  { column: "prompt_name", sources: [["langfuse.observation.prompt.name", "greet", ""]], beside: { [TYPE]: "agent" } },
  { column: "prompt_name", sources: [["langfuse.prompt.name", "greet", ""]] },
  {
    column: "operation",
    sources: [["langfuse.prompt.name", "greet", "chat"]],
    beside: { "gen_ai.request.model": "gpt-4o" },
  },
  ...["langfuse.version", "langfuse.trace.public", "langfuse.internal.is_app_root", "langfuse.metadata.plan"].map(
    (key): MappingRow => ({ column: `attributes.${key}`, sources: [[key, "v", "v"]], beside: generation }),
  ),
];
