import type { MappingRow } from "../testing/mapping-row.ts";

const tool = '[{"name":"a"}]';
const otherTool = '[{"name":"b"}]';

/** The attributes of the Vercel AI SDK and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  {
    column: "operation",
    sources: [
      ["ai.operationId", "ai.embed.doEmbed", "embeddings"],
      ["operation.name", "ai.toolCall my-function", "execute_tool"],
      ["gen_ai.operation.name", "chat", "chat"],
    ],
  },
  {
    column: "is_streaming",
    sources: [
      ["ai.operationId", "ai.streamText", true],
      ["operation.name", "ai.generateText my-function", false],
      ["gen_ai.request.stream", true, true],
    ],
  },
  {
    column: "provider",
    sources: [
      ["ai.model.provider", "anthropic.messages", "anthropic"],
      ["gen_ai.system", "openai", "openai"],
    ],
  },
  {
    column: "request_model",
    sources: [
      ["ai.model.id", "m-1", "m-1"],
      ["gen_ai.request.model", "m-2", "m-2"],
    ],
  },
  {
    column: "response_model",
    sources: [
      ["ai.response.model", "m-1", "m-1"],
      ["gen_ai.response.model", "m-2", "m-2"],
    ],
  },
  {
    column: "response_id",
    sources: [
      ["ai.response.id", "r-1", "r-1"],
      ["gen_ai.response.id", "r-2", "r-2"],
    ],
  },
  {
    column: "tool_name",
    sources: [
      ["ai.toolCall.name", "t-1", "t-1"],
      ["gen_ai.tool.name", "t-2", "t-2"],
    ],
  },
  {
    column: "tool_call_id",
    sources: [
      ["ai.toolCall.id", "c-1", "c-1"],
      ["gen_ai.tool.call.id", "c-2", "c-2"],
    ],
  },
  {
    column: "input_tokens",
    sources: [
      ["ai.usage.inputTokens", 1, 1],
      ["ai.usage.promptTokens", "2", 2],
      ["ai.usage.tokens", 3n, 3],
      ["gen_ai.usage.input_tokens", 4, 4],
    ],
  },
  {
    column: "output_tokens",
    sources: [
      ["ai.usage.outputTokens", 1, 1],
      ["ai.usage.completionTokens", 2, 2],
      ["gen_ai.usage.output_tokens", 3, 3],
    ],
  },
  { column: "total_tokens", sources: [["ai.usage.totalTokens", 5, 5]] },
  {
    column: "cache_read_tokens",
    sources: [
      ["ai.usage.inputTokenDetails.cacheReadTokens", 1, 1],
      ["ai.usage.cachedInputTokens", "2", 2],
      ["gen_ai.usage.cache_read.input_tokens", 3, 3],
    ],
  },
  {
    column: "cache_write_5m_tokens",
    sources: [
      ["ai.usage.inputTokenDetails.cacheWriteTokens", 1, 1],
      ["gen_ai.usage.cache_creation.input_tokens", 2, 2],
    ],
  },
  { column: "output_text_tokens", sources: [["ai.usage.outputTokenDetails.textTokens", 7, 7]] },
  {
    column: "reasoning_tokens",
    sources: [
      ["ai.usage.outputTokenDetails.reasoningTokens", 1, 1],
      ["ai.usage.reasoningTokens", 2, 2],
      ["gen_ai.usage.reasoning.output_tokens", 3, 3],
    ],
  },
  {
    column: "ttft_ms",
    sources: [
      ["ai.response.msToFirstChunk", 12.5, 12.5],
      ["ai.stream.msToFirstChunk", "13", 13],
      ["gen_ai.response.time_to_first_chunk", 1, 1000],
    ],
  },
  {
    column: "finish_reasons",
    sources: [
      ["ai.response.finishReason", "tool-calls", ["tool-calls"]],
      ["ai.result.finishReason", "length", ["length"]],
      ["ai.finishReason", "stop", ["stop"]],
      ["gen_ai.finishReason", "content-filter", ["content-filter"]],
      ["gen_ai.response.finish_reasons", ["error"], ["error"]],
    ],
  },
  {
    column: "request_max_tokens",
    sources: [
      ["ai.settings.maxOutputTokens", 1, 1],
      ["ai.settings.maxTokens", 2, 2],
      ["gen_ai.request.max_tokens", 3, 3],
    ],
  },
  {
    column: "request_temperature",
    sources: [
      ["ai.settings.temperature", 0.1, 0.1],
      ["gen_ai.request.temperature", 0.2, 0.2],
    ],
  },
  {
    column: "request_top_p",
    sources: [
      ["ai.settings.topP", 0.1, 0.1],
      ["gen_ai.request.top_p", 0.2, 0.2],
    ],
  },
  {
    column: "session_id",
    sources: [
      ["ai.telemetry.metadata.sessionId", "s-1", "s-1"],
      ["ai.telemetry.metadata.session_id", "s-2", "s-2"],
      ["session.id", "s-3", "s-3"],
    ],
  },
  {
    column: "user_id",
    sources: [
      ["ai.telemetry.metadata.userId", "u-1", "u-1"],
      ["ai.telemetry.metadata.user_id", "u-2", "u-2"],
      ["user.id", "u-3", "u-3"],
    ],
  },
  { column: "tags", sources: [["ai.telemetry.metadata.tags", ["a", "b"], ["a", "b"]]] },
  { column: "environment", sources: [["ai.telemetry.metadata.environment", "staging", "staging"]] },
  { column: "release", sources: [["ai.telemetry.metadata.release", "v1", "v1"]] },
  { column: "trace_name", sources: [["ai.telemetry.functionId", "answer-mail", "answer-mail"]] },
  {
    column: "input_messages",
    sources: [
      ["ai.prompt.messages", '[{"role":"user","content":[{"type":"text","text":"a"}]}]', "a"],
      ["ai.prompt", '{"prompt":"b"}', "b"],
      ["ai.values", ['"c"', '"d"'], "c\nd"],
      ["ai.value", '"e"', "e"],
      ["ai.documents", ['"f"'], "f"],
      ["gen_ai.input.messages", '[{"role":"user","content":"g"}]', "g"],
    ],
  },
  {
    column: "system_instructions",
    sources: [
      ["ai.prompt", '{"system":"Be brief.","prompt":"b"}', "Be brief."],
      ["gen_ai.system_instructions", "Be kind.", "Be kind."],
    ],
  },
  {
    column: "tool_definitions",
    sources: [
      ["ai.prompt.tools", [tool.slice(1, -1)], tool],
      ["ai.telemetry.metadata.tools", otherTool, otherTool],
      ["gen_ai.tool.definitions", '[{"name":"c"}]', '[{"name":"c"}]'],
    ],
  },
  { column: "prompt_name", sources: [["ai.telemetry.metadata.langfusePrompt", '{"name":"answer"}', "answer"]] },
  { column: "output_messages", sources: [["ai.response.text", "hi", "hi"]] },
];
