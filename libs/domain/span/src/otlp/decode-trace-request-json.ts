import { deadLetter, ok } from "@parapet/delivery";
import type { DeadLetterReason, Outcome } from "@parapet/delivery";
import { attributesOfJson, textOfJson, timeOfJson } from "./decode-json-value.ts";
import type { JsonDecodeState } from "./decode-json-value.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { DecodedRequest, RejectedSpan } from "./decoded-request.ts";
import { idOfJson } from "./json-bytes.ts";
import { enumOf, field, int64Of, isUnknownObject, listOf } from "./json-fields.ts";
import type { UnknownObject } from "./json-fields.ts";
import type { AttributeMap, OtlpSpan, SpanEvent, SpanLink } from "./otlp-span.ts";
import { parseRequestJson } from "./parse-request-json.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";
import { hasValidIds, isParentId } from "./span-ids.ts";
import { repeatsTooMuch } from "./repeats-too-much.ts";

interface RequestState extends JsonDecodeState {
  readonly spans: OtlpSpan[];
  readonly rejected: RejectedSpan[];
}

/** What a resource or scope passes on to its spans. */
interface Surroundings {
  readonly resource: AttributeMap;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeAttributes: AttributeMap;
  readonly flags: readonly QualityFlag[];
  readonly defect: DeadLetterReason | null;
}

const spanKinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
const statusCodes = ["UNSET", "OK", "ERROR"];
const otherSignals = ["resourceLogs", "resourceMetrics", "resourceProfiles"];

/**
 * Decodes an OTLP/JSON `ExportTraceServiceRequest` from text, from UTF-8 bytes, or from a value that was parsed before.
 * Liberal in what it accepts: camelCase or snake_case names, ids in hex or base64, integers as text, number or halves,
 * enums as number or name, attributes as list or object. Never throws; outcomes as in `decodeTraceRequest`.
 */
export function decodeTraceRequestJson(
  input: unknown,
  limits: DecodeLimits = defaultDecodeLimits,
): Outcome<DecodedRequest> {
  const parsed = parseRequestJson(input, limits);
  return parsed.kind === "ok" ? decodeParsed(parsed.value.value, limits, parsed.value.flags) : parsed;
}

function decodeParsed(value: unknown, limits: DecodeLimits, flags: readonly QualityFlag[]): Outcome<DecodedRequest> {
  if (!isUnknownObject(value)) return deadLetter("undecodable_json");
  const resourceSpans = field(value, "resourceSpans");
  if (!Array.isArray(resourceSpans)) return deadLetter(reasonWithoutSpans(value));
  if (resourceSpans.length === 0) return deadLetter("empty_message");
  const state: RequestState = { limits, flags: new Set(), defect: null, spans: [], rejected: [] };
  for (const group of resourceSpans) {
    if (!isUnknownObject(group)) return deadLetter("undecodable_json");
    if (!decodeResourceSpans(state, group, flags)) return deadLetter("too_many_spans");
  }
  const { spans, rejected } = state;
  return repeatsTooMuch(spans, limits) ? deadLetter("message_too_large") : ok({ spans, rejected });
}

function reasonWithoutSpans(value: UnknownObject): DeadLetterReason {
  if (otherSignals.some((name) => field(value, name) !== undefined)) return "other_signal";
  return Object.keys(value).length === 0 ? "empty_message" : "undecodable_json";
}

/** False when the limit of spans is passed. */
function decodeResourceSpans(state: RequestState, group: UnknownObject, inherited: readonly QualityFlag[]): boolean {
  startRecord(state, inherited);
  const resource = attributesOfJson(state, attributesField(field(group, "resource")));
  const flags = [...state.flags];
  const { defect } = state;
  for (const scopeGroup of listOf(field(group, "scopeSpans"))) {
    if (!isUnknownObject(scopeGroup)) continue;
    const surroundings = readScope(state, scopeGroup, { resource, flags, defect });
    for (const record of listOf(field(scopeGroup, "spans"))) {
      if (state.spans.length + state.rejected.length >= state.limits.maxSpans) return false;
      decodeRecord(state, record, surroundings);
    }
  }
  return true;
}

