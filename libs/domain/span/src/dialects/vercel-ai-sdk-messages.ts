import { isAttributeMap, isJsonList, isJsonObject, isValueList, jsonOfAnyValue, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readText, textOfJson } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { toolCallOfSdk, toolResultOfSdk } from "../messages/ai-sdk-parts.ts";
import type { ChatMessage, MessagePart } from "../messages/chat-message.ts";
import { messageOfObject } from "../messages/chat-messages-of-value.ts";
import { partsOfContent, structured } from "../messages/message-parts.ts";
import type { AnyValue, AttributeMap } from "../otlp/otlp-span.ts";
import { readSystemInstructions } from "../messages/system-instructions.ts";

/**
 * The messages of `ai.prompt.messages`, a list, and of `ai.prompt`, which holds what the caller passed: `prompt` or
 * `messages`.
 */
export const readPromptMessages: Reader<readonly ChatMessage[]> = (value) => {
  const json = jsonOf(value);
  if (json === null || json === "") return undefined;
  if (!isJsonObject(json)) return messagesOf(json);
  const { messages, prompt } = json;
  const said = [...messagesOf(messages), ...messagesOf(prompt)];
  return said.length === 0 ? undefined : said;
};

/** `system` of `ai.prompt`: a text, a message, or a list of messages. */
export const readPromptSystem: Reader<string> = (value) => {
  const json = jsonOf(value);
  const system = isJsonObject(json) ? (json["system"] ?? json["instructions"]) : null;
  return system === undefined || system === null ? undefined : readSystemInstructions(textOfJson(system));
};

/** What was embedded or ranked: `ai.value` is one JSON text, `ai.values` and `ai.documents` are lists of them. */
export const readValues: Reader<readonly ChatMessage[]> = (value) => {
  const values = isValueList(value) ? value : [value];
  const texts = values.map((item) => textOfJson(typeof item === "string" ? (parseJson(item) ?? item) : jsonOf(item)));
  const messages = texts.filter((text) => text !== "" && text !== "null").map((text) => textMessage(text));
  return messages.length === 0 ? undefined : messages;
};

/** Definitions of tools as a JSON list; the SDK sends a list of JSON texts. Undefined for anything but objects. */
export const readTools: Reader<string> = (value) => {
  const json = jsonOf(value);
  const tools = (isJsonList(json) ? json : []).map(structured);
  if (tools.length === 0 || !tools.every(isJsonObject)) return undefined;
  return typeof value === "string" ? value : JSON.stringify(tools);
};

export interface Answer {
  readonly messages: readonly ChatMessage[];
  /** The attributes that it was made of. */
  readonly keys: readonly string[];
}

/** The parts of an answer, in the order in which a model gives them; versions before 4 write `ai.result`. */
const answerParts: readonly (readonly [field: string, read: (value: JsonValue) => readonly MessagePart[]])[] = [
  ["reasoning", reasoningParts],
  ["text", textParts],
  ["object", textParts],
  ["files", (value) => partsOfContent(structured(value))],
  ["toolCalls", toolCallParts],
];

/** The one message that the attributes of an answer tell together; undefined where there is none. */
export function readAnswer(attributes: AttributeMap, finishReason: string | undefined): Answer | undefined {
  const keys: string[] = [];
  const parts = answerParts.flatMap(([field, read]) => {
    const value = attributes.get(`ai.response.${field}`) ?? attributes.get(`ai.result.${field}`);
    const said = value === undefined || value === null ? [] : read(jsonOfAnyValue(value));
    if (said.length === 0) return [];
    // Version 3.4 sent both names; one that says something else is kept.
    keys.push(...[`ai.response.${field}`, `ai.result.${field}`].filter((key) => attributes.get(key) === value));
    return said;
  });
  if (parts.length === 0) return undefined;
  const finish = finishReason === undefined ? {} : { finish_reason: finishReason };
  return { messages: [{ role: "assistant", parts, ...finish }], keys };
}

function textMessage(content: string): ChatMessage {
  return { role: "user", parts: [{ type: "text", content }] };
}

/** The JSON that a value is, or whose text it holds; a text that is none stays a text. */
function jsonOf(value: AnyValue): JsonValue {
  return typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
}

function messagesOf(json: JsonValue | undefined): ChatMessage[] {
  if (json === undefined || json === null || json === "") return [];
  if (!isJsonList(json)) return [isJsonObject(json) ? messageOf(json) : textMessage(textOfJson(json))];
  return json.map((message) => (isJsonObject(message) ? messageOf(message) : textMessage(textOfJson(message))));
}

function messageOf(message: JsonObject): ChatMessage {
  const { content, parts } = message;
  return messageOfObject(
    {
      ...message,
      ...(isJsonList(content) ? { content: content.flatMap(partsOfSdk) } : {}),
      ...(isJsonList(parts) ? { parts: parts.flatMap(partsOfSdk) } : {}),
    },
    "user",
  );
}

/** The SDK's own parts by OpenTelemetry's names: calls of tools and their answers; others as they are. */
function partsOfSdk(part: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(part)) return [part];
  const { type, toolInvocation } = part;
  // A call and its answer in one part, as version 4 keeps them for user interfaces.
  if (type === "tool-invocation" && isJsonObject(toolInvocation)) {
    const { result, state: _, step: __, ...call } = toolInvocation;
    const { toolCallId = null, toolName = null } = call;
    return [toolCallOfSdk(call), ...(result === undefined ? [] : [toolResultOfSdk({ toolCallId, toolName, result })])];
  }
  return [part];
}

function textParts(value: JsonValue): readonly MessagePart[] {
  return value === "" ? [] : [{ type: "text", content: textOfJson(value) }];
}

/** One text, or the JSON of a list of `{type, text}`. */
function reasoningParts(value: JsonValue): readonly MessagePart[] {
  const json = structured(value);
  if (!isJsonList(json)) return value === "" ? [] : [{ type: "reasoning", content: textOfJson(value) }];
  return json.flatMap((item) => {
    const { text, type, ...rest } = isJsonObject(item) ? item : { text: item };
    return text === undefined
      ? partsOfContent(item)
      : [
          {
            ...rest,
            type: typeof type === "string" && type !== "text" ? type : "reasoning",
            content: textOfJson(text),
          },
        ];
  });
}

function toolCallParts(value: JsonValue): readonly MessagePart[] {
  const json = structured(value);
  const calls = (isJsonList(json) ? json : [json]).map((call) => (typeof call === "string" ? structured(call) : call));
  return calls.flatMap((call) => (isJsonObject(call) ? partsOfContent(toolCallOfSdk(call)) : partsOfContent(call)));
}

/** A finish reason as a text, or by the SDK's version 6 as `{unified, raw}`. */
export const readFinishReasons: Reader<readonly string[]> = (value) => {
  const json = jsonOf(value);
  const unified = isJsonObject(json) ? json["unified"] : undefined;
  const reason = typeof unified === "string" ? unified : isAttributeMap(value) ? undefined : readText(value);
  return reason === undefined ? undefined : [reason];
};
