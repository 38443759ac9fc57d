import type { PriceBook } from "@parapet/pricing";
import { linkCalls } from "@parapet/span";

import type { Correction } from "./correction.ts";
import { isNothing, minus, nothing } from "./measures.ts";
import { priceStoredCall } from "./price-stored-call.ts";
import { currentMeasures, duplicateMeasures, storedMeasures, type StoredCall } from "./stored-call.ts";

/**
 * What has to be corrected so that each call is counted once, at the span that carries it when all spans are known. A span
 * that was stored as the only one of its call may have lost that part since; another may have gained it, and is then
 * priced for the first time. Finds nothing where everything is settled.
 */
export function settleCalls(calls: readonly StoredCall[], book: PriceBook): readonly Correction[] {
  return linkCalls(calls).flatMap((linked, at) => {
    const call = calls[at];
    if (call === undefined || linked.spend_role === "") return [];
    const settled = { ...call, call_key: linked.call_key };
    return linked.spend_role === "duplicate" ? uncount(settled) : count(settled, book);
  });
}

function uncount(call: StoredCall): readonly Correction[] {
  const delta = minus(nothing, currentMeasures(call));
  return isNothing(delta) ? [] : [{ call, reason: "duplicate_call", delta, priceVersion: "", priceSource: "" }];
}

function count(call: StoredCall, book: PriceBook): readonly Correction[] {
  if (currentMeasures(call).calls > 0) return [];
  if (storedMeasures(call).calls > 0) {
    const delta = minus(nothing, duplicateMeasures(call));
    return isNothing(delta) ? [] : [{ call, reason: "duplicate_call", delta, priceVersion: "", priceSource: "" }];
  }
  const { measures, version, source } = priceStoredCall(call, book);
  return [{ call, reason: "duplicate_call", delta: measures, priceVersion: version, priceSource: source }];
}
