import {
  offPeakEntry,
  parseTimeOfDay,
  shiftDecimal,
  type ContextTier,
  type DayWindow,
  type Decimal,
  type PriceEntry,
  type PriceSheet,
  type ServiceTierPrices,
  type SheetEntry,
  type UnitPrices,
} from "@parapet/pricing";
import { z } from "zod";

import { decimalSchema } from "./decimal-schema.ts";
import { parseCostKey, type CostKey } from "./litellm-cost-key.ts";

const MILLION_DIGITS = 6;

const costs = z.record(z.string(), z.unknown());

const rangeTier = z.looseObject({ range: z.tuple([z.number().int().min(0), z.unknown()]) });

const offPeakBlock = z.looseObject({
  hours_utc: z.union([z.string(), z.array(z.string())]).optional(),
  windows: z.unknown().optional(),
});

const model = z.looseObject({
  litellm_provider: z.string().default(""),
  tiered_pricing: z.array(rangeTier).nullish(),
  off_peak_pricing: offPeakBlock.nullish(),
  provider_specific_entry: costs.nullish(),
  search_context_cost_per_query: costs.nullish(),
});
type Model = z.output<typeof model>;

/** LiteLLM's `model_prices_and_context_window.json`: models by name. */
export const litellmFileSchema = z.record(z.string().max(512), model);

/** An example of all keys that the file begins with, and no model. */
const SAMPLE = "sample_spec";

/**
 * The prices of LiteLLM's file. Models that it prices by nothing that is billed here, and those whose off-peak hours
 * depend on the day of the week, are left out: other sources may know them.
 */
export function sheetOfLitellm(models: z.output<typeof litellmFileSchema>, version: string): PriceSheet {
  const entries = Object.entries(models).flatMap(([name, info]) => (name === SAMPLE ? [] : entriesOf(name, info)));
  return { source: "litellm", version, entries };
}

function entriesOf(name: string, info: Model): readonly SheetEntry[] {
  const entry = entryOf(info);
  if (Object.keys(entry.prices).length === 0 || info.off_peak_pricing?.windows !== undefined) return [];
  const named = namesOf(name, info.litellm_provider).map((names): SheetEntry => ({ ...entry, ...names }));
  return named.flatMap((one) => [...offPeakEntries(one, info), one]);
}

/** `azure/gpt-4o` is `gpt-4o` of `azure`; senders that do not tell the provider put the whole name. */
function namesOf(name: string, provider: string): readonly Pick<SheetEntry, "provider" | "model">[] {
  const slash = name.indexOf("/");
  const own = { provider, model: { kind: "exact", text: name.slice(slash + 1) } } as const;
  return slash < 0 ? [own] : [own, { provider: "", model: { kind: "exact", text: name } }];
}

function entryOf(info: Model): PriceEntry {
  const isInclusive = info.litellm_provider === "xai";
  const priced = pricedKeys(info);
  const tierNames = new Set(priced.map(({ key }) => key.serviceTier).filter((tier) => tier !== ""));
  const standard = tierOf(priced, "", isInclusive);
  const ranges = rangeTiers(info, isInclusive);
  return {
    effectiveFromMs: -Infinity,
    prices: { ...standard.prices, ...ranges.prices, ...searchPrice(info) },
    contextTiers: [...standard.contextTiers, ...ranges.contextTiers],
    serviceTiers: new Map([...tierNames].map((tier) => [tier, tierOf(priced, tier, isInclusive)])),
    regions: regionsOf(info),
  };
}

interface PricedKey {
  readonly key: CostKey;
  readonly price: Decimal;
}

function pricedKeys(info: Readonly<Record<string, unknown>>): readonly PricedKey[] {
  return Object.entries(info).flatMap(([name, value]) => {
    const key = parseCostKey(name);
    const price = decimalSchema.safeParse(value);
    if (key === null || !price.success) return [];
    return [{ key, price: key.price === "request" ? price.data : shiftDecimal(price.data, MILLION_DIGITS) }];
  });
}

/** Thresholds are strict, but for providers that bill the higher tier once a call reaches it. */
function tierOf(priced: readonly PricedKey[], serviceTier: string, isInclusive: boolean): ServiceTierPrices {
  const own = priced.filter(({ key }) => key.serviceTier === serviceTier);
  const pricesAt = (above: number | null): UnitPrices =>
    Object.fromEntries(own.filter(({ key }) => key.above === above).map(({ key, price }) => [key.price, price]));
  const thresholds = [...new Set(own.map(({ key }) => key.above))].filter((above) => above !== null);
  return {
    prices: pricesAt(null),
    contextTiers: thresholds.map((above) => ({ above: isInclusive ? above - 1 : above, prices: pricesAt(above) })),
  };
}

/** Models that are priced by ranges of input: the lowest range holds below all others. */
function rangeTiers({ tiered_pricing }: Model, isInclusive: boolean): ServiceTierPrices {
  const tiers = (tiered_pricing ?? [])
    .map((tier): ContextTier => ({
      above: isInclusive ? tier.range[0] - 1 : tier.range[0],
      prices: tierOf(pricedKeys(tier), "", isInclusive).prices,
    }))
    .toSorted((a, b) => a.above - b.above);
  return { prices: tiers[0]?.prices ?? {}, contextTiers: tiers };
}

function searchPrice({ search_context_cost_per_query: perQuery }: Model): UnitPrices {
  const price = decimalSchema.safeParse(perQuery?.["search_context_size_medium"]);
  return price.success ? { webSearches: price.data } : {};
}

/** `regional_processing_uplift_multiplier_eu`, and `us` and its like among what is special to a provider. */
function regionsOf(info: Model): ReadonlyMap<string, Decimal> {
  const own = Object.entries(info).map(
    ([key, value]) => [key.replace("regional_processing_uplift_multiplier_", ""), value] as const,
  );
  const special = Object.entries(info.provider_specific_entry ?? {});
  const factors = [...own, ...special].flatMap(([region, value]) => {
    const factor = decimalSchema.safeParse(value);
    return /^[a-z]{2}$/.test(region) && factor.success ? [[region, factor.data] as const] : [];
  });
  return new Map(factors);
}

function offPeakEntries(entry: SheetEntry, { off_peak_pricing: block }: Model): readonly SheetEntry[] {
  if (block === null || block === undefined) return [];
  const { prices } = tierOf(pricedKeys(block), "", false);
  const windows = typeof block.hours_utc === "string" ? [block.hours_utc] : (block.hours_utc ?? []);
  return windows.map(parseWindow).flatMap((hours) => (hours === null ? [] : [offPeakEntry(entry, hours, prices)]));
}

/** `"16:30-00:30"`. */
function parseWindow(text: string): DayWindow | null {
  const [startMs = null, endMs = null] = text.split("-").map((time) => parseTimeOfDay(time.trim()));
  return startMs === null || endMs === null ? null : { startMs, endMs };
}
