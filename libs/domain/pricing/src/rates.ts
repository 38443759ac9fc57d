import { billedBuckets, OUTPUT_END } from "./buckets.ts";
import { multiplyDecimals, shiftDecimal, unitsAtScale, zero, type Decimal } from "./decimal.ts";
import type { UnitPrices } from "./price-entry.ts";
import { unitPriceOf } from "./unit-fallbacks.ts";

const PICO_DIGITS = 12;
const MILLION_DIGITS = 6;

/** Unit prices made ready for integer arithmetic: whole numbers of `1 / divisor` pico-dollars. */
export interface Rates {
  /** By the order of `billedBuckets`; -1 where there is no price. A rate that no double holds makes amounts too large for `charge`. */
  readonly rates: Float64Array;
  readonly request: number;
  /** A power of ten: 1 unless a price has more digits than pico-dollars per token. */
  readonly divisor: number;
  /** The same as `rates`, then `request`, exactly. */
  readonly exact: readonly bigint[];
  readonly exactDivisor: bigint;
}

/** The rates of unit prices, tokens times `factor`. */
export function ratesOf(prices: UnitPrices, factor: Decimal | null): Rates {
  const perPiece = billedBuckets.map((bucket, index) => {
    const price = unitPriceOf(prices, bucket);
    if (price === null || index >= OUTPUT_END) return price;
    const perToken = shiftDecimal(price, -MILLION_DIGITS);
    return factor === null ? perToken : multiplyDecimals(perToken, factor);
  });
  const all = [...perPiece, prices.request ?? zero];
  const scale = Math.max(PICO_DIGITS, ...all.map((price) => price?.scale ?? 0));
  const exact = all.map((price) => (price === null ? -1n : unitsAtScale(price, scale)));
  const numbers = exact.map(Number);
  return {
    rates: Float64Array.from(numbers.slice(0, -1)),
    request: numbers.at(-1) ?? 0,
    divisor: 10 ** (scale - PICO_DIGITS),
    exact,
    exactDivisor: 10n ** BigInt(scale - PICO_DIGITS),
  };
}
