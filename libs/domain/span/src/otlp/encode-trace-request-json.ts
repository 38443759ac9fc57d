import { base64OfBytes, isAttributeMap } from "./any-value.ts";
import type { JsonObject, JsonValue } from "./any-value.ts";
import { groupSpans } from "./group-spans.ts";
import { isInt64 } from "./int64.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "./otlp-span.ts";

/** OTLP/JSON text of an `ExportTraceServiceRequest`: hex ids, integers as strings, lowerCamelCase names. */
export function encodeTraceRequestJson(spans: readonly OtlpSpan[]): string {
  const resourceSpans = groupSpans(spans).map(({ resource, scopes }) => ({
    resource: { attributes: keyValues(resource) },
    scopeSpans: scopes.map(({ name, version, attributes, spans: members }) => ({
      scope: { name, version, attributes: keyValues(attributes) },
      spans: members.map(jsonOfSpan),
    })),
  }));
  return JSON.stringify({ resourceSpans });
}

function jsonOfSpan(span: OtlpSpan): JsonObject {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    traceState: span.traceState,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano.toString(),
    endTimeUnixNano: span.endTimeUnixNano.toString(),
    attributes: keyValues(span.attributes),
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      timeUnixNano: timeUnixNano.toString(),
      name,
      attributes: keyValues(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: keyValues(attributes),
    })),
    status: { message: span.statusMessage, code: span.statusCode },
  };
}

function keyValues(attributes: AttributeMap): JsonValue[] {
  return [...attributes].map(([key, value]) => ({ key, value: jsonOfValue(value) }));
}

function jsonOfValue(value: AnyValue): JsonObject {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number" || typeof value === "bigint") return jsonOfNumber(value);
  if (value instanceof Uint8Array) return { bytesValue: base64OfBytes(value) };
  if (isAttributeMap(value)) return { kvlistValue: { values: keyValues(value) } };
  return { arrayValue: { values: value.map(jsonOfValue) } };
}

function jsonOfNumber(value: number | bigint): JsonObject {
  if (isInt64(value)) return { intValue: value.toString() };
  const double = Number(value);
  // JSON has neither NaN nor infinities, and writes -0 as 0.
  const isPlain = Number.isFinite(double) && !Object.is(double, -0);
  return { doubleValue: isPlain ? double : Object.is(double, -0) ? "-0" : String(double) };
}
