import { priceSpan, type PriceBook } from "@parapet/pricing";
import type { OperatorTable } from "@parapet/pii";
import { normaliseSpan, type LlmSpan, type OtlpSpan } from "@parapet/span";
import type { KeyedHash } from "@parapet/runtime";

import { measureSpan } from "./measure-span.ts";
import { redactSpan, type RedactedSpan } from "./redact-span.ts";

export interface IngestSpanDeps {
  readonly prices: PriceBook;
  readonly operators: OperatorTable;
  readonly hash: KeyedHash;
}

export interface SpanContext {
  readonly tenant: string;
  /** Time of the message that brought the span. */
  readonly receivedAtMs: number;
}

/** A span's way from OTLP to what may be stored: normalise, price, measure, redact. */
export function ingestSpan(span: OtlpSpan, context: SpanContext, deps: IngestSpanDeps): RedactedSpan {
  const normalised: LlmSpan = normaliseSpan(span, context);
  const priced = priceSpan(normalised, deps.prices);
  return redactSpan(measureSpan(priced, deps.hash), deps.operators, deps.hash);
}
