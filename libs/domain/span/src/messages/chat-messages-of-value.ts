import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { unquoted } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { parsePythonRepr } from "../facts/python-repr.ts";
import { listedAnswers, listedMessages } from "./body-messages.ts";
import type { ChatMessage, MessagePart } from "./chat-message.ts";
import { plainMessage } from "./langchain-messages.ts";
import { MAX_ENTRIES, partOfObject, partsOfContent, structured } from "./message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

/**
 * Reads messages from an attribute in any of the schemas in use: OpenTelemetry's parts, OpenAI's and Anthropic's content,
 * Google's contents, a request or response around them, plain texts. What is none of them becomes the text of one message.
 * `defaultRole` is the role of those that name none.
 */
export function messagesReader(defaultRole: "user" | "assistant"): Reader<readonly ChatMessage[]> {
  return defaultRole === "user" ? readUserMessages : readAssistantMessages;
}

const readUserMessages: Reader<readonly ChatMessage[]> = (value) => messagesOfValue(value, "user");
const readAssistantMessages: Reader<readonly ChatMessage[]> = (value) => messagesOfValue(value, "assistant");

function messagesOfValue(value: AnyValue, defaultRole: string): ChatMessage[] | undefined {
  const json = bodyOf(value);
  return json === null || json === "" ? undefined : messagesOfJson(json, defaultRole);
}

/** As `messagesReader`, for senders that write every value as JSON, so that a plain text comes in quotes. */
export function quotedMessagesReader(defaultRole: "user" | "assistant"): Reader<readonly ChatMessage[]> {
  const read = messagesReader(defaultRole);
  return (value) => read(unquoted(value));
}

/** The fields of a body that hold its messages, in the order in which they are looked for. */
const containers = [
  "messages",
  "contents",
  "items",
  "replies",
  "choices",
  "candidates",
  "generations",
  "new_message",
] as const;
const listContainers = ["input", "output"] as const;

/** True of a body that says more than its messages, such as the parameters beside them. */
export function saysMoreThanMessages(value: AnyValue): boolean {
  // A list of messages, which most bodies are, is not read twice to learn that it is no object.
  if (typeof value === "string" && LIST_START.test(value)) return false;
  const json = bodyOf(value);
  if (!isJsonObject(json)) return false;
  const container =
    containers.find((name) => typeof json[name] === "object" && json[name] !== null) ??
    listContainers.find((name) => isJsonList(json[name]));
  return (
    container !== undefined && Object.entries(json).some(([name, field]) => name !== container && isTelling(field))
  );
}

const LIST_START = /^\s*\[/;

/** Messages also as Python prints a list or dict of them. */
function bodyOf(value: AnyValue): JsonValue {
  if (typeof value !== "string") return jsonOfAnyValue(value);
  const json = structured(value);
  return typeof json === "string" && PRINTED.test(json) ? (parsePythonRepr(json) ?? json) : json;
}

/** Begins like a printed message or body: another printed value is only a text. */
const PRINTED = /^\s*(?:\[\s*)?\{\s*'(?:role|content|parts|messages|contents|type)'/;

function messagesOfJson(sent: JsonValue, defaultRole: string): ChatMessage[] {
  const json = plainMessage(sent);
  if (isJsonList(json)) return messagesOfList(json, defaultRole);
  if (!isJsonObject(json)) return [textMessage(json, defaultRole)];
  const inner = listedMessages(json);
  if (inner !== undefined) return messagesOfList(inner, defaultRole);
  const answers = listedAnswers(json);
  if (answers !== undefined) return answers.map((answer) => messageOfChoice(answer, defaultRole));
  const { contents } = json;
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
  // LangChain asks for several answers at once with a list of lists. Lists deeper than these are no messages.
  const isBatch = sent.length > 0 && sent.every(isJsonList);
  return isBatch ? sent.flatMap((inner) => messagesOfItems(inner, defaultRole)) : messagesOfItems(sent, defaultRole);
}

function messagesOfItems(sent: readonly JsonValue[], defaultRole: string): ChatMessage[] {
  if (sent.length > MAX_ENTRIES) return [textMessage(sent, defaultRole)];
  const list = sent.map(plainMessage);
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
  const { role, parts, content, text, blocks, items, tool_call_id, ...others } = message;
  const { calls, rest: uncalled } = takeCalls(others);
  const { reason, rest } = takeReason(uncalled);
  const said = [...(isJsonList(parts) ? parts : [])].flatMap(partsOfContent);
  // LlamaIndex calls the parts of a message blocks, Semantic Kernel items.
  const contentParts = partsOfContent(content ?? text ?? blocks ?? items);
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
    ...(reason === "" ? {} : { finish_reason: reason }),
  };
}

/** The calls of tools that stand beside the content: OpenAI's, its single function of before, the Vercel AI SDK's. */
function takeCalls(message: JsonObject): { readonly calls: readonly MessagePart[]; readonly rest: JsonObject } {
  const { tool_calls, toolCalls, function_call, ...rest } = message;
  const listed = tool_calls ?? toolCalls ?? (isJsonObject(function_call) ? [function_call] : []);
  return { calls: (isJsonList(listed) ? listed : []).filter(isJsonObject).map(callOf), rest };
}

function callOf(call: JsonObject): MessagePart {
  return partOfObject({ ...call, type: call["toolName"] === undefined ? "tool_call" : "tool-call" });
}

/** Why the answer ended, in the words of OpenAI, Anthropic or Ollama. */
function takeReason(message: JsonObject): { readonly reason: string; readonly rest: JsonObject } {
  const { finish_reason, stop_reason, done_reason, ...rest } = message;
  const reason = finish_reason ?? stop_reason ?? done_reason;
  return { reason: typeof reason === "string" ? reason : "", rest };
}

function answerOf(id: string, content: JsonValue | undefined): MessagePart {
  return content === undefined || content === null
    ? { type: "tool_call_response", id }
    : { type: "tool_call_response", id, response: structured(content) };
}

function isTelling(value: JsonValue): boolean {
  if (value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
