import { deadLetter, ok } from "@parapet/delivery";
import type { Outcome } from "@parapet/delivery";
import { isAttributeMap, isJsonList, isJsonObject, parseJson } from "./any-value.ts";
import type { JsonValue } from "./any-value.ts";
import { isChunkEvent } from "../facts/chunk-events.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { DecodedRequest, RejectedSpan } from "./decoded-request.ts";
import { isFeedbackEvent } from "../facts/evaluation-scores.ts";
import type { LogRecord } from "./log-record.ts";
import { createOtlpSpan } from "./otlp-span.ts";
import type { AnyValue, AttributeMap, OtlpSpan, SpanEvent } from "./otlp-span.ts";
import { repeatsTooMuch } from "./repeats-too-much.ts";
import { hasValidIds } from "./span-ids.ts";

/** Name of the spans that stand for the events of a span that were sent as log records. */
export const EVENTS_SPAN_NAME = "gen_ai.events";

const KIND_INTERNAL = 1;
const EVENT_NAME = "event.name";
/** Attributes of an event that tell something of the whole call. */
const callAttributes = ["gen_ai.provider.name", "gen_ai.system"];

/** The event that a record is; `""` for a plain log line. Before event names had a field they were an attribute. */
function eventNameOf({ eventName, attributes }: Pick<LogRecord, "eventName" | "attributes">): string {
  if (eventName !== "") return eventName;
  const name = attributes.get(EVENT_NAME);
  return typeof name === "string" ? name : "";
}

/** True for records that are GenAI events: all others are left to whoever keeps logs. */
export function isGenAiEvent(record: Pick<LogRecord, "eventName" | "attributes">): boolean {
  const name = eventNameOf(record);
  return name.startsWith("gen_ai.") || isFeedbackEvent(name) || isChunkEvent(name);
}

/** What a request of logs with these GenAI events decodes to. */
export function requestOfLogRecords(records: readonly LogRecord[], limits: DecodeLimits): Outcome<DecodedRequest> {
  if (records.length === 0) return deadLetter("other_signal");
  const request = spansOfLogRecords(records, limits);
  return repeatsTooMuch(request.spans, limits) ? deadLetter("message_too_large") : ok(request);
}

/**
 * One span for all GenAI events of one (trace id, span id), which holds them as its events and has the ids of the span
 * that they belong to. Events without valid ids belong to no span: they are rejected. Positions count spans, in the order
 * in which their first records stand in the request.
 */
function spansOfLogRecords(records: readonly LogRecord[], limits: DecodeLimits): DecodedRequest {
  const groups = new Map<string, [LogRecord, ...LogRecord[]]>();
  for (const record of records) {
    const key = `${record.traceId}:${record.spanId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  const spans: OtlpSpan[] = [];
  const rejected: RejectedSpan[] = [];
  for (const [idx, group] of [...groups.values()].entries()) {
    const isPlaced = hasValidIds(group[0].traceId, group[0].spanId);
    if (isPlaced) spans.push(spanOfGroup(group, limits));
    else rejected.push({ idx, reason: "invalid_span_id" });
  }
  return { spans, rejected };
}

function spanOfGroup(group: readonly [LogRecord, ...LogRecord[]], { maxEvents }: DecodeLimits): OtlpSpan {
  const [first] = group;
  const kept = group.slice(0, maxEvents);
  const times = kept.map(({ timeUnixNano }) => timeUnixNano).filter((time) => time > 0n);
  const flags = new Set(kept.flatMap((record) => record.flags));
  if (kept.length < group.length) flags.add("events_dropped");
  return createOtlpSpan({
    traceId: first.traceId,
    spanId: first.spanId,
    name: EVENTS_SPAN_NAME,
    kind: KIND_INTERNAL,
    startTimeUnixNano: times.reduce((a, b) => (b < a ? b : a), times[0] ?? 0n),
    endTimeUnixNano: times.reduce((a, b) => (b > a ? b : a), 0n),
    attributes: sharedAttributes(kept),
    events: kept.map(eventOfRecord),
    resource: first.resource,
    scopeName: first.scopeName,
    scopeVersion: first.scopeVersion,
    scopeAttributes: first.scopeAttributes,
    flags: [...flags],
  });
}

function sharedAttributes(group: readonly LogRecord[]): AttributeMap {
  const shared = new Map<string, AnyValue>();
  for (const { attributes } of group) {
    for (const key of callAttributes) {
      const value = attributes.get(key);
      if (value !== undefined && !shared.has(key)) shared.set(key, value);
    }
  }
  return shared;
}

/** An event's attributes, with the fields of its body, which span events do not have. */
function eventOfRecord(record: LogRecord): SpanEvent {
  const { attributes, body, timeUnixNano } = record;
  const fields = new Map<string, AnyValue>(fieldsOfBody(body));
  for (const [key, value] of attributes) if (key !== EVENT_NAME) fields.set(key, value);
  return { name: eventNameOf(record), timeUnixNano, attributes: fields };
}

function fieldsOfBody(body: AnyValue): Iterable<readonly [string, AnyValue]> {
  if (isAttributeMap(body)) return body;
  if (body === null || body === "") return [];
  const json = typeof body === "string" ? parseJson(body) : undefined;
  return isJsonObject(json) ? Object.entries(json).map(([key, value]) => [key, valueOf(value)]) : [["content", body]];
}

function valueOf(json: JsonValue): AnyValue {
  if (isJsonList(json)) return json.map(valueOf);
  return isJsonObject(json) ? new Map(Object.entries(json).map(([key, value]) => [key, valueOf(value)])) : json;
}
