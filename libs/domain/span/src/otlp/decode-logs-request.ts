import { deadLetter } from "@parapet/delivery";
import type { DeadLetterReason, Outcome } from "@parapet/delivery";
import { decodeAnyValue, decodeAttribute } from "./decode-any-value.ts";
import type { DecodeState } from "./decode-any-value.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import { decodeResource, decodeScope } from "./decode-span.ts";
import type { Scope } from "./decode-span.ts";
import type { DecodedRequest } from "./decoded-request.ts";
import { isGenAiEvent, requestOfLogRecords } from "./log-record-spans.ts";
import type { LogRecord } from "./log-record.ts";
import { logRecordFields, requestFields, resourceSpansFields, scopeSpansFields } from "./otlp-fields.ts";
import type { AnyValue, AttributeMap } from "./otlp-span.ts";
import { ProtoReader } from "./proto-reader.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

interface LogsState extends DecodeState {
  /** The GenAI events among the records. */
  readonly records: LogRecord[];
}

/** What a resource or scope passes on to its records. */
interface Surroundings {
  readonly resource: AttributeMap;
  readonly scope: Scope;
  readonly flags: readonly QualityFlag[];
}

const noScope: Scope = { name: "", version: "", attributes: new Map() };

/**
 * Decodes the bytes of an OTLP `ExportLogsServiceRequest`: its GenAI events, as the spans that they belong to. Requests of
 * the three signals have one outer layout. Never throws: what cannot be read is a dead letter; logs without a GenAI event
 * are `other_signal`.
 */
export function decodeLogsRequest(
  bytes: Uint8Array,
  limits: DecodeLimits = defaultDecodeLimits,
): Outcome<DecodedRequest> {
  if (bytes.length === 0) return deadLetter("empty_message");
  if (bytes.length > limits.maxBytes) return deadLetter("message_too_large");
  const reader = new ProtoReader(bytes);
  const state: LogsState = { reader, limits, flags: new Set(), records: [] };
  eachMessage(reader, requestFields.resourceSpans, () => decodeResourceLogs(state));
  if (reader.failure !== null) return deadLetter(reader.failure);
  return requestOfLogRecords(state.records, limits);
}

function eachMessage(reader: ProtoReader, field: number, visit: () => void): void {
  while (reader.next()) {
    if (reader.field === field) visit();
    else reader.skip();
  }
}

/** The resource belongs to every record, wherever it stands: it is read first, the records in a second pass. */
function decodeResourceLogs(state: LogsState): void {
  const { reader } = state;
  const resource = new Map<string, AnyValue>();
  state.flags.clear();
  const end = reader.enter();
  const mark = reader.mark();
  eachMessage(reader, resourceSpansFields.resource, () => decodeResource(state, resource));
  const surroundings = { resource, scope: noScope, flags: takeFlags(state) };
  reader.rewind(mark);
  eachMessage(reader, resourceSpansFields.scopeSpans, () => decodeScopeLogs(state, surroundings));
  reader.leave(end);
}

function decodeScopeLogs(state: LogsState, outer: Surroundings): void {
  const { reader } = state;
  let scope = noScope;
  startRecord(state, outer.flags);
  const end = reader.enter();
  const mark = reader.mark();
  eachMessage(reader, scopeSpansFields.scope, () => {
    scope = decodeScope(state);
  });
  const surroundings = { resource: outer.resource, scope, flags: takeFlags(state) };
  reader.rewind(mark);
  eachMessage(reader, scopeSpansFields.spans, () => decodeRecord(state, surroundings));
  reader.leave(end);
}

/** A record with a field of a wrong type is no event that could be trusted: it is passed over. */
function decodeRecord(state: LogsState, { resource, scope, flags }: Surroundings): void {
  const { reader, records, limits } = state;
  startRecord(state, flags);
  const record = decodeLogRecord(state);
  const mended = takeFlags(state);
  const defect: DeadLetterReason | null = reader.takeDefect();
  if (defect !== null || !isGenAiEvent(record)) return;
  if (records.length >= limits.maxSpans) return reader.fail("too_many_spans");
  records.push({
    ...record,
    resource,
    scopeName: scope.name,
    scopeVersion: scope.version,
    scopeAttributes: scope.attributes,
    flags: mended,
  });
}

type BareLogRecord = Pick<LogRecord, "traceId" | "spanId" | "timeUnixNano" | "eventName" | "body" | "attributes">;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function decodeLogRecord(state: LogsState): BareLogRecord {
  const { reader } = state;
  const attributes = new Map<string, AnyValue>();
  const draft = { traceId: "", spanId: "", timeUnixNano: 0n, eventName: "", body: null, attributes };
  const record: Mutable<BareLogRecord> = draft;
  let observedTime = 0n;
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === logRecordFields.observedTime) observedTime = reader.fixed64();
    else if (reader.field === logRecordFields.attributes) decodeAttribute(state, attributes);
    else decodeLogField(state, record);
  }
  reader.leave(end);
  if (record.timeUnixNano === 0n) record.timeUnixNano = observedTime;
  return record;
}

function decodeLogField(state: LogsState, record: Mutable<BareLogRecord>): void {
  const { reader, flags } = state;
  switch (reader.field) {
    case logRecordFields.time:
      record.timeUnixNano = reader.fixed64();
      break;
    case logRecordFields.body:
      record.body = decodeAnyValue(state, 1);
      break;
    case logRecordFields.traceId:
      record.traceId = reader.hex();
      break;
    case logRecordFields.spanId:
      record.spanId = reader.hex();
      break;
    case logRecordFields.eventName:
      record.eventName = reader.string();
      break;
    case logRecordFields.droppedAttributes:
      if (reader.uint32() > 0) flags.add("sender_dropped_data");
      break;
    default:
      reader.skip();
  }
}

function startRecord(state: LogsState, inherited: readonly QualityFlag[]): void {
  state.flags.clear();
  for (const flag of inherited) state.flags.add(flag);
}

function takeFlags({ reader, flags }: LogsState): readonly QualityFlag[] {
  if (reader.takeInvalidUtf8()) flags.add("invalid_utf8");
  return [...flags];
}
