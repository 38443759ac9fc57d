import type { DeadLetterReason } from "@parapet/delivery";
import type { OtlpSpan } from "./otlp-span.ts";

/** A span that cannot be stored; the rest of its request goes on. */
export interface RejectedSpan {
  /** Position of the span within the request, counted over all its spans. */
  readonly idx: number;
  readonly reason: DeadLetterReason;
}

export interface DecodedRequest {
  /** In the order of the request, without the rejected ones. */
  readonly spans: readonly OtlpSpan[];
  readonly rejected: readonly RejectedSpan[];
}
