import { decodeAttribute } from "./decode-any-value.ts";
import type { DecodeState } from "./decode-any-value.ts";
import { isParentId } from "./span-ids.ts";
import { eventFields, linkFields, resourceFields, scopeFields, spanFields, statusFields } from "./otlp-fields.ts";
import type { AnyValue, AttributeMap, OtlpSpan, SpanEvent, SpanLink } from "./otlp-span.ts";

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: AttributeMap;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A span's own fields; what its resource and scope say is added by the caller. */
export type BareSpan = Omit<OtlpSpan, "resource" | "scopeName" | "scopeVersion" | "scopeAttributes" | "flags">;

interface SpanDraft extends Mutable<BareSpan> {
  readonly attributes: Map<string, AnyValue>;
  readonly events: SpanEvent[];
  readonly links: SpanLink[];
}

/** Reads the Span in the current field. */
export function decodeSpan(state: DecodeState): BareSpan {
  const { reader, flags } = state;
  const draft = emptyDraft();
  const end = reader.enter();
  while (reader.next()) decodeSpanField(state, draft);
  reader.leave(end);
  if (!isParentId(draft.parentSpanId)) {
    if (/[1-9a-f]/.test(draft.parentSpanId)) flags.add("invalid_parent_id");
    draft.parentSpanId = "";
  }
  return draft;
}

function emptyDraft(): SpanDraft {
  return {
    traceId: "",
    spanId: "",
    parentSpanId: "",
    traceState: "",
    name: "",
    kind: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: new Map(),
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
  };
}

function decodeSpanField(state: DecodeState, draft: SpanDraft): void {
  const { reader } = state;
  switch (reader.field) {
    case spanFields.traceId:
      draft.traceId = reader.hex();
      break;
    case spanFields.spanId:
      draft.spanId = reader.hex();
      break;
    case spanFields.traceState:
      draft.traceState = reader.string();
      break;
    case spanFields.parentSpanId:
      draft.parentSpanId = reader.hex();
      break;
    case spanFields.name:
      draft.name = reader.string();
      break;
    case spanFields.kind:
      draft.kind = reader.uint32();
      break;
    case spanFields.startTime:
      draft.startTimeUnixNano = reader.fixed64();
      break;
    case spanFields.endTime:
      draft.endTimeUnixNano = reader.fixed64();
      break;
    case spanFields.attributes:
      decodeAttribute(state, draft.attributes);
      break;
    default:
      decodeSpanTail(state, draft);
  }
}

function decodeSpanTail(state: DecodeState, draft: SpanDraft): void {
  const { reader } = state;
  switch (reader.field) {
    case spanFields.events:
      if (hasRoom(state, draft.events)) draft.events.push(decodeEvent(state));
      break;
    case spanFields.links:
      if (hasRoom(state, draft.links)) draft.links.push(decodeLink(state));
      break;
    case spanFields.status:
      decodeStatus(state, draft);
      break;
    case spanFields.droppedAttributes:
    case spanFields.droppedEvents:
    case spanFields.droppedLinks:
      noteDropped(state);
      break;
    default:
      reader.skip();
  }
}

function hasRoom(state: DecodeState, list: readonly unknown[]): boolean {
  if (list.length < state.limits.maxEvents) return true;
  state.flags.add("events_dropped");
  state.reader.skip();
  return false;
}

function noteDropped(state: DecodeState): void {
  if (state.reader.uint32() > 0) state.flags.add("sender_dropped_data");
}

function decodeEvent(state: DecodeState): SpanEvent {
  const { reader } = state;
  const attributes = new Map<string, AnyValue>();
  let name = "";
  let timeUnixNano = 0n;
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === eventFields.time) timeUnixNano = reader.fixed64();
    else if (reader.field === eventFields.name) name = reader.string();
    else if (reader.field === eventFields.attributes) decodeAttribute(state, attributes);
    else if (reader.field === eventFields.droppedAttributes) noteDropped(state);
    else reader.skip();
  }
  reader.leave(end);
  return { name, timeUnixNano, attributes };
}

function decodeLink(state: DecodeState): SpanLink {
  const { reader } = state;
  const attributes = new Map<string, AnyValue>();
  let traceId = "";
  let spanId = "";
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === linkFields.traceId) traceId = reader.hex();
    else if (reader.field === linkFields.spanId) spanId = reader.hex();
    else if (reader.field === linkFields.attributes) decodeAttribute(state, attributes);
    else if (reader.field === linkFields.droppedAttributes) noteDropped(state);
    else reader.skip();
  }
  reader.leave(end);
  return { traceId, spanId, attributes };
}

function decodeStatus(state: DecodeState, draft: SpanDraft): void {
  const { reader } = state;
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === statusFields.message) draft.statusMessage = reader.string();
    else if (reader.field === statusFields.code) draft.statusCode = reader.uint32();
    else reader.skip();
  }
  reader.leave(end);
}

/** Reads the Resource in the current field into `attributes`. */
export function decodeResource(state: DecodeState, attributes: Map<string, AnyValue>): void {
  const { reader } = state;
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === resourceFields.attributes) decodeAttribute(state, attributes);
    else reader.skip();
  }
  reader.leave(end);
}

/** Reads the InstrumentationScope in the current field. */
export function decodeScope(state: DecodeState): Scope {
  const { reader } = state;
  const attributes = new Map<string, AnyValue>();
  let name = "";
  let version = "";
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === scopeFields.name) name = reader.string();
    else if (reader.field === scopeFields.version) version = reader.string();
    else if (reader.field === scopeFields.attributes) decodeAttribute(state, attributes);
    else reader.skip();
  }
  reader.leave(end);
  return { name, version, attributes };
}
