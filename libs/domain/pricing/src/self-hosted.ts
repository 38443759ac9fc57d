import { divideDecimals, multiplyDecimals, zero, type Decimal } from "./decimal.ts";
import type { UnitPrices } from "./price-entry.ts";

/**
 * An engine of one's own. An hour of it costs `usdPerGpuHour × gpus`, whatever it does; a token costs the share of an
 * hour that it takes. Throughput that was measured over whole hours, idle time and all, gives what a token costs to have
 * (allocation, the one to compare with a provider's price); throughput under full load what it costs to make (usage).
 */
export interface SelfHostedModel {
  readonly usdPerGpuHour: Decimal;
  readonly gpus: Decimal;
  /** Input tokens in an hour of nothing but reading; the same as the other where only all tokens are known. */
  readonly inputTokensPerHour: Decimal;
  /** Output tokens in an hour of nothing but writing. */
  readonly outputTokensPerHour: Decimal;
}

const ONE_MILLION: Decimal = { units: 1_000_000n, scale: 0 };

/** Prices per million tokens have whole pico-dollars per token, half to even: a quotient need not end. */
const PLACES = 6;

/** Unit prices of a self-hosted model. What a prefix cache serves is not computed, and costs nothing. */
export function selfHostedPrices(model: SelfHostedModel): UnitPrices {
  const perMillionHours = multiplyDecimals(multiplyDecimals(model.usdPerGpuHour, model.gpus), ONE_MILLION);
  return {
    inputUncached: divideDecimals(perMillionHours, model.inputTokensPerHour, PLACES),
    cacheRead: zero,
    outputText: divideDecimals(perMillionHours, model.outputTokensPerHour, PLACES),
  };
}
