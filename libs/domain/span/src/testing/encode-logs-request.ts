import { writeAnyValue, writeAttributes, writeId } from "../otlp/encode-trace-request.ts";
import {
  logRecordFields,
  requestFields,
  resourceFields,
  resourceSpansFields,
  scopeFields,
  scopeSpansFields,
} from "../otlp/otlp-fields.ts";
import type { AnyValue, AttributeMap } from "../otlp/otlp-span.ts";
import { ProtoWriter } from "../otlp/proto-writer.ts";

type PlainValue = string | number | boolean | { readonly [key: string]: PlainValue };

/** A log record as a test states it; it is one of OTLP/JSON, in the plain spelling that our decoder accepts. */
export interface JsonLogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano?: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName?: string;
  readonly body?: PlainValue | undefined;
  readonly attributes: Readonly<Record<string, PlainValue>>;
}

/** Protobuf of an `ExportLogsServiceRequest` of one resource, whose service is `shop`, and one scope, `my.scope`. */
export function encodeLogsRequest(records: readonly JsonLogRecord[]): Uint8Array {
  const writer = new ProtoWriter();
  writer.message(requestFields.resourceSpans, (group) => {
    group.message(resourceSpansFields.resource, (resource) =>
      writeAttributes(resource, resourceFields.attributes, new Map([["service.name", "shop"]])),
    );
    group.message(resourceSpansFields.scopeSpans, (scopeLogs) => {
      scopeLogs.message(scopeSpansFields.scope, (scope) => scope.string(scopeFields.name, "my.scope"));
      for (const record of records) scopeLogs.message(scopeSpansFields.spans, (target) => writeRecord(target, record));
    });
  });
  return writer.finish();
}

function writeRecord(writer: ProtoWriter, record: JsonLogRecord): void {
  const { timeUnixNano, observedTimeUnixNano = "0", body, attributes, eventName = "" } = record;
  writer.fixed64(logRecordFields.time, BigInt(timeUnixNano));
  writer.fixed64(logRecordFields.observedTime, BigInt(observedTimeUnixNano));
  if (body !== undefined) writer.message(logRecordFields.body, (target) => writeAnyValue(target, valueOf(body)));
  writeAttributes(writer, logRecordFields.attributes, mapOf(attributes));
  writeId(writer, logRecordFields.traceId, record.traceId);
  writeId(writer, logRecordFields.spanId, record.spanId);
  writer.string(logRecordFields.eventName, eventName);
}

function valueOf(value: PlainValue): AnyValue {
  return typeof value === "object" ? mapOf(value) : value;
}

function mapOf(fields: Readonly<Record<string, PlainValue>>): AttributeMap {
  return new Map(Object.entries(fields).map(([key, value]) => [key, valueOf(value)]));
}
