import { isJsonObject, jsonOfAnyValue, parseJson } from "./any-value.ts";
import type { JsonValue } from "./any-value.ts";
import { readJsonObject } from "./attribute-readers.ts";
import type { ChatMessage } from "./chat-message.ts";
import { messageOfObject } from "./chat-messages-of-value.ts";
import type { DialectContext } from "./dialect.ts";
import type { SpanEvent } from "./otlp-span.ts";
import { structured } from "./message-parts.ts";

type Side = "inputMessages" | "outputMessages";

/** Events of one message each, before semantic conventions 1.37; the name gives the role. */
const roleOfEvent: ReadonlyMap<string, string> = new Map([
  ["gen_ai.system.message", "system"],
  ["gen_ai.user.message", "user"],
  ["gen_ai.assistant.message", "assistant"],
  ["gen_ai.tool.message", "tool"],
]);

const CHOICE = "gen_ai.choice";
/** Events whose attributes are named like those of spans. */
const detailEvents = new Set([
  "gen_ai.client.inference.operation.details",
  "gen_ai.content.prompt",
  "gen_ai.content.completion",
]);

interface EventMessage {
  readonly event: SpanEvent;
  readonly message: ChatMessage;
}

/**
 * Messages that came as span events, for the sides of which the span's attributes have none. Answers the events that
 * are now in the facts in whole.
 */
export function readOtelEvents(context: DialectContext): readonly SpanEvent[] {
  const { span } = context;
  if (span.events.length === 0) return [];
  const details = span.events.filter(({ name }) => detailEvents.has(name));
  const isNew = (event: SpanEvent) => !hasMessages(context, event);
  const taken = details.filter(isNew).filter(({ attributes }) => context.readAttributes(attributes));
  const inputs = span.events.flatMap((event) => inputMessage(event));
  const outputs = span.events.filter(({ name }) => name === CHOICE).map((event) => readChoice(event));
  return [...taken, ...offerSide(context, "inputMessages", inputs), ...offerSide(context, "outputMessages", outputs)];
}

/** True where the event repeats a side that attributes already told. */
function hasMessages({ draft }: DialectContext, { attributes }: SpanEvent): boolean {
  const repeats = (side: Side, keys: readonly string[]) =>
    draft.facts[side] !== undefined && keys.some((key) => attributes.has(key));
  return (
    repeats("inputMessages", ["gen_ai.input.messages", "gen_ai.prompt"]) ||
    repeats("outputMessages", ["gen_ai.output.messages", "gen_ai.completion"])
  );
}

function offerSide({ draft, fallback }: DialectContext, side: Side, found: readonly EventMessage[]): SpanEvent[] {
  if (draft.facts[side] !== undefined || found.length === 0) return [];
  fallback(
    side,
    found.map(({ message }) => message).filter(({ parts }) => parts.length > 0),
  );
  const reasons = found.flatMap(({ message }) => message.finish_reason ?? []);
  if (side === "outputMessages" && reasons.length > 0) fallback("finishReasons", reasons);
  return found.map(({ event }) => event);
}

function inputMessage(event: SpanEvent): EventMessage[] {
  const role = roleOfEvent.get(event.name);
  if (role === undefined) return [];
  const { id, ...body } = bodyOf(event);
  const isAnswer = role === "tool" && id !== undefined;
  const message = messageOfObject(isAnswer ? { ...body, tool_call_id: id } : body, role);
  return [{ event, message }];
}

/** A choice holds its message in `message`, as text, JSON or object, or spread over its own attributes. */
function readChoice(event: SpanEvent): EventMessage {
  const { message, index: _, finish_reason = null, ...rest } = bodyOf(event);
  const inner = typeof message === "string" ? structured(message) : message;
  if (isJsonObject(inner))
    return { event, message: messageOfObject({ ...rest, ...inner, finish_reason }, "assistant") };
  const content = inner === undefined ? {} : { content: inner };
  return { event, message: messageOfObject({ ...rest, ...content, finish_reason }, "assistant") };
}

/** The attributes of an event, with those inside its JSON body where it has one; the provider's name is the span's. */
function bodyOf({ attributes }: SpanEvent): Readonly<Record<string, JsonValue>> {
  const body = readJsonObject(attributes.get("gen_ai.event.content") ?? null) ?? {};
  const own = [...attributes]
    .filter(([key]) => key !== "gen_ai.system" && key !== "gen_ai.event.content" && key !== "event.name")
    .map(([key, value]): [string, JsonValue] => [key, jsonOfField(key, jsonOfAnyValue(value))]);
  return { ...body, ...Object.fromEntries(own) };
}

function jsonOfField(key: string, value: JsonValue): JsonValue {
  return key === "tool_calls" && typeof value === "string" ? (parseJson(value) ?? value) : value;
}
