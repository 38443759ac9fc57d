import type { BilledBucket } from "./buckets.ts";
import type { DayWindow } from "./day-window.ts";
import type { Decimal } from "./decimal.ts";

/**
 * Prices by bucket in US dollars: per million tokens, per web search, per request. Zero is a price; a bucket that is
 * left out is charged as another one (`unit-fallbacks.ts`) or, where there is none, cannot be charged.
 */
export type UnitPrices = { readonly [Bucket in BilledBucket | "request"]?: Decimal };

/** Prices of a call that reads more than `above` tokens, all of its tokens. What is left out stays as below. */
export interface ContextTier {
  readonly above: number;
  readonly prices: UnitPrices;
}

/** Prices of one service tier. What is left out is as in the standard tier. */
export interface ServiceTierPrices {
  readonly prices: UnitPrices;
  readonly contextTiers: readonly ContextTier[];
}

/** What calls of a model cost from a date on. */
export interface PriceEntry extends ServiceTierPrices {
  /** Milliseconds since the epoch, inclusive; `-Infinity` for ever. */
  readonly effectiveFromMs: number;
  /** The entry applies only at this time of the day. */
  readonly hours?: DayWindow;
  /** `batch`, `flex`, `priority`, …, by the names of `canonicalServiceTier`. */
  readonly serviceTiers?: ReadonlyMap<string, ServiceTierPrices>;
  /** Factors on all token prices by region, lower case. */
  readonly regions?: ReadonlyMap<string, Decimal>;
}

/** Which models an entry is for. Names are compared without regard to case. */
export type ModelMatch = { readonly kind: "exact" | "prefix" | "contains"; readonly text: string };

export interface SheetEntry extends PriceEntry {
  /** `""` for any provider. */
  readonly provider: string;
  readonly model: ModelMatch;
}

/** Prices as data, with the name and the version that every price made from them carries. */
export interface PriceSheet {
  readonly source: string;
  readonly version: string;
  readonly entries: readonly SheetEntry[];
}
