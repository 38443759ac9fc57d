import { describe, expect, test } from "vitest";

import { chance } from "./chance.ts";
import { seededRandom } from "./seeded-random.ts";

describe("a chance", () => {
  test.each([
    { probability: 0, low: 0, high: 0 },
    // Five standard deviations of 10,000 trials.
    { probability: 0.3, low: 2_771, high: 3_229 },
    { probability: 1, low: 10_000, high: 10_000 },
  ])("of $probability comes as often", ({ probability, low, high }) => {
    const random = seededRandom(5);
    const times = Array.from({ length: 10_000 }, () => chance(random, probability)).filter(Boolean).length;
    expect(times).toBeGreaterThanOrEqual(low);
    expect(times).toBeLessThanOrEqual(high);
  });
});
