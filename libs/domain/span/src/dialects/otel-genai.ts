import { readBool, readIsoUnixNano, readJsonText, readTags, readTexts } from "../facts/attribute-readers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, countAlias, family, numberAlias, textAlias } from "../facts/dialect.ts";
import type { Alias, Dialect, DialectContext } from "../facts/dialect.ts";
import { deriveScores, scoreKeys } from "../facts/evaluation-scores.ts";
import { readNumberedMessages } from "../messages/numbered-messages.ts";
import { deriveBodies, toolBodyKeys } from "../messages/otel-bodies.ts";
import { readOtelEvents } from "../facts/otel-events.ts";
import { readPhaseSeconds } from "../facts/phase-millis.ts";
import { readCost } from "../facts/read-cost.ts";
import { readRetrievedDocuments } from "../messages/retrieved-documents.ts";
import { readSystemInstructions } from "../messages/system-instructions.ts";

const identity: readonly Alias[] = [
  textAlias("operation", "gen_ai.operation.name"),
  textAlias("provider", "gen_ai.provider.name", "gen_ai.system"),
  textAlias("requestModel", "gen_ai.request.model"),
  textAlias("responseModel", "gen_ai.response.model"),
  textAlias("responseId", "gen_ai.response.id"),
  textAlias("agentName", "gen_ai.agent.name"),
  textAlias("toolName", "gen_ai.tool.name"),
  textAlias("toolCallId", "gen_ai.tool.call.id"),
  textAlias("sessionId", "gen_ai.conversation.id"),
  textAlias("userId", "gen_ai.user", "gen_ai.request.user"),
  alias("tags", readTags, ["gen_ai.framework.tags"]),
  textAlias("promptName", "gen_ai.prompt.name"),
  textAlias("promptVersion", "gen_ai.prompt.version"),
  textAlias("environment", "gen_ai.environment"),
];

const inputUsage: readonly Alias[] = [
  countAlias("inputTokens", "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "gen_ai.response.prompt_tokens"),
  countAlias("totalTokens", "gen_ai.usage.total_tokens"),
  countAlias(
    "cacheReadTokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.input_cached_tokens",
    "gen_ai.usage.cache_read_tokens",
    "gen_ai.usage.cached_tokens",
    "gen_ai.usage.input_tokens.cached",
    "gen_ai.usage.prompt_tokens_details.cache_read",
    "gen_ai.usage.prompt_tokens_details.cached_tokens",
  ),
  countAlias(
    "cacheWriteTokens",
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.input_cache_creation",
    "gen_ai.usage.cache_write_tokens",
    "gen_ai.usage.cache_creation_tokens",
    "gen_ai.usage.input_tokens.cache_write",
    "gen_ai.usage.prompt_tokens_details.cache_write",
  ),
  countAlias("cacheWrite5mTokens", "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens"),
  countAlias("cacheWrite1hTokens", "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens"),
  countAlias("inputTextTokens", "gen_ai.usage.text.input_tokens"),
  countAlias("inputImageTokens", "gen_ai.usage.image.input_tokens", "gen_ai.usage.input_image_tokens"),
  countAlias("inputAudioTokens", "gen_ai.usage.audio.input_tokens", "gen_ai.usage.input_audio_tokens"),
  countAlias("cacheReadTextTokens", "gen_ai.usage.text.cache_read.input_tokens"),
  countAlias("cacheReadImageTokens", "gen_ai.usage.image.cache_read.input_tokens"),
  countAlias("cacheReadAudioTokens", "gen_ai.usage.audio.cache_read.input_tokens"),
];

const outputUsage: readonly Alias[] = [
  countAlias(
    "outputTokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "gen_ai.response.completion_tokens",
  ),
  countAlias("outputTextTokens", "gen_ai.usage.text.output_tokens"),
  countAlias("outputImageTokens", "gen_ai.usage.image.output_tokens", "gen_ai.usage.output_image_tokens"),
  countAlias(
    "outputAudioTokens",
    "gen_ai.usage.audio.output_tokens",
    "gen_ai.usage.output_audio_tokens",
    "gen_ai.usage.completion_tokens_details.audio",
  ),
  countAlias(
    "reasoningTokens",
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.usage.reasoning_tokens",
    "gen_ai.usage.output_tokens.reasoning",
    "gen_ai.usage.completion_tokens_details.reasoning",
    "gen_ai.usage.completion_tokens_details.reasoning_tokens",
  ),
  alias("reportedCostUsd", readCost, ["gen_ai.usage.cost"], "invalid_number"),
];

const requestAndTiming: readonly Alias[] = [
  alias(
    "ttftMs",
    readPhaseSeconds,
    [
      "gen_ai.response.time_to_first_chunk",
      "gen_ai.client.response.time_to_first_token",
      "gen_ai.server.time_to_first_token",
    ],
    "invalid_ttft",
  ),
  alias("tpotMs", readPhaseSeconds, ["gen_ai.server.time_per_output_token"], "invalid_timing"),
  alias("completionStartUnixNano", readIsoUnixNano, ["completion_start_time"], "invalid_ttft"),
  alias("isStreaming", readBool, ["gen_ai.request.stream", "gen_ai.request.is_stream", "gen_ai.is_streaming"]),
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
];

const content: readonly Alias[] = [
  alias("inputMessages", messagesReader("user"), [
    "gen_ai.input.messages",
    "gen_ai.prompt",
    "gen_ai.prompt.content",
    "gen_ai.content.prompt",
    "gen_ai.retrieval.query.text",
    "gen_ai.memory.query.text",
  ]),
  alias("outputMessages", messagesReader("assistant"), [
    "gen_ai.output.messages",
    "gen_ai.completion",
    "gen_ai.completion.content",
    "gen_ai.content.completion",
  ]),
  alias("outputMessages", readRetrievedDocuments, ["gen_ai.retrieval.documents"]),
  alias("systemInstructions", readSystemInstructions, ["gen_ai.system_instructions"]),
  alias("toolDefinitions", readJsonText, ["gen_ai.tool.definitions"]),
];

/**
 * The OpenTelemetry GenAI semantic conventions of every era, newest names first, from the drafts after 1.41 back to the
 * `gen_ai.system` names and to those that others coined in the same namespace.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export const otelGenAi: Dialect = {
  name: "otel_genai",
  markers: ["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.system"],
  aliases: [...identity, ...inputUsage, ...outputUsage, ...requestAndTiming, ...content],
  families: [
    family("inputMessages", "gen_ai.prompt.", (groups) => readNumberedMessages(groups, "user")),
    family("outputMessages", "gen_ai.completion.", (groups) => readNumberedMessages(groups, "assistant")),
  ],
  derivesFrom: [...toolBodyKeys, "input", "output", ...scoreKeys],
  readEvents: readOtelEvents,
  derive,
};

function derive(context: DialectContext): void {
  deriveBodies(context);
  deriveScores(context);
}
