import type { DeadLetterReason } from "@parapet/delivery";
import {
  decodeLogsRequest,
  decodeLogsRequestJson,
  decodeTraceRequest,
  decodeTraceRequestJson,
  type DecodedRequest,
} from "@parapet/span";

import type { ExportRequest } from "./export-request.ts";
import { refused, type Refusal } from "./refusal.ts";

export type DecodedExport = { readonly kind: "ok"; readonly value: DecodedRequest } | Refusal;

const nothing: DecodedExport = { kind: "ok", value: { spans: [], rejected: [] } };

/**
 * Reads a request with the limits of those who will store it, so that what passes here is stored there. A request
 * without spans is in order: OTLP clients may send one. So is one of logs without a GenAI event, which keeps nothing.
 */
export function decodeExport(request: ExportRequest): DecodedExport {
  return request.signal === "logs" ? decodeLogs(request) : decodeTraces(request);
}

function decodeTraces({ body, encoding }: ExportRequest): DecodedExport {
  const outcome = encoding === "otlp_json" ? decodeTraceRequestJson(body) : decodeTraceRequest(body);
  return outcome.kind === "ok" ? outcome : refuseUndecoded(outcome.reason);
}

function decodeLogs(request: ExportRequest): DecodedExport {
  const { body, encoding } = request;
  const outcome = encoding === "otlp_json" ? decodeLogsRequestJson(body) : decodeLogsRequest(body);
  if (outcome.kind === "ok") return outcome;
  const traces = decodeTraces(request);
  const areTraces = traces.kind === "ok" && traces.value.spans.length > 0;
  if (areTraces) return refused("other_signal", "the body holds traces; send traces to the path of traces");
  return outcome.reason === "other_signal" ? nothing : refuseUndecoded(outcome.reason);
}

function refuseUndecoded(reason: DeadLetterReason): DecodedExport {
  switch (reason) {
    case "empty_message":
      return nothing;
    case "undecodable_protobuf":
    case "undecodable_json":
    case "unknown_encoding":
    case "nested_too_deep":
    case "invalid_span_id":
    case "processing_failed":
      return refused("undecodable", `the body is no export request in the stated encoding: ${reason}`);
    case "other_signal":
      return refused("other_signal", "the body holds logs or metrics; only traces are taken here");
    case "message_too_large":
      return refused("request_too_large", "the request is too large; send smaller batches");
    case "too_many_spans":
      return refused("too_many_spans", "the request has too many spans; send smaller batches");
    default:
      return reason satisfies never;
  }
}
