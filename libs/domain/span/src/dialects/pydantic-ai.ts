import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import { readCount, readJsonObject, readTags, readText } from "../facts/attribute-readers.ts";
import type { ChatMessage } from "../messages/chat-message.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, countAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { messageOfChoiceEvent, messageOfInputEvent } from "../messages/event-messages.ts";
import { readJsonCount, readJsonNumber } from "../facts/json-numbers.ts";
import { deriveLogfireBodies, logfireBodyKeys } from "./logfire-bodies.ts";
import { structured } from "../messages/message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { readCost } from "../facts/read-cost.ts";
import { offerToolAnswer, offerToolCall } from "../messages/tool-bodies.ts";

const SCOPE = "pydantic-ai";
const markers = ["pydantic_ai.all_messages", "all_messages_events", "model_request_parameters"];

/**
 * Pydantic AI, whose spans follow the OpenTelemetry conventions but for what an agent's run says of itself and for the
 * details of usage; and Logfire, which adds to any span. https://ai.pydantic.dev/logfire/
 */
export const pydanticAi: Dialect = {
  name: "pydantic_ai",
  markers,
  scopes: [SCOPE],
  aliases: [
    countAlias(
      "cacheReadTokens",
      "gen_ai.usage.details.cache_read_tokens",
      "gen_ai.usage.details.cache_read_input_tokens",
      "gen_ai.usage.details.cached_tokens",
      "gen_ai.usage.details.cached_content_tokens",
    ),
    countAlias(
      "cacheWriteTokens",
      "gen_ai.usage.details.cache_write_tokens",
      "gen_ai.usage.details.cache_creation_input_tokens",
    ),
    countAlias(
      "cacheReadAudioTokens",
      "gen_ai.usage.details.cache_audio_read_tokens",
      "gen_ai.usage.details.audio_cache_tokens",
    ),
    countAlias("cacheReadImageTokens", "gen_ai.usage.details.image_cache_tokens"),
    countAlias(
      "inputAudioTokens",
      "gen_ai.usage.details.input_audio_tokens",
      "gen_ai.usage.details.audio_prompt_tokens",
    ),
    countAlias("inputImageTokens", "gen_ai.usage.details.image_prompt_tokens"),
    countAlias("inputVideoTokens", "gen_ai.usage.details.video_prompt_tokens"),
    countAlias(
      "outputAudioTokens",
      "gen_ai.usage.details.output_audio_tokens",
      "gen_ai.usage.details.audio_candidates_tokens",
    ),
    countAlias("outputImageTokens", "gen_ai.usage.details.image_candidates_tokens"),
    countAlias(
      "reasoningTokens",
      "gen_ai.usage.details.reasoning_tokens",
      "gen_ai.usage.details.thoughts_tokens",
      "gen_ai.usage.details.thinking_tokens",
    ),
    alias("reportedCostUsd", readCost, ["operation.cost"], "invalid_number"),
    alias("level", levelOfNumber, ["logfire.level_num"]),
    alias("tags", readTags, ["logfire.tags"]),
    alias("inputMessages", messagesReader("user"), ["pydantic_ai.all_messages"]),
    alias("inputMessages", messagesOfEvents, ["all_messages_events"]),
  ],
  derivesFrom: [...markers, ...logfireBodyKeys, "tool_arguments", "tool_response", "model_config"],
  derive,
};

/** Logfire's levels are those of OpenTelemetry's log severity. */
function levelOfNumber(value: AnyValue): string | undefined {
  const level = readCount(value);
  if (level === undefined || level === 0) return undefined;
  if (level >= 17) return "error";
  if (level >= 13) return "warning";
  return level < 9 ? "debug" : "default";
}

function derive(context: DialectContext): void {
  offerToolCall(context, "tool_arguments");
  offerToolAnswer(context, "tool_response");
  deriveParameters(context);
  deriveLogfireBodies(context);
  const { scopeName, attributes } = context.span;
  if (scopeName === SCOPE || markers.some((key) => attributes.has(key))) deriveRun(context);
}

/** Names that only mean something on a span of Pydantic AI. */
function deriveRun({ span: { attributes }, fallback }: DialectContext): void {
  const text = (key: string) => readText(attributes.get(key) ?? null);
  fallback("agentName", text("agent_name"), "agent_name");
  fallback("requestModel", text("model_name"), "model_name");
  const result = attributes.get("final_result");
  if (result !== undefined) fallback("outputMessages", messagesReader("assistant")(result), "final_result");
  const events = attributes.get("events");
  if (events === undefined) return;
  fallback("inputMessages", messagesOfEvents(events), "events");
  fallback("outputMessages", readEach(events, messageOfChoiceEvent), "events");
}

/** Both stay attributes: they hold more than the columns do. */
function deriveParameters({ span: { attributes }, fallback }: DialectContext): void {
  const objectAt = (key: string): JsonObject => readJsonObject(attributes.get(key) ?? null) ?? {};
  const tools = objectAt("model_request_parameters")["function_tools"];
  if (isJsonList(tools) && tools.length > 0) fallback("toolDefinitions", JSON.stringify(tools));
  const config = objectAt("model_config");
  fallback("requestMaxTokens", readJsonCount(config["max_tokens"]));
  fallback("requestTemperature", readJsonNumber(config["temperature"]));
  fallback("requestTopP", readJsonNumber(config["top_p"]));
}

/** `events` is a list of what would be the span's events, had their attributes been able to hold it. */
function messagesOfEvents(events: AnyValue): readonly ChatMessage[] | undefined {
  return readEach(events, messageOfInputEvent);
}

function readEach(events: AnyValue, read: typeof messageOfInputEvent): readonly ChatMessage[] | undefined {
  const json = typeof events === "string" ? structured(events) : jsonOfAnyValue(events);
  const messages = (isJsonList(json) ? json : [])
    .filter(isJsonObject)
    .flatMap((event) => read(nameOf(event), event) ?? []);
  return messages.length === 0 ? undefined : messages;
}

function nameOf({ "event.name": name }: JsonObject): string {
  return typeof name === "string" ? name : "";
}
