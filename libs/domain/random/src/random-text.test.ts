import { describe, expect, test } from "vitest";

import { pick } from "./pick.ts";
import { randomText } from "./random-text.ts";
import { seededRandom } from "./seeded-random.ts";

describe("a random text", () => {
  test("is one pick of the characters after the other", () => {
    const random = seededRandom(7);
    const picks = Array.from({ length: 40 }, () => pick(random, "0123456789abcdef"));
    expect(randomText(seededRandom(7), "0123456789abcdef", 40)).toBe(picks.join(""));
  });

  test("may be empty", () => {
    expect(randomText(seededRandom(7), "", 0)).toBe("");
  });

  test("has nothing to be made of without characters", () => {
    expect(() => randomText(seededRandom(7), "", 1)).toThrow(RangeError);
  });
});
