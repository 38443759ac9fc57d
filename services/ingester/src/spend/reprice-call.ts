import type { PriceBook } from "@parapet/pricing";
import { isModelCall } from "@parapet/span";

import type { Correction } from "./correction.ts";
import { isNothing, minus, nothing, type Measures } from "./measures.ts";
import { isServedByGateway, priceStoredCall } from "./price-stored-call.ts";
import { currentMeasures, type StoredCall } from "./stored-call.ts";

export type RepriceOutcome =
  | { readonly kind: "corrected"; readonly correction: Correction }
  | { readonly kind: "unchanged" }
  /** No call, one that another span carries, or an answer of a gateway's cache: prices do not concern it. */
  | { readonly kind: "not_carried" }
  | { readonly kind: "unpriced" }
  /** The book knows no price where there was one: what was paid stays. */
  | { readonly kind: "kept" };

/** The difference between what a call counts for now and what it costs by the book. */
export function repriceCall(call: StoredCall, book: PriceBook): RepriceOutcome {
  const current = currentMeasures(call);
  if (!isModelCall(call.operation)) return { kind: "not_carried" };
  if (current.calls <= 0)
    return isNothing(current) ? { kind: "not_carried" } : corrected(call, minus(nothing, current));
  if (isServedByGateway(call)) return { kind: "not_carried" };
  const { measures, version, source } = priceStoredCall(call, book);
  if (measures.unpriced > 0) return { kind: current.unpriced > 0 ? "unpriced" : "kept" };
  const delta = minus(measures, current);
  if (isNothing(delta)) return { kind: "unchanged" };
  return corrected(call, delta, version, source);
}

/** Without a price for a call that was priced while another process took it away: what is left of it goes. */
function corrected(call: StoredCall, delta: Measures, priceVersion = "", priceSource = ""): RepriceOutcome {
  return { kind: "corrected", correction: { call, reason: "reprice", delta, priceVersion, priceSource } };
}
