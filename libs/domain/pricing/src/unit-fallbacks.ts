import type { BilledBucket } from "./buckets.ts";
import { zero, type Decimal } from "./decimal.ts";
import type { UnitPrices } from "./price-entry.ts";

/**
 * The bucket whose price stands in where a bucket has none of its own, tried in this order. Only text has nothing to
 * fall back on: without a price for it, it cannot be charged.
 */
const fallbacks: Readonly<Record<Exclude<BilledBucket, "webSearches">, readonly BilledBucket[]>> = {
  inputUncached: [],
  inputImage: ["inputUncached"],
  inputAudio: ["inputUncached"],
  inputVideo: ["inputUncached"],
  cacheRead: ["inputUncached"],
  cacheReadImage: ["cacheRead", "inputImage", "inputUncached"],
  cacheReadAudio: ["cacheRead", "inputAudio", "inputUncached"],
  cacheReadVideo: ["cacheRead", "inputVideo", "inputUncached"],
  cacheWrite5m: ["inputUncached"],
  cacheWrite1h: ["cacheWrite5m", "inputUncached"],
  outputText: [],
  outputImage: ["outputText"],
  outputAudio: ["outputText"],
  outputVideo: ["outputText"],
  reasoning: ["outputText"],
  citations: ["outputText"],
};

/** The price that `bucket` is charged at; null where there is none. Searches that have no price are not billed apart. */
export function unitPriceOf(prices: UnitPrices, bucket: BilledBucket): Decimal | null {
  if (bucket === "webSearches") return prices.webSearches ?? zero;
  for (const name of [bucket, ...fallbacks[bucket]]) {
    const price = prices[name];
    if (price !== undefined) return price;
  }
  return null;
}
