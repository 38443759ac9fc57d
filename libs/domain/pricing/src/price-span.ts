import type { LlmSpan } from "@parapet/span";

import { unpriced, type PriceBook, type PriceOutcome } from "./price-book.ts";
import { usageOf } from "./usage.ts";

/** Operations that are one call of a model. */
const modelCalls: ReadonlySet<string> = new Set([
  "chat",
  "text_completion",
  "generate_content",
  "embeddings",
  "rerank",
  "moderation",
  "transcription",
  "speech",
  "image_generation",
]);

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

/**
 * The span with its cost. An unpriced call has null costs, never zero, and says why; a span that is no GenAI operation,
 * or one that encloses model calls, has neither cost nor reason.
 */
export function priceSpan(span: LlmSpan, book: PriceBook): LlmSpan {
  if (span.operation === "" || enclosingOperations.has(span.operation)) return withOutcome(span, null);
  return withOutcome(span, priceCall(span, book));
}

function priceCall(span: LlmSpan, book: PriceBook): PriceOutcome {
  const outcome = usageOf(span);
  if (outcome.kind === "none") return unpriced("no_usage");
  if (outcome.kind === "inconsistent") return unpriced("inconsistent_usage");
  if (!modelCalls.has(span.operation)) return unpriced("unknown_operation");
  return book.price({
    provider: span.provider,
    requestModel: span.request_model,
    responseModel: span.response_model,
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
