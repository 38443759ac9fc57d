import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { describeError, ParapetError, type Logger } from "@parapet/runtime";

import { encodeStatus } from "./google-status.ts";

/** Codes that cross the wire, and the gRPC status of each. Anything else that is thrown becomes INTERNAL. */
const statusByCode = {
  invalid_argument: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  permission_denied: status.PERMISSION_DENIED,
  not_found: status.NOT_FOUND,
  overloaded: status.RESOURCE_EXHAUSTED,
  too_large: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  unimplemented: status.UNIMPLEMENTED,
  deadline_exceeded: status.DEADLINE_EXCEEDED,
  cancelled: status.CANCELLED,
  internal: status.INTERNAL,
} as const;

export type RpcErrorCode = keyof typeof statusByCode;

/** The gRPC status code of an error code. */
export function grpcStatusOf(code: RpcErrorCode): number {
  return statusByCode[code];
}

/** Trailer in which a server of ours names the code, so that a client of ours gets back what was thrown. */
const CODE_TRAILER = "parapet-error-code";
const DETAILS_TRAILER = "grpc-status-details-bin";

export interface RpcErrorOptions {
  readonly cause?: unknown;
  /** Tells the caller when to try again (`google.rpc.RetryInfo`). */
  readonly retryAfterMs?: number;
}

/** A failure that the other side of a call may read: its message goes over the wire. */
export class RpcError extends ParapetError {
  declare readonly code: RpcErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: RpcErrorCode, message: string, { cause, retryAfterMs }: RpcErrorOptions = {}) {
    super(code, message, cause === undefined ? undefined : { cause });
    this.name = "RpcError";
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * A thrown value as the status that ends a call. An `RpcError` is told as it is; what else is thrown is a fault of the
 * server: it is logged, and the caller learns only that it happened.
 */
export function toServiceError(error: unknown, log: Logger): ServiceError {
  if (error instanceof RpcError) return serviceError(error);
  log.error("a call failed", { error: describeError(error) });
  return serviceError(new RpcError("internal", "the server failed to answer; its log says why"));
}

function serviceError(error: RpcError): ServiceError {
  const code = statusByCode[error.code];
  const metadata = new Metadata();
  metadata.set(CODE_TRAILER, error.code);
  if (error.retryAfterMs !== undefined) {
    const details = encodeStatus({ code, message: error.message, retryAfterMs: error.retryAfterMs });
    metadata.set(DETAILS_TRAILER, Buffer.from(details));
  }
  return Object.assign(new Error(error.message), { code, details: error.message, metadata });
}

/** The failure of a call as the client sees it, with the server's own code where it named one. */
export function fromServiceError(error: ServiceError): RpcError {
  const named = error.metadata?.get(CODE_TRAILER)[0];
  return new RpcError(isRpcErrorCode(named) ? named : codeOfStatus(error.code), error.details, { cause: error });
}

function isRpcErrorCode(value: unknown): value is RpcErrorCode {
  return typeof value === "string" && Object.hasOwn(statusByCode, value);
}

function codeOfStatus(wanted: status): RpcErrorCode {
  for (const [code, candidate] of Object.entries(statusByCode)) {
    if (candidate === wanted && isRpcErrorCode(code)) return code;
  }
  return "internal";
}
