import { integerBetween } from "./integer-between.ts";
import type { Random } from "./seeded-random.ts";

/**
 * One of the values, each as likely as the others; of a text, one of its UTF-16 units.
 *
 * @throws RangeError when there is nothing to pick from.
 */
export function pick<T>(random: Random, values: ArrayLike<T>): T {
  const value = values[integerBetween(random, 0, values.length - 1)];
  if (value === undefined) throw new RangeError("nothing to pick from");
  return value;
}
