import { isWithin, type DayWindow } from "./day-window.ts";
import type { Decimal } from "./decimal.ts";
import type { PriceEntry } from "./price-entry.ts";
import { rateLadderOf, type RateLadder } from "./rate-ladder.ts";
import { canonicalServiceTier, STANDARD_TIER } from "./service-tier.ts";

/** The ladders of one region. */
interface RateCard {
  readonly standard: RateLadder;
  readonly serviceTiers: ReadonlyMap<string, RateLadder>;
}

/** A price entry made ready to charge calls, and where it comes from. */
export interface PriceTerms {
  readonly fromMs: number;
  readonly hours: DayWindow | null;
  readonly card: RateCard;
  readonly regions: ReadonlyMap<string, RateCard>;
  readonly version: string;
  readonly source: string;
}

export interface Provenance {
  readonly version: string;
  readonly source: string;
}

export function termsOf(entry: PriceEntry, { version, source }: Provenance): PriceTerms {
  const regions = [...(entry.regions ?? [])].map(([name, factor]) => [name, rateCardOf(entry, factor)] as const);
  return {
    fromMs: entry.effectiveFromMs,
    hours: entry.hours ?? null,
    card: rateCardOf(entry, null),
    regions: new Map(regions),
    version,
    source,
  };
}

/** The first terms that hold at a time; null where none does yet. */
export function selectTerms(terms: readonly PriceTerms[], atMs: number): PriceTerms | null {
  for (const one of terms) {
    if (one.fromMs <= atMs && (one.hours === null || isWithin(one.hours, atMs))) return one;
  }
  return null;
}

/** The ladder of a tier of service, the standard one where the terms do not know it. `""` is standard, and no region. */
export function selectLadder(terms: PriceTerms, serviceTier: string, region: string): RateLadder {
  const card = region === "" || terms.regions.size === 0 ? terms.card : cardOf(terms, region);
  if (serviceTier === "" || serviceTier === STANDARD_TIER || card.serviceTiers.size === 0) return card.standard;
  return (
    card.serviceTiers.get(serviceTier) ?? card.serviceTiers.get(canonicalServiceTier(serviceTier)) ?? card.standard
  );
}

/** `eu` stands for every region whose name begins with `eu-`; the longest name that fits wins. */
function cardOf(terms: PriceTerms, region: string): RateCard {
  for (let name = region.toLowerCase(); name !== ""; name = name.slice(0, Math.max(name.lastIndexOf("-"), 0))) {
    const card = terms.regions.get(name);
    if (card !== undefined) return card;
  }
  return terms.card;
}

function rateCardOf(entry: PriceEntry, factor: Decimal | null): RateCard {
  const tiers = [...(entry.serviceTiers ?? [])];
  return {
    standard: rateLadderOf(entry, null, factor),
    serviceTiers: new Map(tiers.map(([name, tier]) => [name, rateLadderOf(entry, tier, factor)])),
  };
}
