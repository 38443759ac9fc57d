import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";

/** A call of a tool as the Vercel AI SDK writes it, by OpenTelemetry's names. */
export function toolCallOfSdk(call: JsonObject): JsonObject {
  const { type: _, toolCallType: __, toolCallId, toolName, input, args, ...rest } = call;
  return { ...rest, type: "tool_call", ...identity(toolCallId, toolName), arguments: input ?? args ?? null };
}

/** Version 5 and later wrap the result with what it is: `{type: "json", value}`, `{type: "error-text", value}`. */
export function toolResultOfSdk(answer: JsonObject): JsonObject {
  const { type: _, toolCallId, toolName, output, result, ...rest } = answer;
  const { type: kind, value } = isJsonObject(output) ? output : {};
  const error = typeof kind === "string" && kind.startsWith("error") ? { is_error: true } : {};
  const response = value ?? output ?? result ?? null;
  return { ...rest, ...error, type: "tool_call_response", ...identity(toolCallId, toolName), response };
}

function identity(id: JsonValue | undefined, name: JsonValue | undefined): JsonObject {
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}
