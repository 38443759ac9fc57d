import { priceSpan, type PriceBook } from "@parapet/pricing";
import type { OperatorTable } from "@parapet/pii";
import type { LlmSpan } from "@parapet/span";
import type { KeyedHash } from "@parapet/runtime";

import { measureSpan } from "./measure-span.ts";
import { redactSpan, type RedactedSpan } from "./redact-span.ts";

export interface IngestSpanDeps {
  readonly prices: PriceBook;
  readonly operators: OperatorTable;
  readonly hash: KeyedHash;
}

/** A normalised and linked span's way to what may be stored: price, measure, redact. */
export function ingestSpan(span: LlmSpan, deps: IngestSpanDeps): RedactedSpan {
  const priced = priceSpan(span, deps.prices);
  return redactSpan(measureSpan(priced, deps.hash), deps.operators, deps.hash);
}
