import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";

/** Roles for the types of LangChain's messages, and for their classes. */
const roleOfType: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ["human", "user"],
  ["HumanMessage", "user"],
  ["HumanMessageChunk", "user"],
  ["ai", "assistant"],
  ["AIMessage", "assistant"],
  ["AIMessageChunk", "assistant"],
  ["system", "system"],
  ["SystemMessage", "system"],
  ["tool", "tool"],
  ["ToolMessage", "tool"],
  ["FunctionMessage", "tool"],
]);

/**
 * A message of LangChain, as its Python or its JavaScript writes it, in the fields of OpenAI's messages; any other value
 * as it is. https://python.langchain.com/api_reference/core/messages.html
 */
export function plainMessage(item: JsonValue): JsonValue {
  if (!isJsonObject(item)) return item;
  const { lc, type, id, kwargs } = item;
  if (lc === 1 && type === "constructor" && isJsonList(id) && isJsonObject(kwargs)) {
    const role = roleOfType.get(id.at(-1));
    const { type: _, ...fields } = kwargs;
    return role === undefined ? item : messageOf(role, fields);
  }
  const { role: _, type: __, ...fields } = item;
  const role = item["role"] === undefined && item["content"] !== undefined ? roleOfType.get(type) : undefined;
  return role === undefined ? item : messageOf(role, fields);
}

function messageOf(role: string, fields: JsonObject): JsonObject {
  const { additional_kwargs: added, tool_calls: calls, response_metadata: response, example: _, ...rest } = fields;
  const { tool_calls: rawCalls, ...others } = isJsonObject(added) ? added : {};
  const asked = isJsonList(calls) && calls.length > 0 ? calls.map(plainCall) : rawCalls;
  const reason = isJsonObject(response) ? response["finish_reason"] : undefined;
  return {
    ...rest,
    ...others,
    role,
    ...(asked === undefined ? {} : { tool_calls: asked }),
    ...(reason === undefined ? {} : { finish_reason: reason }),
    ...(isJsonObject(response) && Object.keys(response).length > 0 ? { response_metadata: response } : {}),
  };
}

function plainCall(call: JsonValue): JsonValue {
  if (!isJsonObject(call) || call["args"] === undefined) return call;
  const { args, ...rest } = call;
  return { ...rest, arguments: args };
}
