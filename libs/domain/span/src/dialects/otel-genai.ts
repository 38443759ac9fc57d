import { readBool, readIsoUnixNano, readJsonText, readMillisOfSeconds, readTexts } from "../attribute-readers.ts";
import { messagesReader } from "../chat-messages-of-value.ts";
import { alias, countAlias, family, numberAlias, textAlias } from "../dialect.ts";
import type { Dialect } from "../dialect.ts";
import { readNumberedMessages } from "../numbered-messages.ts";
import { readOtelEvents } from "../otel-message-events.ts";
import { readSystemInstructions } from "../system-instructions.ts";
import { deriveBodies } from "../otel-bodies.ts";

/**
 * The OpenTelemetry GenAI semantic conventions of every era, newest names first, from the drafts after 1.41 back to the
 * `gen_ai.system` names and to those that OpenLLMetry and the engines coined in the same namespace.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export const otelGenAi: Dialect = {
  name: "otel_genai",
  markers: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.system"],
  aliases: [
    textAlias("operation", "gen_ai.operation.name"),
    textAlias("provider", "gen_ai.provider.name", "gen_ai.system"),
    textAlias("requestModel", "gen_ai.request.model"),
    textAlias("responseModel", "gen_ai.response.model"),
    textAlias("responseId", "gen_ai.response.id"),
    textAlias("agentName", "gen_ai.agent.name"),
    textAlias("toolName", "gen_ai.tool.name"),
    textAlias("toolCallId", "gen_ai.tool.call.id"),

    countAlias("inputTokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
    countAlias("outputTokens", "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
    countAlias("totalTokens", "gen_ai.usage.total_tokens", "llm.usage.total_tokens"),
    countAlias(
      "cacheReadTokens",
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cache_read_input_tokens",
      "gen_ai.usage.input_cached_tokens",
      "gen_ai.usage.details.cache_read_tokens",
      "gen_ai.usage.cache_read_tokens",
    ),
    countAlias(
      "cacheWriteTokens",
      "gen_ai.usage.cache_write.input_tokens",
      "gen_ai.usage.cache_creation.input_tokens",
      "gen_ai.usage.cache_creation_input_tokens",
      "gen_ai.usage.input_cache_creation",
      "gen_ai.usage.details.cache_write_tokens",
      "gen_ai.usage.cache_write_tokens",
    ),
    countAlias("cacheWrite5mTokens", "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens"),
    countAlias("cacheWrite1hTokens", "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens"),
    countAlias("inputAudioTokens", "gen_ai.usage.audio.input_tokens", "gen_ai.usage.input_audio_tokens"),
    countAlias("outputAudioTokens", "gen_ai.usage.audio.output_tokens", "gen_ai.usage.output_audio_tokens"),
    countAlias(
      "reasoningTokens",
      "gen_ai.usage.reasoning.output_tokens",
      "gen_ai.usage.reasoning_tokens",
      "gen_ai.usage.details.reasoning_tokens",
    ),

    textAlias("sessionId", "gen_ai.conversation.id"),
    textAlias("userId", "gen_ai.user"),
    textAlias("promptName", "gen_ai.prompt.name"),
    textAlias("promptVersion", "gen_ai.prompt.version"),
    alias(
      "ttftMs",
      readMillisOfSeconds,
      [
        "gen_ai.response.time_to_first_chunk",
        "gen_ai.latency.time_to_first_token",
        "gen_ai.client.response.time_to_first_token",
      ],
      "invalid_ttft",
    ),
    alias("completionStartUnixNano", readIsoUnixNano, ["completion_start_time"], "invalid_ttft"),
    alias("isStreaming", readBool, ["gen_ai.request.stream", "gen_ai.is_streaming", "llm.is_streaming"]),
    alias("finishReasons", readTexts, [
      "gen_ai.response.finish_reasons",
      "gen_ai.response.finish_reason",
      "gen_ai.response.stop_reason",
    ]),
    textAlias(
      "serviceTier",
      "openai.response.service_tier",
      "gen_ai.openai.response.service_tier",
      "openai.request.service_tier",
      "gen_ai.openai.request.service_tier",
    ),
    countAlias("requestMaxTokens", "gen_ai.request.max_tokens"),
    numberAlias("requestTemperature", "gen_ai.request.temperature"),
    numberAlias("requestTopP", "gen_ai.request.top_p"),

    alias("inputMessages", messagesReader("user"), ["gen_ai.input.messages", "gen_ai.prompt"]),
    alias("outputMessages", messagesReader("assistant"), ["gen_ai.output.messages", "gen_ai.completion"]),
    alias("systemInstructions", readSystemInstructions, ["gen_ai.system_instructions"]),
    alias("toolDefinitions", readJsonText, ["gen_ai.tool.definitions"]),
  ],
  families: [
    family("inputMessages", "gen_ai.prompt.", (groups) => readNumberedMessages(groups, "user")),
    family("outputMessages", "gen_ai.completion.", (groups) => readNumberedMessages(groups, "assistant")),
  ],
  readEvents: readOtelEvents,
  derive: deriveBodies,
};
