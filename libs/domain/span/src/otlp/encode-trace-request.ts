import { isAttributeMap } from "./any-value.ts";
import { groupSpans } from "./group-spans.ts";
import {
  anyValueFields,
  eventFields,
  keyValueFields,
  linkFields,
  listFields,
  requestFields,
  resourceFields,
  resourceSpansFields,
  scopeFields,
  scopeSpansFields,
  spanFields,
  statusFields,
} from "./otlp-fields.ts";
import type { ScopeGroup } from "./group-spans.ts";
import { isInt64 } from "./int64.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "./otlp-span.ts";
import { ProtoWriter } from "./proto-writer.ts";

/** Protobuf of an `ExportTraceServiceRequest` that `decodeTraceRequest` reads back as the same spans. */
export function encodeTraceRequest(spans: readonly OtlpSpan[]): Uint8Array {
  const writer = new ProtoWriter();
  for (const { resource, scopes } of groupSpans(spans)) {
    writer.message(requestFields.resourceSpans, (group) => {
      group.message(resourceSpansFields.resource, (nested) =>
        writeAttributes(nested, resourceFields.attributes, resource),
      );
      for (const scope of scopes) {
        group.message(resourceSpansFields.scopeSpans, (nested) => writeScopeGroup(nested, scope));
      }
    });
  }
  return writer.finish();
}

function writeScopeGroup(writer: ProtoWriter, scope: ScopeGroup): void {
  writer.message(scopeSpansFields.scope, (nested) => {
    nested.string(scopeFields.name, scope.name);
    nested.string(scopeFields.version, scope.version);
    writeAttributes(nested, scopeFields.attributes, scope.attributes);
  });
  for (const span of scope.spans) writer.message(scopeSpansFields.spans, (nested) => writeSpan(nested, span));
}

function writeSpan(writer: ProtoWriter, span: OtlpSpan): void {
  writeId(writer, spanFields.traceId, span.traceId);
  writeId(writer, spanFields.spanId, span.spanId);
  writer.string(spanFields.traceState, span.traceState);
  writeId(writer, spanFields.parentSpanId, span.parentSpanId);
  writer.string(spanFields.name, span.name);
  if (span.kind !== 0) writer.int64(spanFields.kind, span.kind);
  if (span.startTimeUnixNano !== 0n) writer.fixed64(spanFields.startTime, span.startTimeUnixNano);
  if (span.endTimeUnixNano !== 0n) writer.fixed64(spanFields.endTime, span.endTimeUnixNano);
  writeAttributes(writer, spanFields.attributes, span.attributes);
  for (const { name, timeUnixNano, attributes } of span.events) {
    writer.message(spanFields.events, (nested) => {
      if (timeUnixNano !== 0n) nested.fixed64(eventFields.time, timeUnixNano);
      nested.string(eventFields.name, name);
      writeAttributes(nested, eventFields.attributes, attributes);
    });
  }
  for (const { traceId, spanId, attributes } of span.links) {
    writer.message(spanFields.links, (nested) => {
      writeId(nested, linkFields.traceId, traceId);
      writeId(nested, linkFields.spanId, spanId);
      writeAttributes(nested, linkFields.attributes, attributes);
    });
  }
  writeStatus(writer, span);
}

function writeStatus(writer: ProtoWriter, span: OtlpSpan): void {
  if (span.statusCode === 0 && span.statusMessage === "") return;
  writer.message(spanFields.status, (nested) => {
    nested.string(statusFields.message, span.statusMessage);
    if (span.statusCode !== 0) nested.int64(statusFields.code, span.statusCode);
  });
}

export function writeId(writer: ProtoWriter, field: number, hex: string): void {
  if (hex === "") return;
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  writer.bytes(field, bytes);
}

export function writeAttributes(writer: ProtoWriter, field: number, attributes: AttributeMap): void {
  for (const [key, value] of attributes) {
    writer.message(field, (nested) => {
      nested.string(keyValueFields.key, key);
      nested.message(keyValueFields.value, (target) => writeAnyValue(target, value));
    });
  }
}

/** Numbers without a fraction are written as integers, as JavaScript cannot tell 5 from 5.0; -0 stays a double. */
export function writeAnyValue(writer: ProtoWriter, value: AnyValue): void {
  if (value === null) return;
  if (typeof value === "string") writer.bytes(anyValueFields.string, new TextEncoder().encode(value));
  else if (typeof value === "boolean") writer.int64(anyValueFields.bool, value ? 1 : 0);
  else if (typeof value === "bigint" || typeof value === "number") writeNumber(writer, value);
  else if (value instanceof Uint8Array) writer.bytes(anyValueFields.bytes, value);
  else writeList(writer, value);
}

function writeNumber(writer: ProtoWriter, value: number | bigint): void {
  if (isInt64(value)) writer.int64(anyValueFields.int, value);
  else writer.double(anyValueFields.double, Number(value));
}

function writeList(writer: ProtoWriter, value: readonly AnyValue[] | AttributeMap): void {
  if (isAttributeMap(value)) {
    writer.message(anyValueFields.kvlist, (list) => writeAttributes(list, listFields.values, value));
    return;
  }
  writer.message(anyValueFields.array, (list) => {
    for (const item of value) list.message(listFields.values, (target) => writeAnyValue(target, item));
  });
}
