import type { KeyedHash } from "@parapet/runtime";
import { priceSpan, type PriceBook } from "@parapet/pricing";
import type { LlmSpan } from "@parapet/span";

import { captureSpan } from "./capture-span.ts";
import { captureFactsOf, decideCapture, type CapturePolicy } from "./capture-policy.ts";
import { measureSpan } from "./measure-span.ts";
import type { RedactedSpan } from "./redact-span.ts";
import type { Redactions } from "./redactions.ts";

export interface IngestSpanDeps {
  readonly prices: PriceBook;
  readonly hash: KeyedHash;
  readonly capture: CapturePolicy;
  readonly redactionOf: Redactions;
}

/** A normalised and linked span's way to what may be stored: price, measure, capture. */
export function ingestSpan(span: LlmSpan, deps: IngestSpanDeps): RedactedSpan {
  const measured = measureSpan(priceSpan(span, deps.prices), deps.hash);
  return captureSpan(measured, decideCapture(deps.capture, captureFactsOf(measured)), deps.redactionOf(span.tenant));
}
