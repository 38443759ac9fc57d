/** Relative noise of a dozen double multiplications and additions. */
const NOISE = 1e-14;
const HALF_PICO = 0.5e-12;

/** Whether `usd`, a decimal of at most 12 digits after the point, is what a sum of doubles stands for. */
export function isNearest(usd: string, sum: number): boolean {
  return Math.abs(Number(usd) - sum) <= sum * NOISE + HALF_PICO * (1 + NOISE);
}
