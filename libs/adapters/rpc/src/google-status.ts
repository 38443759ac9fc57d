import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The error body that OTLP and gRPC share. https://cloud.google.com/apis/design/errors */
export interface GoogleStatus {
  /** A gRPC status code. */
  readonly code: number;
  readonly message: string;
  /** When given, a `google.rpc.RetryInfo` detail says when to try again. */
  readonly retryAfterMs?: number;
}

const RETRY_INFO_TYPE = "type.googleapis.com/google.rpc.RetryInfo";

/** `google.rpc.Status` in protobuf: code = 1, message = 2, details = 3 (`google.protobuf.Any`). */
export function encodeStatus({ code, message, retryAfterMs }: GoogleStatus): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(code);
  writer.tag(2, WireType.LengthDelimited).string(message);
  if (retryAfterMs !== undefined) {
    const any = writer.tag(3, WireType.LengthDelimited).fork();
    any.tag(1, WireType.LengthDelimited).string(RETRY_INFO_TYPE);
    any.tag(2, WireType.LengthDelimited).bytes(encodeRetryInfo(retryAfterMs)).join();
  }
  return writer.finish();
}

/** `google.rpc.Status` in the JSON mapping of protobuf. */
export function statusToJson({ code, message, retryAfterMs }: GoogleStatus): object {
  if (retryAfterMs === undefined) return { code, message };
  return { code, message, details: [{ "@type": RETRY_INFO_TYPE, retryDelay: `${retryAfterMs / 1_000}s` }] };
}

/** `google.rpc.RetryInfo`: retry_delay = 1 (`google.protobuf.Duration`: seconds = 1, nanos = 2). */
function encodeRetryInfo(retryAfterMs: number): Uint8Array {
  const writer = new BinaryWriter();
  const duration = writer.tag(1, WireType.LengthDelimited).fork();
  duration.tag(1, WireType.Varint).int64(Math.floor(retryAfterMs / 1_000));
  duration
    .tag(2, WireType.Varint)
    .int32(Math.round(retryAfterMs % 1_000) * 1_000_000)
    .join();
  return writer.finish();
}
