import type { Random } from "@parapet/random";

/** One of the items; undefined, at the cost of a draw all the same, where there is none. */
export function chosen<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}
