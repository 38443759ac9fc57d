import type { PriceBook } from "@parapet/pricing";
import { linkCalls } from "@parapet/span";

import type { Correction } from "./correction.ts";
import { isNothing, minus, nothing, type Measures } from "./measures.ts";
import { priceStoredCall } from "./price-stored-call.ts";
import { currentMeasures, duplicateMeasures, storedMeasures, type StoredCall } from "./stored-call.ts";

/**
 * What has to be corrected so that each call is counted once, at the span that carries it when all spans are known. A span
 * that was stored as the only one of its call may have lost that part since; another may have gained it, and is then
 * priced for the first time. Finds nothing where everything is settled.
 */
export function settleCalls(calls: readonly StoredCall[], book: PriceBook): readonly Correction[] {
  const linked = linkCalls(calls);
  const asked = new Set(linked.filter(({ is_in_part }) => is_in_part).map(({ call_key }) => call_key));
  return linked.flatMap((call) => {
    if (call.spend_role === "" || !asked.has(call.call_key)) return [];
    return call.spend_role === "duplicate" ? uncount(call) : count(call, book);
  });
}

function uncount(call: StoredCall): readonly Correction[] {
  return correctionBy(call, minus(nothing, currentMeasures(call)));
}

/** What was stored as a call of its own gets back what was taken; what was not is priced when it becomes one. */
function count(call: StoredCall, book: PriceBook): readonly Correction[] {
  if (storedMeasures(call).calls > 0) return correctionBy(call, minus(nothing, duplicateMeasures(call)));
  if (currentMeasures(call).calls === 1) return [];
  const { measures, version, source } = priceStoredCall(call, book);
  return correctionBy(call, minus(measures, currentMeasures(call)), { priceVersion: version, priceSource: source });
}

function correctionBy(
  call: StoredCall,
  delta: Measures,
  price: Pick<Correction, "priceVersion" | "priceSource"> = { priceVersion: "", priceSource: "" },
): readonly Correction[] {
  return isNothing(delta) ? [] : [{ call, reason: "duplicate_call", delta, ...price }];
}
