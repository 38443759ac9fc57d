import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readJsonObject } from "../facts/attribute-readers.ts";
import type { DialectContext } from "../facts/dialect.ts";
import { readJsonCount, readJsonNumber } from "../facts/json-numbers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";

const REQUEST = "request_data";
const RESPONSE = "response_data";
export const logfireBodyKeys: readonly string[] = [REQUEST, RESPONSE];

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/**
 * Request and answer as Logfire's own instrumentation of model clients writes them, for spans of which the conventions
 * do not tell them. Both stay attributes: they hold more than the columns do. https://logfire.pydantic.dev/docs/
 */
export function deriveLogfireBodies({ span: { attributes }, fallback }: DialectContext): void {
  const request = readJsonObject(attributes.get(REQUEST) ?? null);
  if (request === undefined || typeof request["model"] !== "string") return;
  fallback("requestModel", request["model"]);
  fallback("inputMessages", read(request["messages"] ?? request["input"], readInput));
  fallback("requestMaxTokens", readJsonCount(request["max_tokens"] ?? request["max_completion_tokens"]));
  fallback("requestTemperature", readJsonNumber(request["temperature"]));
  fallback("requestTopP", readJsonNumber(request["top_p"]));
  if (typeof request["stream"] === "boolean") fallback("isStreaming", request["stream"]);
  const response: JsonObject = readJsonObject(attributes.get(RESPONSE) ?? null) ?? {};
  const { message, combined_chunk_content: streamed } = response;
  fallback("outputMessages", read(isJsonObject(message) ? [message] : (message ?? streamed), readOutput));
}

function read(body: JsonValue | undefined, reader: typeof readInput): ReturnType<typeof readInput> {
  if (body === undefined || body === null) return undefined;
  return reader(typeof body === "string" ? body : JSON.stringify(body));
}
