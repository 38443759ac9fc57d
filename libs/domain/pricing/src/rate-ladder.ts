import type { Decimal } from "./decimal.ts";
import type { ContextTier, UnitPrices } from "./price-entry.ts";
import { ratesOf, type Rates } from "./rates.ts";

interface Step {
  /** The step is for calls that read more tokens than this. */
  readonly above: number;
  readonly rates: Rates;
}

/** Rates by how much a call reads. The highest step that is reached prices every token of the call. */
export interface RateLadder {
  readonly base: Rates;
  /** Highest first. */
  readonly steps: readonly Step[];
}

/** Prices below all context tiers, and the tiers above them. */
export interface TieredPrices {
  readonly prices: UnitPrices;
  readonly contextTiers: readonly ContextTier[];
}

/**
 * The ladder of a tier of service over the standard one. A price that the service tier leaves out is the standard price
 * of the same context tier; a price that a context tier leaves out is that of the next lower one.
 */
export function rateLadderOf(standard: TieredPrices, service: TieredPrices | null, factor: Decimal | null): RateLadder {
  const own = service ?? { prices: {}, contextTiers: [] };
  const thresholds = new Set([...standard.contextTiers, ...own.contextTiers].map(({ above }) => above));
  const pricesAt = (above: number): UnitPrices => {
    const reached = (tiers: readonly ContextTier[]): UnitPrices => mergedBelow(tiers, above);
    return { ...standard.prices, ...own.prices, ...reached(standard.contextTiers), ...reached(own.contextTiers) };
  };
  return {
    base: ratesOf({ ...standard.prices, ...own.prices }, factor),
    steps: [...thresholds]
      .toSorted((a, b) => b - a)
      .map((above) => ({ above, rates: ratesOf(pricesAt(above), factor) })),
  };
}

export function ratesFor(ladder: RateLadder, inputTokens: number): Rates {
  for (const step of ladder.steps) if (inputTokens > step.above) return step.rates;
  return ladder.base;
}

function mergedBelow(tiers: readonly ContextTier[], above: number): UnitPrices {
  const reached = tiers.filter((tier) => tier.above <= above).toSorted((a, b) => a.above - b.above);
  return Object.fromEntries(reached.flatMap(({ prices }) => Object.entries(prices)));
}
