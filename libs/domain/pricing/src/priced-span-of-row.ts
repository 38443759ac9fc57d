import { holding, spanOfRow, type LlmSpan, type SpanBatch } from "@parapet/span";

import { formatUsd } from "./money.ts";

/** The readable view of a row that a `BatchPricer` priced; null for a rejected one. */
export function pricedSpanOfRow(batch: SpanBatch, row: number): LlmSpan | null {
  const span = spanOfRow(batch, row);
  if (span === null || batch.held[row] === holding.object) return span;
  const cost = batch.measure("costPicoUsd", row);
  if (Number.isNaN(cost)) return { ...span, unpriced_reason: batch.names.textOf(batch.unpricedReason[row] ?? 0) };
  return {
    ...span,
    input_cost_usd: formatUsd(batch.measure("inputCostPicoUsd", row)),
    output_cost_usd: formatUsd(batch.measure("outputCostPicoUsd", row)),
    cost_usd: formatUsd(cost),
    price_version: batch.names.textOf(batch.priceVersion[row] ?? 0),
    price_source: batch.names.textOf(batch.priceSource[row] ?? 0),
  };
}
