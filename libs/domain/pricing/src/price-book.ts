import type { Usage } from "@parapet/usage";

import type { PriceTerms } from "./price-terms.ts";

export interface PriceQuery {
  /** By OpenTelemetry's names: `openai`, `aws.bedrock`, …; `""` when unknown. */
  readonly provider: string;
  readonly requestModel: string;
  readonly responseModel: string;
  /** `batch`, `flex`, `priority`, …; `""` is standard, and so is a tier that the prices do not know. */
  readonly serviceTier: string;
  /** Where the call was processed, as the provider names it; `""` when unknown. */
  readonly region: string;
  readonly usage: Usage;
  /** Time of the call in milliseconds since the epoch: prices change. */
  readonly atMs: number;
}

/** Why a call has no price. A bounded set: metric label and `spans.unpriced_reason`. */
export const unpricedReasons = [
  "no_usage",
  "inconsistent_usage",
  "partial_usage",
  "unknown_operation",
  "unknown_provider",
  "unknown_model",
  "not_yet_priced",
  "missing_price",
  "cost_out_of_range",
] as const;
export type UnpricedReason = (typeof unpricedReasons)[number];

/** A price, or the reason why there is none. Amounts are decimals in USD with at most 12 digits after the point. */
export type PriceOutcome =
  | {
      readonly kind: "priced";
      readonly inputUsd: string;
      readonly outputUsd: string;
      /** Input, output, and what is charged per call and per search. */
      readonly totalUsd: string;
      /** An amount has more than 12 digits; each was rounded for itself, half to even. */
      readonly isRounded: boolean;
      /** Version of the prices: the same version gives the same price again. */
      readonly version: string;
      readonly source: string;
    }
  | { readonly kind: "unpriced"; readonly reason: UnpricedReason };

/** Where prices come from. Pure: the same query gives the same answer. */
export interface PriceBook {
  readonly price: (query: PriceQuery) => PriceOutcome;
}

/** The inside of a book, for callers that price columns and make no object per call. */
export interface PriceResolver {
  /**
   * The terms of a model, for `selectTerms`, `selectLadder` and `charge`; or why there are none. The model that answered
   * is what is billed; the one that was asked for stands in where the other is unknown.
   */
  readonly resolve: (provider: string, requestModel: string, responseModel: string) => Resolution;
}

export type Resolution = readonly PriceTerms[] | UnpricedReason;

export function unpriced(reason: UnpricedReason): { readonly kind: "unpriced"; readonly reason: UnpricedReason } {
  return { kind: "unpriced", reason };
}
