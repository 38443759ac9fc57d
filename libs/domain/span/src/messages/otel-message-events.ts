import { jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import { readJsonObject } from "../facts/attribute-readers.ts";
import type { ChatMessage } from "./chat-message.ts";
import type { DialectContext } from "../facts/dialect.ts";
import { messageOfChoiceEvent, messageOfInputEvent } from "./event-messages.ts";
import type { SpanEvent } from "../otlp/otlp-span.ts";

type Side = "inputMessages" | "outputMessages";

/** Events whose attributes are named like those of spans. */
const detailEvents = new Set([
  "gen_ai.client.inference.operation.details",
  "gen_ai.content.prompt",
  "gen_ai.content.completion",
]);

/** Where the OpenTelemetry SDKs for .NET put the body that events had before 1.37, as JSON. */
const BODY = "gen_ai.event.content";

interface EventMessage {
  readonly event: SpanEvent;
  readonly message: ChatMessage;
}

/**
 * Messages that came as span events, for the sides of which the span's attributes have none. Answers the events that
 * are now in the facts in whole.
 */
export function readMessageEvents(context: DialectContext): readonly SpanEvent[] {
  const { span } = context;
  const details = span.events.filter(({ name }) => detailEvents.has(name));
  const isNew = (event: SpanEvent) => !hasMessages(context, event);
  const taken = details.filter(isNew).filter(({ attributes }) => context.readAttributes(attributes));
  const inputs = readEach(span.events, messageOfInputEvent);
  const outputs = readEach(span.events, messageOfChoiceEvent);
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

function readEach(events: readonly SpanEvent[], read: typeof messageOfInputEvent): readonly EventMessage[] {
  return events.flatMap((event) => {
    const message = read(event.name, fieldsOf(event));
    return message === undefined ? [] : [{ event, message }];
  });
}

/** The attributes of an event, with those inside its JSON body where it has one. */
function fieldsOf({ attributes }: SpanEvent): JsonObject {
  const body = readJsonObject(attributes.get(BODY) ?? null) ?? {};
  const own = [...attributes].filter(([key]) => key !== BODY);
  return { ...body, ...Object.fromEntries(own.map(([key, value]) => [key, jsonOfAnyValue(value)])) };
}
