import { deadLetter, ok } from "@parapet/delivery";
import type { DeadLetterReason, Outcome } from "@parapet/delivery";
import type { DecodeState } from "./decode-any-value.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import { decodeResource, decodeScope, decodeSpan } from "./decode-span.ts";
import type { BareSpan, Scope } from "./decode-span.ts";
import type { DecodedRequest, RejectedSpan } from "./decoded-request.ts";
import { isOtherSignal } from "./other-signal.ts";
import { requestFields, resourceSpansFields, scopeSpansFields } from "./otlp-fields.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "./otlp-span.ts";
import { ProtoReader } from "./proto-reader.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";
import { repeatsTooMuch } from "./repeats-too-much.ts";
import { hasValidIds } from "./span-ids.ts";

interface RequestState extends DecodeState {
  readonly spans: OtlpSpan[];
  readonly rejected: RejectedSpan[];
  readonly isWanted: SpanFilter;
  /** Spans seen so far, wanted or not. */
  seen: number;
}

/** Whether the span at a position, counted over all spans of a request, is to be decoded. */
export type SpanFilter = (idx: number) => boolean;

const everySpan: SpanFilter = () => true;

/** What a resource or scope passes on to its spans. */
interface Surroundings {
  readonly resource: AttributeMap;
  readonly scope: Scope;
  readonly flags: readonly QualityFlag[];
  readonly defect: DeadLetterReason | null;
}

const noScope: Scope = { name: "", version: "", attributes: new Map() };

/**
 * Decodes the bytes of an OTLP `ExportTraceServiceRequest` or `TracesData` (their layouts are one). Never throws: what
 * cannot be read is a dead letter, and a span that alone is at fault is in `rejected` while the others are served. Spans
 * that are not wanted are stepped over.
 */
export function decodeTraceRequest(
  bytes: Uint8Array,
  limits: DecodeLimits = defaultDecodeLimits,
  isWanted: SpanFilter = everySpan,
): Outcome<DecodedRequest> {
  if (bytes.length === 0) return deadLetter("empty_message");
  if (bytes.length > limits.maxBytes) return deadLetter("message_too_large");
  const reader = new ProtoReader(bytes);
  const state: RequestState = { reader, limits, flags: new Set(), spans: [], rejected: [], isWanted, seen: 0 };
  let resourceCount = 0;
  while (reader.next()) {
    if (reader.field === requestFields.resourceSpans) {
      resourceCount += 1;
      decodeResourceSpans(state);
    } else reader.skip();
  }
  const { spans, rejected } = state;
  if (spans.length === 0 && (reader.failure !== null || rejected.length > 0) && isOtherSignal(bytes)) {
    return deadLetter("other_signal");
  }
  if (reader.failure !== null) return deadLetter(reader.failure);
  if (resourceCount === 0) return deadLetter("undecodable_protobuf");
  return repeatsTooMuch(spans, limits) ? deadLetter("message_too_large") : ok({ spans, rejected });
}

/** Fields may come in any order and the resource belongs to every span: it is read first, the spans in a second pass. */
function decodeResourceSpans(state: RequestState): void {
  const { reader } = state;
  const attributes = new Map<string, AnyValue>();
  startRecord(state);
  const end = reader.enter();
  const mark = reader.mark();
  while (reader.next()) {
    if (reader.field === resourceSpansFields.resource) decodeResource(state, attributes);
    else reader.skip();
  }
  const surroundings = { resource: attributes, scope: noScope, flags: flagsOf(state), defect: reader.takeDefect() };
  reader.rewind(mark);
  while (reader.next()) {
    if (reader.field === resourceSpansFields.scopeSpans) decodeScopeSpans(state, surroundings);
    else reader.skip();
  }
  reader.leave(end);
}

function decodeScopeSpans(state: RequestState, outer: Surroundings): void {
  const { reader } = state;
  let scope = noScope;
  startRecord(state, outer.flags);
  const end = reader.enter();
  const mark = reader.mark();
  while (reader.next()) {
    if (reader.field === scopeSpansFields.scope) scope = decodeScope(state);
    else reader.skip();
  }
  const defect = reader.takeDefect() ?? outer.defect;
  const surroundings = { resource: outer.resource, scope, flags: flagsOf(state), defect };
  reader.rewind(mark);
  while (reader.next()) {
    if (reader.field === scopeSpansFields.spans) decodeRecord(state, surroundings);
    else reader.skip();
  }
  reader.leave(end);
}

function decodeRecord(state: RequestState, surroundings: Surroundings): void {
  const { reader, spans, rejected } = state;
  const idx = state.seen;
  state.seen += 1;
  if (idx >= state.limits.maxSpans) {
    reader.fail("too_many_spans");
    return;
  }
  if (!state.isWanted(idx)) {
    reader.skip();
    return;
  }
  startRecord(state, surroundings.flags);
  const span = decodeSpan(state);
  const flags = flagsOf(state);
  const reason = reader.takeDefect() ?? surroundings.defect ?? defectOfIds(span);
  if (reason === null) spans.push(inSurroundings(span, surroundings, flags));
  else rejected.push({ idx, reason });
}

function defectOfIds(span: BareSpan): DeadLetterReason | null {
  return hasValidIds(span.traceId, span.spanId) ? null : "invalid_span_id";
}

function inSurroundings(span: BareSpan, { resource, scope }: Surroundings, flags: readonly QualityFlag[]): OtlpSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    attributes: span.attributes,
    events: span.events,
    links: span.links,
    statusCode: span.statusCode,
    statusMessage: span.statusMessage,
    resource,
    scopeName: scope.name,
    scopeVersion: scope.version,
    scopeAttributes: scope.attributes,
    flags,
  };
}

function startRecord(state: DecodeState, inherited: readonly QualityFlag[] = []): void {
  state.flags.clear();
  for (const flag of inherited) state.flags.add(flag);
}

const noFlags: readonly QualityFlag[] = [];

function flagsOf(state: DecodeState): readonly QualityFlag[] {
  if (state.reader.takeInvalidUtf8()) state.flags.add("invalid_utf8");
  return state.flags.size === 0 ? noFlags : [...state.flags];
}
