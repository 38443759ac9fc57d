export { billedBuckets, BUCKET_COUNT, writeCounts } from "./buckets.ts";
export { BatchPricer } from "./price-batch.ts";
export { charge, chargeLarge } from "./charge.ts";
export { parseTimeOfDay } from "./day-window.ts";
export { decimalOf, parseDecimal, shiftDecimal, zero } from "./decimal.ts";
export { createLayeredBook } from "./layered-book.ts";
export { formatUsd, MAX_PICO_USD, parseUsd } from "./money.ts";
export { offPeakEntry } from "./off-peak.ts";
export { unpriced, unpricedReasons } from "./price-book.ts";
export { pricedSpanOfRow } from "./priced-span-of-row.ts";
export { costRoleOf, priceSpan } from "./price-span.ts";
export { selectLadder, selectTerms, termsOf } from "./price-terms.ts";
export { selfHostedPrices } from "./self-hosted.ts";
export { canonicalServiceTier } from "./service-tier.ts";
export { createSheetSource } from "./sheet-source.ts";
export { usageOf } from "./usage-of.ts";
export type { BilledBucket } from "./buckets.ts";
export type { ChargeStatus, LargeCharge } from "./charge.ts";
export type { DayWindow } from "./day-window.ts";
export type { Decimal } from "./decimal.ts";
export type { PicoUsd } from "./money.ts";
export type { PriceBook, PriceOutcome, PriceQuery, PriceResolver, Resolution, UnpricedReason } from "./price-book.ts";
export type {
  ContextTier,
  ModelMatch,
  PriceEntry,
  PriceSheet,
  ServiceTierPrices,
  SheetEntry,
  UnitPrices,
} from "./price-entry.ts";
export type { PriceSource } from "./price-source.ts";
export type { CostRole } from "./price-span.ts";
export type { PriceTerms, Provenance } from "./price-terms.ts";
export type { RateLadder } from "./rate-ladder.ts";
export type { SelfHostedModel } from "./self-hosted.ts";
export type { CanonicalProvider } from "./sheet-source.ts";
export type { TokenCounts, UsageOutcome } from "./usage-of.ts";
