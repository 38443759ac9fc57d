import { integerBetween } from "./integer-between.ts";
import type { Random } from "./seeded-random.ts";

/** The items in another order, each order as likely as the others (Fisher and Yates, as of Durstenfeld 1964). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = integerBetween(random, 0, last);
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[other] = a;
  }
  return order;
}
