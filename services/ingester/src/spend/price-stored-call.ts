import { costRoleOf, parseUsd, usageOf, type PriceBook } from "@parapet/pricing";

import { nothing, type Measures } from "./measures.ts";
import type { StoredCall } from "./stored-call.ts";

/** What a stored call adds to the sums by the prices of a book. */
export interface CallPrice {
  readonly measures: Measures;
  readonly version: string;
  readonly source: string;
}

/** Whether a gateway's cache answered: the provider was not asked, and no price concerns the call. */
export function isServedByGateway({ operation, gateway_cache }: StoredCall): boolean {
  return costRoleOf({ operation, gateway_cache, spend_role: "spend" }) === "gateway_hit";
}

/** Prices a call as if its span were the one that carries it. */
export function priceStoredCall(call: StoredCall, book: PriceBook): CallPrice {
  const counted = { calls: 1, inputTokens: call.input_tokens ?? 0, outputTokens: call.output_tokens ?? 0 };
  if (isServedByGateway(call)) return { measures: { ...nothing, ...counted }, version: "1", source: "gateway_cache" };
  const unpriced = { measures: { ...nothing, ...counted, unpriced: 1 }, version: "", source: "" };
  const outcome = usageOf(call);
  if (outcome.kind !== "known") return unpriced;
  const price = book.price({
    provider: call.provider,
    requestModel: call.request_model,
    responseModel: call.response_model,
    serviceTier: call.service_tier,
    region: call.region,
    usage: outcome.usage,
    atMs: Date.parse(call.start_time),
  });
  if (price.kind === "unpriced") return unpriced;
  const [inputPico, outputPico, costPico] = [price.inputUsd, price.outputUsd, price.totalUsd].map(parseUsd);
  if (inputPico == null || outputPico == null || costPico == null) return unpriced;
  const measures = { ...nothing, ...counted, inputPico, outputPico, costPico };
  return { measures, version: price.version, source: price.source };
}
