import type { Usage } from "./usage.ts";

export interface PriceQuery {
  /** By OpenTelemetry's names: `openai`, `aws.bedrock`, …; `""` when unknown. */
  readonly provider: string;
  readonly requestModel: string;
  readonly responseModel: string;
  readonly usage: Usage;
  /** Time of the call in milliseconds since the epoch: prices change. */
  readonly atMs: number;
}

/** Why a call has no price. A bounded set: metric label and `spans.unpriced_reason`. */
export const unpricedReasons = [
  "no_usage",
  "inconsistent_usage",
  "unknown_operation",
  "unknown_provider",
  "unknown_model",
  "cost_out_of_range",
] as const;
export type UnpricedReason = (typeof unpricedReasons)[number];

/** A price, or the reason why there is none. Amounts are decimals in USD with at most 12 digits after the point. */
export type PriceOutcome =
  | {
      readonly kind: "priced";
      readonly inputUsd: string;
      readonly outputUsd: string;
      /** Input, output, and what is charged per call. */
      readonly totalUsd: string;
      /** Version of the prices: the same version gives the same price again. */
      readonly version: string;
      readonly source: string;
    }
  | { readonly kind: "unpriced"; readonly reason: UnpricedReason };

/** Where prices come from. Pure: the same query gives the same answer. */
export interface PriceBook {
  readonly price: (query: PriceQuery) => PriceOutcome;
}

export function unpriced(reason: UnpricedReason): { readonly kind: "unpriced"; readonly reason: UnpricedReason } {
  return { kind: "unpriced", reason };
}
