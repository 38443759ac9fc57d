import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import { seededRandom } from "./seeded-random.ts";
import { shuffled } from "./shuffled.ts";

describe("shuffled items", () => {
  test("are those that were given, which keep their order", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const other = shuffled(seededRandom(seed), items);
        expect(other.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
        expect(items).toEqual(before);
      }),
    );
  });

  test("come in every order about as often", () => {
    const random = seededRandom(2);
    const times = new Map<string, number>();
    for (let count = 0; count < 6_000; count += 1) {
      const order = shuffled(random, ["a", "b", "c"]).join("");
      times.set(order, (times.get(order) ?? 0) + 1);
    }
    expect(times.size).toBe(6);
    // Five standard deviations of 1,000 in 6,000.
    for (const often of times.values()) expect(Math.abs(often - 1_000)).toBeLessThan(145);
  });

  test("cost one number fewer than there are items", () => {
    const random = vi.fn(seededRandom(1));
    shuffled(random, ["a", "b", "c", "d"]);
    expect(random).toHaveBeenCalledTimes(3);
  });
});
