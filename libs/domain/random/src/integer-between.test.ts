import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { integerBetween } from "./integer-between.ts";
import { seededRandom } from "./seeded-random.ts";

describe("an integer between two", () => {
  test("can be either end, and any in between", () => {
    const random = seededRandom(1);
    const drawn = new Set(Array.from({ length: 200 }, () => integerBetween(random, -1, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  test("is whole and within them, whatever they are", () => {
    const end = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(fc.integer(), end, end, (seed, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const drawn = integerBetween(seededRandom(seed), low, high);
        expect(Number.isInteger(drawn) && drawn >= low && drawn <= high).toBe(true);
      }),
    );
  });

  test.each([
    { label: "the low end", number: 0, expected: 3 },
    { label: "the high end", number: 1 - 2 ** -32, expected: 7 },
  ])("is $label for the number $number", ({ number, expected }) => {
    expect(integerBetween(() => number, 3, 7)).toBe(expected);
  });
});
