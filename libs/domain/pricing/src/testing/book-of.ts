import { noUsage, type Usage } from "@parapet/usage";

import { parseDecimal, type Decimal } from "../decimal.ts";
import { createLayeredBook } from "../layered-book.ts";
import type { PriceOutcome, PriceQuery } from "../price-book.ts";
import type { SheetEntry, UnitPrices } from "../price-entry.ts";
import { createSheetSource } from "../sheet-source.ts";

type PricesPerToken = Readonly<Partial<Record<keyof UnitPrices, string>>>;

export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new Error(`no decimal: ${text}`);
  return parsed;
}

/** Prices per million tokens, searches and requests by the piece. */
export function perMillion(prices: PricesPerToken): UnitPrices {
  return Object.fromEntries(Object.entries(prices).map(([bucket, price]) => [bucket, decimal(price)]));
}

/** An entry for every call of `model-x`, unless it says otherwise. */
export function entry(prices: PricesPerToken, more: Partial<SheetEntry> = {}): SheetEntry {
  return {
    provider: "",
    model: { kind: "exact", text: "model-x" },
    effectiveFromMs: -Infinity,
    prices: perMillion(prices),
    contextTiers: [],
    ...more,
  };
}

/** Asks a book of these entries for the price of a call of `model-x` at the epoch. */
export function priceWith(
  entries: readonly SheetEntry[],
  usage: Partial<Usage>,
  query: Partial<PriceQuery> = {},
): PriceOutcome {
  const sheet = { source: "sheet", version: "7", entries };
  return createLayeredBook([createSheetSource(sheet, (provider) => provider)]).price({
    provider: "provider-x",
    requestModel: "model-x",
    responseModel: "",
    serviceTier: "",
    region: "",
    atMs: 0,
    ...query,
    usage: { ...noUsage, ...usage },
  });
}
