import type { Random } from "./seeded-random.ts";

/** A whole number from `low` to `high`, both included and as likely as the others. */
export function integerBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
