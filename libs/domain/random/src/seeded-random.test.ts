import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { seededRandom } from "./seeded-random.ts";

const firstThree = (seed: number): readonly number[] => {
  const random = seededRandom(seed);
  return [random(), random(), random()];
};

describe("seeded random numbers", () => {
  test.each([
    { seed: 0, draws: [1_144_304_738, 1_416_247, 958_946_056] },
    { seed: 1, draws: [2_693_262_067, 11_749_833, 2_265_367_787] },
    { seed: 2_026, draws: [1_955_961_175, 1_324_980_858, 2_839_649_622] },
    { seed: -1, draws: [3_850_105_811, 813_802_916, 3_073_704_848] },
  ])("are for ever the same for the seed $seed", ({ seed, draws }) => {
    expect(firstThree(seed).map((draw) => draw * 2 ** 32)).toEqual(draws);
  });

  test("follow the low 32 bits of the seed", () => {
    expect(firstThree(2 ** 32 + 1)).toEqual(firstThree(1));
  });

  test("lie in [0, 1), whatever the seed", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(firstThree(seed).every((draw) => draw >= 0 && draw < 1)).toBe(true);
      }),
    );
  });

  test("fall into each tenth about as often", () => {
    const random = seededRandom(3);
    const tenths = new Uint32Array(10);
    for (let count = 0; count < 100_000; count += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Five standard deviations of 10,000 in 100,000.
    expect(tenths.every((count) => Math.abs(count - 10_000) < 475)).toBe(true);
  });
});
