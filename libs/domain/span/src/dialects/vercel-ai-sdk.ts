import { jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonValue } from "../otlp/any-value.ts";
import { readJsonObject, readNumber, readTags, readText, unquoted } from "../facts/attribute-readers.ts";
import { alias, countAlias, numberAlias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { structured } from "../messages/message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { readPhaseMillis } from "../facts/phase-millis.ts";
import { spreadAlias, tell } from "../facts/spread-alias.ts";
import type { ToldFacts } from "../facts/spread-alias.ts";
import {
  readAnswer,
  readFinishReasons,
  readPromptMessages,
  readPromptSystem,
  readTools,
  readValues,
} from "./vercel-ai-sdk-messages.ts";
import { loopOperation, readOperationId } from "./vercel-ai-sdk-operations.ts";
import { deriveProviderMetadata, providerMetadataOf } from "./vercel-ai-sdk-provider-metadata.ts";
import { deriveCounting, deriveUsageDetails } from "./vercel-ai-sdk-usage.ts";

/** A prompt of Langfuse as JSON. Its text and settings come with its name: the attribute is kept. */
function readPrompt(value: AnyValue): ToldFacts {
  const { name = null, version = null } = readJsonObject(value) ?? {};
  const facts = [...tell("promptName", readScalar(name)), ...tell("promptVersion", readScalar(version))];
  return { facts, isWhole: false };
}

function readScalar(value: JsonValue): string | undefined {
  return typeof value === "object" ? undefined : readText(value);
}

/**
 * The Vercel AI SDK, versions 3 to 7. Version 7 writes OpenTelemetry's attributes, and its own beside them where the
 * conventions have no name. https://ai-sdk.dev/docs/ai-sdk-core/telemetry
 */
export const vercelAiSdk: Dialect = {
  name: "vercel_ai_sdk",
  markers: ["ai.operationId", "ai.model.id"],
  scopes: ["ai"],
  aliases: [
    spreadAlias("operation", ["ai.operationId", "operation.name"], readOperationId),
    textAlias("provider", "ai.model.provider"),
    textAlias("requestModel", "ai.model.id"),
    textAlias("responseModel", "ai.response.model"),
    textAlias("responseId", "ai.response.id"),
    textAlias("toolName", "ai.toolCall.name"),
    textAlias("toolCallId", "ai.toolCall.id"),

    countAlias("inputTokens", "ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"),
    countAlias("outputTokens", "ai.usage.outputTokens", "ai.usage.completionTokens"),
    countAlias("totalTokens", "ai.usage.totalTokens"),
    countAlias("cacheReadTokens", "ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.cachedInputTokens"),
    countAlias("cacheWriteTokens", "ai.usage.inputTokenDetails.cacheWriteTokens"),
    countAlias("outputTextTokens", "ai.usage.outputTokenDetails.textTokens"),
    countAlias("reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens", "ai.usage.reasoningTokens"),

    alias("ttftMs", readPhaseMillis, ["ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"], "invalid_ttft"),
    alias("finishReasons", readFinishReasons, [
      "ai.response.finishReason",
      "ai.result.finishReason",
      "ai.finishReason",
      "gen_ai.finishReason",
    ]),
    countAlias("requestMaxTokens", "ai.settings.maxOutputTokens", "ai.settings.maxTokens"),
    numberAlias("requestTemperature", "ai.settings.temperature"),
    numberAlias("requestTopP", "ai.settings.topP"),

    textAlias("sessionId", "ai.telemetry.metadata.sessionId", "ai.telemetry.metadata.session_id"),
    textAlias("userId", "ai.telemetry.metadata.userId", "ai.telemetry.metadata.user_id"),
    alias("tags", readTags, ["ai.telemetry.metadata.tags"]),
    textAlias("environment", "ai.telemetry.metadata.environment"),
    textAlias("release", "ai.telemetry.metadata.release"),
    textAlias("traceName", "ai.telemetry.functionId"),
    spreadAlias("promptName", ["ai.telemetry.metadata.langfusePrompt"], readPrompt),

    alias("inputMessages", readPromptMessages, ["ai.prompt.messages", "ai.prompt"]),
    alias("inputMessages", readValues, ["ai.values", "ai.value", "ai.documents"]),
    alias("systemInstructions", readPromptSystem, ["ai.prompt"]),
    alias("toolDefinitions", readTools, ["ai.prompt.tools", "ai.telemetry.metadata.tools"]),
  ],
  derivesFrom: ["ai."],
  /** The event of the first chunk repeats the time that its span tells at its end, if it comes so far. */
  readEvents: ({ span, readAttributes }) =>
    span.events.filter(
      ({ name, attributes }) => name === "ai.stream.firstChunk" && attributes.size > 0 && readAttributes(attributes),
    ),
  derive(context) {
    if (!speaksSdk(context)) return;
    const metadata = providerMetadataOf(context.span.attributes);
    context.fallback("operation", loopOperation(context.span.attributes));
    deriveUsageDetails(context);
    deriveProviderMetadata(context, metadata);
    deriveCounting(context, metadata);
    deriveTimePerToken(context);
    deriveTool(context);
    deriveAnswer(context);
  },
};

function speaksSdk({ span: { attributes } }: DialectContext): boolean {
  for (const key of attributes.keys()) if (key.startsWith("ai.") || key === "operation.name") return true;
  return false;
}

/**
 * The SDK's average counts the wait for the first token too; what is meant is the rest of the time over the rest of the
 * tokens.
 */
function deriveTimePerToken({ draft, fallback, span: { attributes } }: DialectContext): void {
  const { outputTokens = 0, ttftMs } = draft.facts;
  if (ttftMs === undefined || outputTokens < 2) return;
  const average =
    attributes.get("ai.response.avgOutputTokensPerSecond") ??
    attributes.get("ai.response.avgCompletionTokensPerSecond");
  const perSecond = readNumber(average ?? null) ?? 0;
  const finishMs =
    readPhaseMillis(attributes.get("ai.response.msToFinish") ?? null) ??
    (perSecond > 0 ? (outputTokens * 1000) / perSecond : undefined);
  if (finishMs !== undefined && finishMs >= ttftMs) fallback("tpotMs", (finishMs - ttftMs) / (outputTokens - 1));
}

/** A tool's arguments and result as the messages that ask for and answer the call. */
function deriveTool({ draft, fallback, span: { attributes } }: DialectContext): void {
  const { toolCallId, toolName } = draft.facts;
  const identity = {
    ...(toolCallId === undefined ? {} : { id: toolCallId }),
    ...(toolName === undefined ? {} : { name: toolName }),
  };
  const [given, givenKey] = firstAttribute(attributes, ["ai.toolCall.args", "ai.toolCall.input"]);
  const [result, resultKey] = firstAttribute(attributes, ["ai.toolCall.result", "ai.toolCall.output"]);
  if (given !== undefined) {
    const part = { type: "tool_call", ...identity, arguments: jsonOfBody(given) };
    fallback("inputMessages", [{ role: "assistant", parts: [part] }], givenKey);
  }
  if (result !== undefined) {
    const part = { type: "tool_call_response", ...identity, response: jsonOfBody(result) };
    fallback("outputMessages", [{ role: "tool", parts: [part] }], resultKey);
  }
}

/** The SDK writes all values as JSON: a text comes in quotes. */
function jsonOfBody(value: AnyValue): JsonValue {
  return structured(jsonOfAnyValue(unquoted(value)));
}

function deriveAnswer({ draft, fallback, span: { attributes } }: DialectContext): void {
  const answer = readAnswer(attributes, draft.facts.finishReasons?.[0]);
  if (answer !== undefined) fallback("outputMessages", answer.messages, ...answer.keys);
}

function firstAttribute(
  attributes: ReadonlyMap<string, AnyValue>,
  keys: readonly string[],
): [value: AnyValue | undefined, key: string] {
  for (const key of keys) {
    const value = attributes.get(key);
    if (value !== undefined && value !== null) return [value, key];
  }
  return [undefined, ""];
}
