import type { SpanStatus } from "./llm-span.ts";

const spanKinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const statuses: readonly SpanStatus[] = ["unset", "ok", "error"];

/** Name of OTLP's `SpanKind`; a number that it does not define is `unspecified`. */
export function spanKindName(kind: number): string {
  return spanKinds[kind] ?? "unspecified";
}

/** Name of OTLP's `Status.StatusCode`; a number that it does not define is `unset`. */
export function spanStatusName(code: number): SpanStatus {
  return statuses[code] ?? "unset";
}
