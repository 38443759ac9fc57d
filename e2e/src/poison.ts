import { createOtlpSpan, encodeTraceRequest, type OtlpSpan } from "@parapet/span";

/** A message that cannot become rows, and the reason under which it must be kept. */
export interface Poison {
  readonly label: string;
  readonly value: Uint8Array;
  readonly reason: string;
}

const traceId = "5b8efff798038103d269b633813fc60c";

/** A span of a chat, with what a case is about. */
export function oddSpan(spanId: string, fields: Partial<OtlpSpan>): OtlpSpan {
  const nowNano = BigInt(Date.now()) * 1_000_000n;
  return createOtlpSpan({
    traceId,
    spanId,
    name: "chat",
    kind: 3,
    startTimeUnixNano: nowNano,
    endTimeUnixNano: nowNano + 1_000_000n,
    ...fields,
    attributes: new Map([["gen_ai.operation.name", "chat"], ...(fields.attributes ?? [])]),
  });
}

function nested(depth: number): Uint8Array {
  const open = `{"arrayValue":{"values":[`.repeat(depth);
  const value = `${open}{"stringValue":"deep"}${"]}}".repeat(depth)}`;
  const span = `{"traceId":"${traceId}","spanId":"eee19b7ec3c1b173","name":"chat","attributes":[{"key":"a","value":${value}}]}`;
  return Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
}

/** `ExportMetricsServiceRequest` of one sum: resource metrics (1), scope metrics (2), metric (2) with name (1), data (7). */
const metricsRequest = lengthDelimited(
  1,
  lengthDelimited(
    2,
    lengthDelimited(2, Buffer.concat([lengthDelimited(1, Buffer.from("tokens")), lengthDelimited(7, Buffer.alloc(0))])),
  ),
);

/** A protobuf field of fewer than 128 bytes. */
function lengthDelimited(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([field * 8 + 2, content.length]), content]);
}

export const MEBIBYTE = 1024 * 1024;

/** Everything that other senders, mistakes and attacks may put on the topic. */
export function poisonMessages(): readonly Poison[] {
  const huge = oddSpan("eee19b7ec3c1b174", { attributes: new Map([["app.blob", "x".repeat(20 * MEBIBYTE)]]) });
  return [
    { label: "no bytes", value: new Uint8Array(), reason: "empty_message" },
    { label: "text", value: Buffer.from("hello, world"), reason: "undecodable_protobuf" },
    { label: "JSON that is cut off", value: Buffer.from('{"resourceSpans":[{'), reason: "undecodable_json" },
    { label: "metrics in protobuf", value: metricsRequest, reason: "other_signal" },
    { label: "logs in JSON", value: Buffer.from('{"resourceLogs":[]}'), reason: "other_signal" },
    { label: "twenty megabytes", value: encodeTraceRequest([huge]), reason: "message_too_large" },
    {
      label: "a span without an id",
      value: encodeTraceRequest([oddSpan("0000000000000000", {})]),
      reason: "invalid_span_id",
    },
    { label: "values in values in values", value: nested(40), reason: "nested_too_deep" },
  ];
}
