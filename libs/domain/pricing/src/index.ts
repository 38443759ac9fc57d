export { formatUsd, MAX_PICO_USD, parseUsd, picoUsdOf } from "./money.ts";
export { unpriced, unpricedReasons } from "./price-book.ts";
export { priceSpan } from "./price-span.ts";
export { usageOf } from "./usage.ts";
export type { PicoUsd } from "./money.ts";
export type { PriceBook, PriceOutcome, PriceQuery, UnpricedReason } from "./price-book.ts";
export type { TokenCounts, Usage, UsageOutcome } from "./usage.ts";
