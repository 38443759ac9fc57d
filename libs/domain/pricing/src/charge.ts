import { BUCKET_COUNT, INPUT_END, OUTPUT_END } from "./buckets.ts";
import { roundHalfEven } from "./decimal.ts";
import type { PicoUsd } from "./money.ts";
import { ratesFor, type RateLadder } from "./rate-ladder.ts";
import type { Rates } from "./rates.ts";

/**
 * `charged`: the amounts are exact. `rounded`: a price has so many digits that an amount is no whole number of
 * pico-dollars. `large`: an amount is not below 2^53 pico-dollars, which is for `chargeLarge`. `missing_price`: tokens
 * of a kind that has no price.
 */
export type ChargeStatus = "charged" | "rounded" | "large" | "missing_price";

/** Amounts of one call, each rounded for itself, half to even: the total is that of the exact sum. */
export interface LargeCharge {
  readonly inputPico: PicoUsd;
  readonly outputPico: PicoUsd;
  readonly totalPico: PicoUsd;
  readonly isRounded: boolean;
}

/**
 * Charges a call: `counts` by the order of `billedBuckets`, whole and not negative. Writes input, output and total in
 * whole pico-dollars to `cost`, which says something only after `charged` and `rounded`. Searches and requests are in
 * the total only. Makes no garbage.
 */
export function charge(ladder: RateLadder, counts: Float64Array, cost: Float64Array): ChargeStatus {
  const rates = ratesFor(ladder, inputTokensIn(counts));
  const input = sumOf(rates, counts, 0, INPUT_END);
  const output = sumOf(rates, counts, INPUT_END, OUTPUT_END);
  if (input < 0 || output < 0) return "missing_price";
  const total = input + output + sumOf(rates, counts, OUTPUT_END, BUCKET_COUNT) + rates.request;
  // Sums of whole numbers that are not negative are exact as long as the last of them is safe.
  if (total > Number.MAX_SAFE_INTEGER) return "large";
  if (rates.divisor === 1) {
    cost[0] = input;
    cost[1] = output;
    cost[2] = total;
    return "charged";
  }
  const { divisor } = rates;
  cost[0] = wholePico(input, divisor);
  cost[1] = wholePico(output, divisor);
  cost[2] = wholePico(total, divisor);
  return input % divisor === 0 && output % divisor === 0 && total % divisor === 0 ? "charged" : "rounded";
}

/** As `charge`, for amounts of any size; not for calls that `charge` finds without a price. */
export function chargeLarge(ladder: RateLadder, counts: Float64Array): LargeCharge {
  const { exact, exactDivisor } = ratesFor(ladder, inputTokensIn(counts));
  const products = exact.map((rate, index) => rate * BigInt(counts[index] ?? 1));
  const sum = (from: number, to?: number): bigint => products.slice(from, to).reduce((all, one) => all + one, 0n);
  const sums = [sum(0, INPUT_END), sum(INPUT_END, OUTPUT_END), sum(0)] as const;
  const [inputPico, outputPico, totalPico] = sums.map((one) => roundHalfEven(one, exactDivisor));
  const isRounded = sums.some((one) => one % exactDivisor !== 0n);
  return { inputPico: inputPico ?? 0n, outputPico: outputPico ?? 0n, totalPico: totalPico ?? 0n, isRounded };
}

function inputTokensIn(counts: Float64Array): number {
  let tokens = 0;
  for (let index = 0; index < INPUT_END; index += 1) tokens += counts[index] ?? 0;
  return tokens;
}

/** Negative where a bucket that has tokens has no price. */
function sumOf({ rates }: Rates, counts: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) {
    const count = counts[index] ?? 0;
    const rate = rates[index] ?? -1;
    if (count === 0) continue;
    if (rate < 0) return -1;
    sum += count * rate;
  }
  return sum;
}

/** `amount / divisor`, half to even, exact for safe whole numbers. */
function wholePico(amount: number, divisor: number): number {
  const rest = amount % divisor;
  const whole = (amount - rest) / divisor;
  if (rest * 2 < divisor) return whole;
  return rest * 2 > divisor || whole % 2 === 1 ? whole + 1 : whole;
}
