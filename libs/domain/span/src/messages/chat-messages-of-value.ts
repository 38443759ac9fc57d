import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { ChatMessage, MessagePart } from "./chat-message.ts";
import { plainMessage } from "./langchain-messages.ts";
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

function messagesOfJson(sent: JsonValue, defaultRole: string): ChatMessage[] {
  const json = plainMessage(sent);
  if (isJsonList(json)) return messagesOfList(json, defaultRole);
  if (!isJsonObject(json)) return [textMessage(json, defaultRole)];
  const { messages, choices, contents, candidates, items } = json;
  const inner = messages ?? contents ?? items;
  if (isJsonList(inner)) return messagesOfList(inner, defaultRole);
  const answers = choices ?? candidates;
  if (isJsonList(answers)) return answers.map((answer) => messageOfChoice(answer, defaultRole));
  if (typeof contents === "string") return [textMessage(contents, defaultRole)];
  return [messageOfBody(json, defaultRole)];
}

/** A body that holds one message, or is one; what is none becomes its text. */
function messageOfBody(json: JsonObject, defaultRole: string): ChatMessage {
  const { message, new_message: asked, content } = json;
  if (isContentOfParts(asked)) return messageOfObject(asked, defaultRole);
  const isAround = isJsonObject(message) && typeof message["role"] === "string";
  if (isAround || isContentOfParts(content)) return messageOfChoice(json, defaultRole);
  const isMessage = ["role", "parts", "content"].some((name) => json[name] !== undefined);
  return isMessage || typeof json["text"] === "string"
    ? messageOfObject(json, defaultRole)
    : textMessage(json, defaultRole);
}

function messagesOfList(sent: readonly JsonValue[], defaultRole: string): ChatMessage[] {
  const list = sent.map(plainMessage);
  // LangChain asks for several answers at once with a list of lists.
  if (list.length > 0 && list.every(isJsonList)) return list.flatMap((inner) => messagesOfList(inner, defaultRole));
  const isPart = (item: JsonValue) => isJsonObject(item) && item["type"] !== undefined && item["role"] === undefined;
  if (list.length > 0 && list.every(isPart)) return [{ role: defaultRole, parts: partsOfContent(list) }];
  return list.map((item) => messageOfItem(item, defaultRole));
}

/** Items of OpenAI's Responses that are no messages: they have a type and no role. */
const roleOfItem: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ["function_call", "assistant"],
  ["function_call_output", "tool"],
  ["reasoning", "assistant"],
]);

function messageOfItem(item: JsonValue, defaultRole: string): ChatMessage {
  if (!isJsonObject(item)) return textMessage(item, defaultRole);
  const role = item["role"] === undefined ? roleOfItem.get(item["type"]) : undefined;
  return role === undefined ? messageOfObject(item, defaultRole) : { role, parts: [partOfObject(item)] };
}

function textMessage(json: JsonValue, role: string): ChatMessage {
  const content = typeof json === "string" ? json : JSON.stringify(json);
  return { role, parts: [{ type: "text", content }] };
}

/** An answer of a chat completion, or Google's candidate: the message is one level down, beside its finish reason. */
function messageOfChoice(choice: JsonValue, defaultRole: string): ChatMessage {
  if (!isJsonObject(choice)) return textMessage(choice, defaultRole);
  const { message, content, finish_reason, finishReason, ...rest } = choice;
  const inner = message ?? (isContentOfParts(content) ? content : undefined);
  if (!isJsonObject(inner)) return messageOfObject(choice, defaultRole);
  const { index: _, logprobs: __, ...others } = rest;
  return messageOfObject({ ...others, ...inner, finish_reason: finish_reason ?? finishReason ?? null }, defaultRole);
}

/** Google's content is an object: a role and a list of parts. */
function isContentOfParts(content: JsonValue | undefined): content is JsonObject {
  return isJsonObject(content) && isJsonList(content["parts"]);
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
