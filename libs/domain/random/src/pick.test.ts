import { describe, expect, test } from "vitest";

import { pick } from "./pick.ts";
import { seededRandom } from "./seeded-random.ts";

describe("picking", () => {
  test.each([
    { label: "a list", values: ["a", "b", "c"] },
    { label: "a text", values: "abc" },
  ])("of $label comes to each of its values", ({ values }) => {
    const random = seededRandom(1);
    const picked = new Set(Array.from({ length: 100 }, () => pick<string>(random, values)));
    expect([...picked].sort()).toEqual(["a", "b", "c"]);
  });

  test("answers values that count as false as they are", () => {
    expect(pick(seededRandom(1), [0])).toBe(0);
    expect(pick(seededRandom(1), [null])).toBeNull();
  });

  test.each([
    { label: "an empty list", values: [] },
    { label: "an empty text", values: "" },
  ])("of $label is refused", ({ values }) => {
    expect(() => pick<unknown>(seededRandom(1), values)).toThrow(RangeError);
  });
});
