import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readBool, readCount, readNumber } from "../facts/attribute-readers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import type { DialectContext } from "../facts/dialect.ts";
import type { AttributeMap } from "../otlp/otlp-span.ts";
import { deriveProviderUsage } from "./litellm-usage.ts";
import { scalarAt, structuredByPython, textAt } from "./litellm-values.ts";

export const RAW_REQUEST_SPAN = "raw_gen_ai_request";

const RAW_KEY = /^llm\.([^.]{1,100})\.([^.]{1,100})$/;
/** What stands in the place of a provider in the other names that LiteLLM writes. */
const notProviders = new Set(["request", "response", "usage"]);
const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

interface RawCall {
  readonly provider: string;
  /** Fields of the request and of the answer in one, under the provider's own names. */
  readonly body: JsonObject;
}

/**
 * The span of the same call as LiteLLM's own, beside it, with request and answer as they went to the provider and came
 * back: `llm.<provider>.<field>`, each value as Python prints it. Its attributes are kept.
 */
export function deriveRawRequest(context: DialectContext): void {
  const call = rawCallOf(context.span.attributes);
  if (call === undefined) return;
  const { provider, body } = call;
  const { fallback } = context;
  fallback("provider", provider);
  fallback("operation", operationOf(body));
  fallback("responseId", textAt(body, "id") ?? textAt(body, "responseId"));
  // The answer's model overwrites the request's: they share one key.
  const model = textAt(body, "modelVersion") ?? textAt(body, "model");
  fallback("requestModel", textAt(body, "model") ?? model);
  fallback("responseModel", model);
  fallback("serviceTier", textAt(body, "service_tier"));
  deriveRequest(context, body);
  deriveMessages(context, body);
  deriveProviderUsage(context, provider, body);
}

function rawCallOf(attributes: AttributeMap): RawCall | undefined {
  const fields: [string, JsonValue][] = [];
  let provider: string | undefined;
  for (const [key, value] of attributes) {
    const [, named, field] = RAW_KEY.exec(key) ?? [];
    if (named === undefined || field === undefined || notProviders.has(named)) continue;
    if ((provider ?? named) !== named) continue;
    provider = named;
    fields.push([field, structuredByPython(value)]);
  }
  return provider === undefined ? undefined : { provider, body: Object.fromEntries(fields) };
}

/** By what came back; undefined where the provider's names say nothing. */
function operationOf(body: JsonObject): string | undefined {
  if (answerOf(body) !== undefined) return "chat";
  return isJsonList(body["data"]) || isJsonList(body["embeddings"]) ? "embeddings" : undefined;
}

function deriveRequest({ fallback }: DialectContext, body: JsonObject): void {
  const maxTokens = ["max_completion_tokens", "max_tokens", "max_output_tokens"].map((key) => scalarAt(body, key));
  fallback(
    "requestMaxTokens",
    maxTokens.map(readCount).find((count) => count !== undefined),
  );
  fallback("requestTemperature", readNumber(scalarAt(body, "temperature")));
  fallback("requestTopP", readNumber(scalarAt(body, "top_p")));
  fallback("isStreaming", readBool(scalarAt(body, "stream")));
  const { tools } = body;
  if (isJsonList(tools) && tools.length > 0) fallback("toolDefinitions", JSON.stringify(tools));
}

function deriveMessages({ draft, fallback }: DialectContext, body: JsonObject): void {
  const input = body["messages"] ?? body["contents"] ?? body["input"] ?? body["prompt"];
  fallback("inputMessages", messagesOf(input, readInput));
  fallback("outputMessages", messagesOf(answerOf(body), readOutput));
  const reason = textAt(body, "stop_reason") ?? textAt(body, "stopReason");
  const reasons = (draft.facts.outputMessages ?? []).flatMap(({ finish_reason: given }) => given ?? []);
  if (reason !== undefined || reasons.length > 0) fallback("finishReasons", reason === undefined ? reasons : [reason]);
}

/** What the model said, in OpenAI's, Google's, OpenAI Responses', Bedrock's or Anthropic's answer. */
function answerOf({ choices, candidates, output, content }: JsonObject): JsonValue | undefined {
  if (isJsonList(choices)) return { choices };
  if (isJsonList(candidates)) return candidates.map(messageOfCandidate);
  if (isJsonObject(output)) return output["message"] ?? output;
  return output ?? (isJsonList(content) ? { role: "assistant", content } : undefined);
}

function messageOfCandidate(candidate: JsonValue): JsonValue {
  if (!isJsonObject(candidate)) return candidate;
  const { content, finishReason = null } = candidate;
  return { ...(isJsonObject(content) ? content : {}), role: "assistant", finish_reason: finishReason };
}

function messagesOf(json: JsonValue | undefined, read: typeof readInput) {
  return json === undefined || json === null ? undefined : read(typeof json === "string" ? json : JSON.stringify(json));
}
