import type { Outcome } from "@parapet/delivery";
import { decodeLogsRequestJson } from "./decode-logs-request-json.ts";
import { decodeLogsRequest } from "./decode-logs-request.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import { decodeTraceRequestJson } from "./decode-trace-request-json.ts";
import { decodeTraceRequest } from "./decode-trace-request.ts";
import type { DecodedRequest } from "./decoded-request.ts";
import { ProtoReader } from "./proto-reader.ts";

/** Named as the OpenTelemetry Collector's Kafka exporter names them. */
export type Encoding = "otlp_proto" | "otlp_json";

const LINE_FEED = 0x0a;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const whitespace = new Set([0x09, LINE_FEED, 0x0d, 0x20]);

/**
 * Tells the encoding of a message from its bytes. JSON is what stands between braces. Protobuf requests start with the
 * tag 0x0A, which is also a line feed: where both readings are possible, the one whose lengths fill the message wins.
 */
export function sniffEncoding(bytes: Uint8Array): Encoding {
  let start = BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? BYTE_ORDER_MARK.length : 0;
  let end = bytes.length;
  while (start < end && whitespace.has(bytes[start] ?? 0)) start += 1;
  while (end > start && whitespace.has(bytes[end - 1] ?? 0)) end -= 1;
  const isBraced = bytes[start] === OPENING_BRACE && bytes[end - 1] === CLOSING_BRACE;
  if (bytes[0] === LINE_FEED && isBraced) return fillsMessage(bytes) ? "otlp_proto" : "otlp_json";
  return bytes[start] === OPENING_BRACE && bytes[0] !== LINE_FEED ? "otlp_json" : "otlp_proto";
}

function fillsMessage(bytes: Uint8Array): boolean {
  const reader = new ProtoReader(bytes);
  while (reader.next()) reader.skip();
  return reader.failure === null;
}

/** Decodes a message of either encoding, which its bytes tell. */
export function decodeMessage(bytes: Uint8Array, limits: DecodeLimits = defaultDecodeLimits): Outcome<DecodedRequest> {
  return decodeEncoded(bytes, sniffEncoding(bytes), limits);
}

/**
 * Decodes a message of a known encoding: a request of traces, with outcomes as in `decodeTraceRequest`, or one of logs,
 * whose GenAI events become spans as in `decodeLogsRequest`.
 */
export function decodeEncoded(
  bytes: Uint8Array,
  encoding: Encoding,
  limits: DecodeLimits = defaultDecodeLimits,
): Outcome<DecodedRequest> {
  const isJson = encoding === "otlp_json";
  const outcome = isJson ? decodeTraceRequestJson(bytes, limits) : decodeTraceRequest(bytes, limits);
  if (outcome.kind !== "dead_letter" || outcome.reason !== "other_signal") return outcome;
  return isJson ? decodeLogsRequestJson(bytes, limits) : decodeLogsRequest(bytes, limits);
}