function readScope(
  state: RequestState,
  scopeGroup: UnknownObject,
  outer: Pick<Surroundings, "resource" | "flags" | "defect">,
): Surroundings {
  startRecord(state, outer.flags);
  const given = field(scopeGroup, "scope");
  const scope = isUnknownObject(given) ? given : {};
  return {
    resource: outer.resource,
    scopeName: textOfJson(state, scope["name"]),
    scopeVersion: textOfJson(state, scope["version"]),
    scopeAttributes: attributesOfJson(state, scope["attributes"]),
    flags: [...state.flags],
    defect: state.defect ?? outer.defect,
  };
}

function decodeRecord(state: RequestState, record: unknown, surroundings: Surroundings): void {
  const idx = state.spans.length + state.rejected.length;
  if (!isUnknownObject(record)) {
    state.rejected.push({ idx, reason: "undecodable_json" });
    return;
  }
  startRecord(state, surroundings.flags);
  const traceId = idOfJson(field(record, "traceId"), 16);
  const spanId = idOfJson(field(record, "spanId"), 8);
  const areIdsValid = traceId !== null && spanId !== null && hasValidIds(traceId, spanId);
  const span = readSpan(state, record, surroundings);
  const reason = state.defect ?? surroundings.defect ?? (areIdsValid ? null : "invalid_span_id");
  if (reason === null)
    state.spans.push({ ...span, traceId: traceId ?? "", spanId: spanId ?? "", flags: [...state.flags] });
  else state.rejected.push({ idx, reason });
}

function readSpan(
  state: RequestState,
  record: UnknownObject,
  { resource, scopeName, scopeVersion, scopeAttributes }: Surroundings,
): Omit<OtlpSpan, "traceId" | "spanId" | "flags"> {
  const givenStatus = field(record, "status");
  const status = isUnknownObject(givenStatus) ? givenStatus : {};
  noteDropped(state, record);
  return {
    parentSpanId: parentId(state, record),
    traceState: textOfJson(state, field(record, "traceState")),
    name: textOfJson(state, record["name"]),
    kind: enumOf(record["kind"], "SPAN_KIND_", spanKinds),
    startTimeUnixNano: timeOfJson(state, record, "startTimeUnixNano"),
    endTimeUnixNano: timeOfJson(state, record, "endTimeUnixNano"),
    attributes: attributesOfJson(state, record["attributes"]),
    events: bounded(state, record["events"]).map((event) => readEvent(state, event)),
    links: bounded(state, record["links"]).map((link) => readLink(state, link)),
    statusCode: enumOf(status["code"], "STATUS_CODE_", statusCodes),
    statusMessage: textOfJson(state, status["message"]),
    resource,
    scopeName,
    scopeVersion,
    scopeAttributes,
  };
}

function parentId(state: RequestState, record: UnknownObject): string {
  const id = idOfJson(field(record, "parentSpanId"), 8);
  if (id === null) state.flags.add("invalid_parent_id");
  return id !== null && isParentId(id) ? id : "";
}

function readEvent(state: RequestState, event: UnknownObject): SpanEvent {
  noteDropped(state, event);
  return {
    name: textOfJson(state, event["name"]),
    timeUnixNano: timeOfJson(state, event, "timeUnixNano"),
    attributes: attributesOfJson(state, event["attributes"]),
  };
}

function readLink(state: RequestState, link: UnknownObject): SpanLink {
  noteDropped(state, link);
  return {
    traceId: idOfJson(field(link, "traceId"), 16) ?? "",
    spanId: idOfJson(field(link, "spanId"), 8) ?? "",
    attributes: attributesOfJson(state, link["attributes"]),
  };
}

function bounded(state: RequestState, value: unknown): readonly UnknownObject[] {
  const list = listOf(value);
  if (list.length > state.limits.maxEvents) state.flags.add("events_dropped");
  return list.slice(0, state.limits.maxEvents).filter(isUnknownObject);
}

function noteDropped(state: RequestState, record: UnknownObject): void {
  const counts = ["droppedAttributesCount", "droppedEventsCount", "droppedLinksCount"];
  const isDropped = counts.some((name) => (int64Of(field(record, name))?.value ?? 0n) > 0n);
  if (isDropped) state.flags.add("sender_dropped_data");
}

function attributesField(resource: unknown): unknown {
  return isUnknownObject(resource) ? resource["attributes"] : undefined;
}

function startRecord(state: RequestState, inherited: readonly QualityFlag[]): void {
  state.flags.clear();
  state.defect = null;
  for (const flag of inherited) state.flags.add(flag);
}
