import type { MappingRow } from "../testing/mapping-row.ts";

const request = [{ role: "assistant", parts: [{ type: "tool_call", arguments: { city: "Paris" } }] }];
const answer = [{ role: "tool", parts: [{ type: "tool_call_response", response: { city: "Paris" } }] }];
const json = '{"city":"Paris"}';

const documents = [{ role: "tool", parts: [{ type: "document", content: "text 4" }] }];
const chat = { "gen_ai.operation.name": "chat" };

/** The attributes of the OpenTelemetry GenAI conventions and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  { column: "operation", sources: [["gen_ai.operation.name", "rerank", "rerank"]] },
  {
    column: "provider",
    sources: [
      ["gen_ai.provider.name", "openai", "openai"],
      ["gen_ai.system", "anthropic", "anthropic"],
    ],
  },
  { column: "request_model", sources: [["gen_ai.request.model", "requestModel-0", "requestModel-0"]] },
  { column: "response_model", sources: [["gen_ai.response.model", "responseModel-0", "responseModel-0"]] },
  { column: "response_id", sources: [["gen_ai.response.id", "responseId-0", "responseId-0"]] },
  { column: "agent_name", sources: [["gen_ai.agent.name", "agentName-0", "agentName-0"]] },
  { column: "tool_name", sources: [["gen_ai.tool.name", "toolName-0", "toolName-0"]] },
  { column: "tool_call_id", sources: [["gen_ai.tool.call.id", "toolCallId-0", "toolCallId-0"]] },
  { column: "session_id", sources: [["gen_ai.conversation.id", "sessionId-0", "sessionId-0"]] },
  {
    column: "user_id",
    sources: [
      ["gen_ai.user", "userId-0", "userId-0"],
      ["gen_ai.request.user", "userId-1", "userId-1"],
    ],
  },
  { column: "tags", sources: [["gen_ai.framework.tags", ["t0"], ["t0"]]] },
  { column: "prompt_name", sources: [["gen_ai.prompt.name", "promptName-0", "promptName-0"]] },
  { column: "prompt_version", sources: [["gen_ai.prompt.version", "promptVersion-0", "promptVersion-0"]] },
  { column: "environment", sources: [["gen_ai.environment", "environment-0", "environment-0"]] },
  {
    column: "input_tokens",
    sources: [
      ["gen_ai.usage.input_tokens", 39, 39],
      ["gen_ai.usage.prompt_tokens", "40", 40],
      ["gen_ai.response.prompt_tokens", 38, 38],
    ],
  },
  { column: "total_tokens", sources: [["gen_ai.usage.total_tokens", 41, 41]] },
  {
    column: "cache_read_tokens",
    sources: [
      ["gen_ai.usage.cache_read.input_tokens", 42, 42],
      ["gen_ai.usage.cache_read_input_tokens", "43", 43],
      ["gen_ai.usage.input_cached_tokens", 44, 44],
      ["gen_ai.usage.cache_read_tokens", "45", 45],
      ["gen_ai.usage.cached_tokens", 46, 46],
      ["gen_ai.usage.input_tokens.cached", 37, 37],
      ["gen_ai.usage.prompt_tokens_details.cache_read", "47", 47],
      ["gen_ai.usage.prompt_tokens_details.cached_tokens", 48, 48],
    ],
  },
  {
    column: "cache_write_5m_tokens",
    sources: [
      ["gen_ai.usage.cache_write.input_tokens", 49, 49],
      ["gen_ai.usage.cache_creation.input_tokens", "50", 50],
      ["gen_ai.usage.cache_creation_input_tokens", 51, 51],
      ["gen_ai.usage.input_cache_creation", "52", 52],
      ["gen_ai.usage.cache_write_tokens", 53, 53],
      ["gen_ai.usage.cache_creation_tokens", "54", 54],
      ["gen_ai.usage.input_tokens.cache_write", 36, 36],
      ["gen_ai.usage.prompt_tokens_details.cache_write", 55, 55],
    ],
  },
  { column: "cache_write_5m_tokens", sources: [["gen_ai.usage.cache_creation.ephemeral_5m_input_tokens", 56, 56]] },
  { column: "cache_write_1h_tokens", sources: [["gen_ai.usage.cache_creation.ephemeral_1h_input_tokens", 57, 57]] },
  { column: "input_tokens", sources: [["gen_ai.usage.text.input_tokens", 58, 58]] },
  {
    column: "input_image_tokens",
    sources: [
      ["gen_ai.usage.image.input_tokens", 59, 59],
      ["gen_ai.usage.input_image_tokens", "60", 60],
    ],
  },
  {
    column: "input_audio_tokens",
    sources: [
      ["gen_ai.usage.audio.input_tokens", 61, 61],
      ["gen_ai.usage.input_audio_tokens", "62", 62],
    ],
  },
  { column: "cache_read_tokens", sources: [["gen_ai.usage.text.cache_read.input_tokens", 35, 35]] },
  { column: "cache_read_image_tokens", sources: [["gen_ai.usage.text.cache_read.input_tokens", 35, null]] },
  { column: "cache_read_image_tokens", sources: [["gen_ai.usage.image.cache_read.input_tokens", 63, 63]] },
  { column: "cache_read_audio_tokens", sources: [["gen_ai.usage.audio.cache_read.input_tokens", 64, 64]] },
  {
    column: "output_tokens",
    sources: [
      ["gen_ai.usage.output_tokens", 65, 65],
      ["gen_ai.usage.completion_tokens", "66", 66],
      ["gen_ai.response.completion_tokens", 34, 34],
    ],
  },
  { column: "output_tokens", sources: [["gen_ai.usage.text.output_tokens", 67, 67]] },
  {
    column: "output_image_tokens",
    sources: [
      ["gen_ai.usage.image.output_tokens", 68, 68],
      ["gen_ai.usage.output_image_tokens", "69", 69],
    ],
  },
  {
    column: "output_audio_tokens",
    sources: [
      ["gen_ai.usage.audio.output_tokens", 70, 70],
      ["gen_ai.usage.output_audio_tokens", "71", 71],
      ["gen_ai.usage.completion_tokens_details.audio", 72, 72],
    ],
  },
  {
    column: "reasoning_tokens",
    sources: [
      ["gen_ai.usage.reasoning.output_tokens", 73, 73],
      ["gen_ai.usage.reasoning_tokens", "74", 74],
      ["gen_ai.usage.output_tokens.reasoning", 33, 33],
      ["gen_ai.usage.completion_tokens_details.reasoning", 75, 75],
      ["gen_ai.usage.completion_tokens_details.reasoning_tokens", "76", 76],
    ],
  },
  { column: "reported_cost_usd", sources: [["gen_ai.usage.cost", 0.25, 0.25]] },
  {
    column: "ttft_ms",
    sources: [
      ["gen_ai.response.time_to_first_chunk", 0.5, 500],
      ["gen_ai.client.response.time_to_first_token", 1.5, 1500],
      ["gen_ai.server.time_to_first_token", 2.5, 2500],
    ],
  },
  { column: "tpot_ms", sources: [["gen_ai.server.time_per_output_token", 0.5, 500]] },
  { column: "ttft_ms", sources: [["completion_start_time", "2026-01-01T00:00:01Z", 1000]] },
  {
    column: "is_streaming",
    sources: [
      ["gen_ai.request.stream", true, true],
      ["gen_ai.request.is_stream", "False", false],
      ["gen_ai.is_streaming", true, true],
    ],
  },
  {
    column: "finish_reasons",
    sources: [
      ["gen_ai.response.finish_reasons", ["t0"], ["t0"]],
      ["gen_ai.response.finish_reason", "t1", ["t1"]],
      ["gen_ai.response.stop_reason", "t2", ["t2"]],
    ],
  },
  {
    column: "service_tier",
    sources: [
      ["openai.response.service_tier", "serviceTier-0", "serviceTier-0"],
      ["gen_ai.openai.response.service_tier", "serviceTier-1", "serviceTier-1"],
      ["openai.request.service_tier", "serviceTier-2", "serviceTier-2"],
      ["gen_ai.openai.request.service_tier", "serviceTier-3", "serviceTier-3"],
    ],
  },
  { column: "request_max_tokens", sources: [["gen_ai.request.max_tokens", 93, 93]] },
  { column: "request_temperature", sources: [["gen_ai.request.temperature", 0.5, 0.5]] },
  { column: "request_top_p", sources: [["gen_ai.request.top_p", 0.5, 0.5]] },
  {
    column: "input_messages",
    sources: [
      ["gen_ai.input.messages", "text 0", "text 0"],
      ["gen_ai.prompt", "text 1", "text 1"],
      ["gen_ai.prompt.content", "text 2", "text 2"],
      ["gen_ai.content.prompt", "text 3", "text 3"],
      ["gen_ai.retrieval.query.text", "text 4", "text 4"],
      ["gen_ai.memory.query.text", "text 5", "text 5"],
      ["gen_ai.prompt.0.content", "text 6", "text 6"],
    ],
  },
  {
    column: "output_messages",
    sources: [
      ["gen_ai.output.messages", "text 0", "text 0"],
      ["gen_ai.completion", "text 1", "text 1"],
      ["gen_ai.completion.content", "text 2", "text 2"],
      ["gen_ai.content.completion", "text 3", "text 3"],
      ["gen_ai.retrieval.documents", [new Map([["content", "text 4"]])], documents],
      ["gen_ai.completion.0.content", "text 5", "text 5"],
    ],
  },
  { column: "system_instructions", sources: [["gen_ai.system_instructions", "text 0", "text 0"]] },
  { column: "tool_definitions", sources: [["gen_ai.tool.definitions", '[{"name":"t"}]', '[{"name":"t"}]']] },

  {
    column: "input_messages",
    sources: [
      ["gen_ai.tool.call.arguments", json, request],
      [
        "gen_ai.tool.args",
        '{"city":"Rome"}',
        [{ role: "assistant", parts: [{ type: "tool_call", arguments: { city: "Rome" } }] }],
      ],
    ],
  },
  { column: "output_messages", sources: [["gen_ai.tool.call.result", json, answer]] },
  { column: "input_messages", beside: chat, sources: [["input", "Hi", "Hi"]] },
  { column: "output_messages", beside: chat, sources: [["output", "Hello", "Hello"]] },
  {
    column: "scores",
    beside: { "gen_ai.evaluation.score.value": 0.5 },
    sources: [
      ["gen_ai.evaluation.name", "relevance", [{ name: "relevance", value: 0.5, label: "", source: "evaluation" }]],
    ],
  },
  {
    column: "scores",
    sources: [["gen_ai.evaluation.score.value", 0.5, [{ name: "", value: 0.5, label: "", source: "evaluation" }]]],
  },
  {
    column: "scores",
    sources: [
      ["gen_ai.evaluation.score.label", "pass", [{ name: "", value: null, label: "pass", source: "evaluation" }]],
    ],
  },
];
