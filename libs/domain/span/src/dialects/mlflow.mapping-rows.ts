import type { MappingRow } from "../testing/mapping-row.ts";

const TYPE = "mlflow.spanType";
const USAGE = "mlflow.chat.tokenUsage";

/** Every attribute that the MLflow dialect reads, each before the one that it beats. */
export const mlflowRows: readonly MappingRow[] = [
  ...(
    [
      ["LLM", "chat"],
      ['"CHAT_MODEL"', "chat"],
      ['"EMBEDDING"', "embeddings"],
      ['"CHAIN"', "invoke_workflow"],
      ['"WORKFLOW"', "invoke_workflow"],
      ['"TASK"', "invoke_workflow"],
      ['"AGENT"', "invoke_agent"],
      ['"TOOL"', "execute_tool"],
      ['"RETRIEVER"', "retrieval"],
      ['"RERANKER"', "rerank"],
      ['"GUARDRAIL"', "run_guardrail"],
      ['"EVALUATOR"', "evaluate"],
      ['"PARSER"', ""],
      ['"MEMORY"', ""],
      ['"UNKNOWN"', ""],
    ] as const
  ).map(([type, operation]): MappingRow => ({
    column: "operation",
    sources: [
      [TYPE, type, operation],
      ["openinference.span.kind", "PROMPT", "render_prompt"],
    ],
  })),
  { column: "dialect", sources: [[TYPE, '"CHAIN"', "mlflow"]] },
  { column: "provider", sources: [["mlflow.llm.provider", '"anthropic"', "anthropic"]] },
  {
    column: "request_model",
    sources: [
      ["gen_ai.request.model", "o1", "o1"],
      ["mlflow.llm.model", '"gpt-4o"', "gpt-4o"],
    ],
  },
  { column: "input_tokens", sources: [[USAGE, '{"input_tokens":10,"output_tokens":5,"total_tokens":15}', 10]] },
  { column: "output_tokens", sources: [[USAGE, '{"input_tokens":10,"output_tokens":5,"total_tokens":15}', 5]] },
  {
    column: "input_uncached_tokens",
    sources: [[USAGE, '{"input_tokens":10,"output_tokens":5,"total_tokens":15,"cache_read_input_tokens":4}', 6]],
  },
  {
    column: "input_uncached_tokens",
    sources: [[USAGE, '{"input_tokens":3,"output_tokens":5,"total_tokens":8,"cache_read_input_tokens":4}', 3]],
  },
  { column: "reported_cost_usd", sources: [["mlflow.llm.cost", '{"input_cost":0.25,"output_cost":0.5}', 0.75]] },
  { column: "reported_input_cost_usd", sources: [["mlflow.llm.cost", '{"input_cost":0.25,"total_cost":1}', 0.25]] },
  { column: "reported_output_cost_usd", sources: [["mlflow.llm.cost", '{"output_cost":0.5,"total_cost":1}', 0.5]] },
  { column: "session_id", sources: [["mlflow.trace.session", '"s-1"', "s-1"]] },
  { column: "user_id", sources: [["mlflow.trace.user", '"u-1"', "u-1"]] },
  { column: "trace_name", sources: [["mlflow.traceName", '"checkout"', "checkout"]] },
  {
    column: "input_messages",
    sources: [
      ["mlflow.chat.messages", '[{"role":"user","content":"first"}]', "first"],
      ["mlflow.spanInputs", '{"messages":[{"role":"user","content":"second"}]}', "second"],
      ["input.value", "third", "third"],
    ],
  },
  {
    column: "output_messages",
    sources: [
      ["mlflow.spanOutputs", '{"choices":[{"message":{"role":"assistant","content":"first"}}]}', "first"],
      ["output.value", "second", "second"],
    ],
  },
  { column: "tool_definitions", sources: [["mlflow.chat.tools", '[{"type":"function"}]', '[{"type":"function"}]']] },
  { column: "tool_name", sources: [[TYPE, '"TOOL"', "operation"]] },
  {
    column: "input_messages",
    sources: [
      [
        "mlflow.spanInputs",
        '{"city":"Rome"}',
        [{ role: "assistant", parts: [{ type: "tool_call", name: "operation", arguments: { city: "Rome" } }] }],
      ],
    ],
    beside: { [TYPE]: '"TOOL"' },
  },
  {
    column: "output_messages",
    sources: [
      [
        "mlflow.spanOutputs",
        '{"sky":"rain"}',
        [{ role: "tool", parts: [{ type: "tool_call_response", name: "operation", response: { sky: "rain" } }] }],
      ],
    ],
    beside: { [TYPE]: '"TOOL"' },
  },
  { column: "prompt_name", sources: [["mlflow.linkedPrompts", '[{"name":"greet","version":"3"}]', "greet"]] },
  { column: "prompt_version", sources: [["mlflow.linkedPrompts", '[{"name":"greet","version":3}]', "3"]] },
];
