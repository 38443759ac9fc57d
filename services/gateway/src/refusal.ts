import type { RpcErrorCode } from "@parapet/rpc";

/** Why a request is not accepted. A bounded set: metric label. */
const refusalReasons = [
  "unauthenticated",
  "undecodable",
  "other_signal",
  "request_too_large",
  "message_too_large",
  "too_many_spans",
  "unsupported_media_type",
  "unsupported_encoding",
  "unread",
  "overloaded",
  "unavailable",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A request that was not taken over; the message is for the caller. */
export interface Refusal {
  readonly kind: "refused";
  readonly reason: RefusalReason;
  readonly message: string;
}

export function refused(reason: RefusalReason, message: string): Refusal {
  return { kind: "refused", reason, message };
}

interface RefusalStatus {
  readonly http: number;
  readonly grpc: RpcErrorCode;
}

/** What each reason is in the two protocols. OTLP clients send again after 429, 503, UNAVAILABLE, and after RESOURCE_EXHAUSTED with a delay. */
const statusByReason: Readonly<Record<RefusalReason, RefusalStatus>> = {
  unauthenticated: { http: 401, grpc: "unauthenticated" },
  undecodable: { http: 400, grpc: "invalid_argument" },
  other_signal: { http: 400, grpc: "invalid_argument" },
  request_too_large: { http: 413, grpc: "too_large" },
  message_too_large: { http: 413, grpc: "too_large" },
  too_many_spans: { http: 413, grpc: "too_large" },
  unsupported_media_type: { http: 415, grpc: "unimplemented" },
  unsupported_encoding: { http: 415, grpc: "unimplemented" },
  unread: { http: 400, grpc: "cancelled" },
  overloaded: { http: 429, grpc: "overloaded" },
  unavailable: { http: 503, grpc: "unavailable" },
};

export function statusOf(reason: RefusalReason): RefusalStatus {
  return statusByReason[reason];
}

/** When a caller that was refused may try again, or null when it would be refused again. */
export function retryAfterMsOf(reason: RefusalReason): number | null {
  return reason === "overloaded" || reason === "unavailable" ? RETRY_AFTER_MS : null;
}

const RETRY_AFTER_MS = 1_000;
