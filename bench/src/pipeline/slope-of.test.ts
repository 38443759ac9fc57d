import { describe, expect, it } from "vitest";

import { percentileOf } from "./percentile-of.ts";
import { slopeOf } from "./slope-of.ts";

describe("the slope of a line of least squares", () => {
  it("is that of points on a line", () => {
    expect(slopeOf([1, 2, 5].map((x) => ({ x, y: 3 * x - 7 })))).toBeCloseTo(3);
  });

  it("is not moved by noise that is the same everywhere", () => {
    const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 2 * x + (x % 2) }));
    expect(slopeOf(points)).toBeCloseTo(2, 2);
  });
});

describe("a percentile", () => {
  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])("of %f of the numbers from 1 to 100 is %i", (share, expected) => {
    expect(
      percentileOf(
        Array.from({ length: 100 }, (_, index) => 100 - index),
        share,
      ),
    ).toBe(expected);
  });
});
