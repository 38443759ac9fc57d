import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

import type { Accepted } from "./export-request.ts";

/**
 * `ExportTraceServiceResponse` or `ExportLogsServiceResponse` in protobuf: partial_success = 1 { rejected_spans or
 * rejected_log_records = 1, error_message = 2 }, absent when everything was accepted. https://opentelemetry.io/docs/specs/otlp/#partial-success
 */
export function encodeExportResponse({ rejectedSpans, message }: Accepted): Uint8Array {
  const writer = new BinaryWriter();
  if (rejectedSpans === 0) return writer.finish();
  const partial = writer.tag(1, WireType.LengthDelimited).fork();
  partial.tag(1, WireType.Varint).int64(rejectedSpans);
  partial.tag(2, WireType.LengthDelimited).string(message).join();
  return writer.finish();
}

/** The same in JSON, where a 64-bit integer is a string. */
export function exportResponseToJson({ signal, rejectedSpans, message }: Accepted): object {
  if (rejectedSpans === 0) return {};
  const name = signal === "logs" ? "rejectedLogRecords" : "rejectedSpans";
  return { partialSuccess: { [name]: String(rejectedSpans), errorMessage: message } };
}
