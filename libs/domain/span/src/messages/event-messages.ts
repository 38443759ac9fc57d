import { isJsonObject, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { ChatMessage } from "./chat-message.ts";
import { messageOfObject } from "./chat-messages-of-value.ts";
import { structured } from "./message-parts.ts";

/** Events of one message each, before semantic conventions 1.37; the name gives the role. */
const roleOfEvent: ReadonlyMap<string, string> = new Map([
  ["gen_ai.system.message", "system"],
  ["gen_ai.user.message", "user"],
  ["gen_ai.assistant.message", "assistant"],
  ["gen_ai.tool.message", "tool"],
]);

const CHOICE = "gen_ai.choice";

/** Fields that tell the event, not its message: the provider's name is the span's. */
const eventFields: ReadonlySet<string> = new Set(["gen_ai.system", "event.name", "gen_ai.message.index"]);

/** The message of an event of that name that was given to the model; undefined for other events. */
export function messageOfInputEvent(name: string, fields: JsonObject): ChatMessage | undefined {
  const role = roleOfEvent.get(name);
  if (role === undefined) return undefined;
  const { id, ...body } = bodyOf(fields);
  const isAnswer = role === "tool" && id !== undefined;
  return messageOfObject(isAnswer ? { ...body, tool_call_id: id } : body, role);
}

/** The message of an event that answers; it is in `message`, as text, JSON or object, or spread over the fields. */
export function messageOfChoiceEvent(name: string, fields: JsonObject): ChatMessage | undefined {
  if (name !== CHOICE) return undefined;
  const { message, index: _, finish_reason = null, ...rest } = bodyOf(fields);
  const inner = typeof message === "string" ? structured(message) : message;
  if (isJsonObject(inner)) return messageOfObject({ ...rest, ...inner, finish_reason }, "assistant");
  const content = inner === undefined ? {} : { content: inner };
  return messageOfObject({ ...rest, ...content, finish_reason }, "assistant");
}

function bodyOf(fields: JsonObject): JsonObject {
  const own = Object.entries(fields).filter(([key]) => !eventFields.has(key));
  return Object.fromEntries(own.map(([key, value]): [string, JsonValue] => [key, jsonOfField(key, value)]));
}

function jsonOfField(key: string, value: JsonValue): JsonValue {
  return key === "tool_calls" && typeof value === "string" ? (parseJson(value) ?? value) : value;
}
