import type { Random } from "./seeded-random.ts";

/** True with the given probability: never at 0, always at 1. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}
