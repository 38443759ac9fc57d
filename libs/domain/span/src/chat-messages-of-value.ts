import { isJsonList, isJsonObject, jsonOfAnyValue } from "./any-value.ts";
import type { JsonObject, JsonValue } from "./any-value.ts";
import type { Reader } from "./attribute-readers.ts";
import type { ChatMessage, MessagePart } from "./chat-message.ts";
import { partOfObject, partsOfContent, structured } from "./message-parts.ts";

/**
 * Reads messages from an attribute in any of the schemas in use: OpenTelemetry's parts, OpenAI's and Anthropic's content,
 * Google's contents, a request or response around them, plain texts. What is none of them becomes the text of one message.
 * `defaultRole` is the role of those that name none.
 */
export function messagesReader(defaultRole: "user" | "assistant"): Reader<readonly ChatMessage[]> {
  return (value) => {
    const json = typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
    return json === null || json === "" ? undefined : messagesOfJson(json, defaultRole);
  };
}

function messagesOfJson(json: JsonValue, defaultRole: string): ChatMessage[] {
  if (isJsonList(json)) return messagesOfList(json, defaultRole);
  if (!isJsonObject(json)) return [textMessage(json, defaultRole)];
  const { messages, choices, contents } = json;
  const inner = messages ?? contents;
  if (isJsonList(inner)) return messagesOfList(inner, defaultRole);
  if (isJsonList(choices)) return choices.map((choice) => messageOfChoice(choice, defaultRole));
  const isMessage = ["role", "parts", "content"].some((name) => json[name] !== undefined);
  if (isMessage || typeof json["text"] === "string") return [messageOfObject(json, defaultRole)];
  return [textMessage(json, defaultRole)];
}

function messagesOfList(list: readonly JsonValue[], defaultRole: string): ChatMessage[] {
  const isPart = (item: JsonValue) => isJsonObject(item) && item["type"] !== undefined && item["role"] === undefined;
  if (list.length > 0 && list.every(isPart)) return [{ role: defaultRole, parts: partsOfContent(list) }];
  return list.map((item) => (isJsonObject(item) ? messageOfObject(item, defaultRole) : textMessage(item, defaultRole)));
}

function textMessage(json: JsonValue, role: string): ChatMessage {
  const content = typeof json === "string" ? json : JSON.stringify(json);
  return { role, parts: [{ type: "text", content }] };
}

/** An answer of a chat completion: the message is one level down, beside its finish reason. */
function messageOfChoice(choice: JsonValue, defaultRole: string): ChatMessage {
  if (!isJsonObject(choice)) return textMessage(choice, defaultRole);
  const { message, finish_reason, ...rest } = choice;
  if (!isJsonObject(message)) return messageOfObject(choice, defaultRole);
  const { index: _, logprobs: __, ...others } = rest;
  return messageOfObject({ ...others, ...message, finish_reason: finish_reason ?? null }, defaultRole);
}

/** One message of any schema. Fields that no schema knows are kept in a part of type `extra`. */
export function messageOfObject(message: JsonObject, defaultRole: string): ChatMessage {
  const { role, parts, content, text, tool_calls, tool_call_id, finish_reason, ...rest } = message;
  const said = [...(isJsonList(parts) ? parts : [])].flatMap(partsOfContent);
  const contentParts = partsOfContent(content ?? text);
  const calls = (isJsonList(tool_calls) ? tool_calls : []).filter(isJsonObject).map((call) => callOf(call));
  const answer = typeof tool_call_id === "string" ? [answerOf(tool_call_id, content)] : contentParts;
  const extra = Object.entries(rest).filter(([, value]) => isTelling(value));
  return {
    role: typeof role === "string" && role !== "" ? role : defaultRole,
    parts: [
      ...said,
      ...answer,
      ...calls,
      ...(extra.length > 0 ? [{ ...Object.fromEntries(extra), type: "extra" }] : []),
    ],
    ...(typeof finish_reason === "string" && finish_reason !== "" ? { finish_reason } : {}),
  };
}

function callOf(call: JsonObject): MessagePart {
  return partOfObject({ ...call, type: "tool_call" });
}

function answerOf(id: string, content: JsonValue | undefined): MessagePart {
  return content === undefined || content === null
    ? { type: "tool_call_response", id }
    : { type: "tool_call_response", id, response: structured(content) };
}

function isTelling(value: JsonValue): boolean {
  return value !== null && value !== "" && !(isJsonList(value) && value.length === 0);
}
