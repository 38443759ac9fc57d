import { isModelCall, type LlmSpan } from "@parapet/span";

import { unpriced, type PriceBook, type PriceOutcome } from "./price-book.ts";
import { usageOf } from "./usage-of.ts";

/**
 * Operations around model calls. Some frameworks put the summed usage of the calls inside on their spans; the calls
 * have spans of their own, so pricing these too would count the same tokens twice.
 */
const enclosingOperations: ReadonlySet<string> = new Set([
  "invoke_agent",
  "create_agent",
  "invoke_workflow",
  "execute_tool",
  "retrieval",
  "plan",
  "run_guardrail",
  "evaluate",
  "chain",
]);

/** What `gateway_cache` says where a gateway answered without asking the provider. */
const gatewayHits: ReadonlySet<string> = new Set(["hit", "semantic_hit"]);

/** The provider was not asked, so there is nothing to pay: free, not unknown. */
const servedByGateway: PriceOutcome = {
  kind: "priced",
  inputUsd: "0",
  outputUsd: "0",
  totalUsd: "0",
  isRounded: false,
  version: "1",
  source: "gateway_cache",
};

/** What a span's operation and its part in the call's spending say about its cost. */
export type CostRole = "model_call" | "gateway_hit" | "none" | "unknown_operation";

/**
 * `none` for a span that is no GenAI operation, that encloses model calls, or that shows a call which another span pays
 * for: it has neither cost nor reason.
 */
export function costRoleOf(span: Pick<LlmSpan, "operation" | "spend_role" | "gateway_cache">): CostRole {
  if (span.operation === "" || enclosingOperations.has(span.operation)) return "none";
  if (span.spend_role === "duplicate") return "none";
  if (span.spend_role === "cache_hit" || gatewayHits.has(span.gateway_cache)) return "gateway_hit";
  return isModelCall(span.operation) ? "model_call" : "unknown_operation";
}

/** The span with its cost. An unpriced call has null costs, never zero, and says why. */
export function priceSpan(span: LlmSpan, book: PriceBook): LlmSpan {
  return withOutcome(span, outcomeOf(span, book));
}

function outcomeOf(span: LlmSpan, book: PriceBook): PriceOutcome | null {
  const role = costRoleOf(span);
  if (role === "none") return null;
  if (role === "gateway_hit") return servedByGateway;
  const outcome = usageOf(span);
  if (outcome.kind === "none") return unpriced("no_usage");
  if (outcome.kind === "inconsistent") return unpriced("inconsistent_usage");
  if (outcome.kind === "partial") return unpriced("partial_usage");
  if (role === "unknown_operation") return unpriced("unknown_operation");
  return book.price({
    provider: span.provider,
    requestModel: span.request_model,
    responseModel: span.response_model,
    serviceTier: span.service_tier,
    region: span.region,
    usage: outcome.usage,
    atMs: Date.parse(span.start_time),
  });
}

function withOutcome(span: LlmSpan, outcome: PriceOutcome | null): LlmSpan {
  const isPriced = outcome?.kind === "priced";
  return {
    ...span,
    input_cost_usd: isPriced ? outcome.inputUsd : null,
    output_cost_usd: isPriced ? outcome.outputUsd : null,
    cost_usd: isPriced ? outcome.totalUsd : null,
    price_version: isPriced ? outcome.version : "",
    price_source: isPriced ? outcome.source : "",
    unpriced_reason: outcome?.kind === "unpriced" ? outcome.reason : "",
  };
}
