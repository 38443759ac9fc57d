import type { DayWindow } from "./day-window.ts";
import type { PriceEntry, ServiceTierPrices, UnitPrices } from "./price-entry.ts";

/**
 * The entry as it is within off-peak hours: what the hours name replaces every price of that kind, whatever the context
 * or the tier of service; what they leave out stays.
 */
export function offPeakEntry<E extends PriceEntry>(entry: E, hours: DayWindow, prices: UnitPrices): E {
  const named = new Set(Object.keys(prices));
  const without = (others: UnitPrices): UnitPrices =>
    Object.fromEntries(Object.entries(others).filter(([name]) => !named.has(name)));
  const tiersWithout = (tiers: ServiceTierPrices["contextTiers"]): ServiceTierPrices["contextTiers"] =>
    tiers.map((tier) => ({ above: tier.above, prices: without(tier.prices) }));
  const serviceTiers = [...(entry.serviceTiers ?? [])].map(
    ([name, tier]) => [name, { prices: without(tier.prices), contextTiers: tiersWithout(tier.contextTiers) }] as const,
  );
  return {
    ...entry,
    hours,
    prices: { ...entry.prices, ...prices },
    contextTiers: tiersWithout(entry.contextTiers),
    serviceTiers: new Map(serviceTiers),
  };
}
