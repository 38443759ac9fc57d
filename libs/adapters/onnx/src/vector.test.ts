import { describe, expect, test } from "vitest";

import { meanDirection, scaleToUnit } from "./vector.ts";

describe("vectors", () => {
  test("are scaled to length one", () => {
    expect([...scaleToUnit(Float32Array.of(3, 4))]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  test("of zeros stay zeros instead of becoming NaN", () => {
    expect([...scaleToUnit(new Float32Array(2))]).toEqual([0, 0]);
  });

  test("have a mean direction of length one", () => {
    const mean = meanDirection([Float32Array.of(1, 0), Float32Array.of(0, 1)]);
    expect(mean[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(Math.hypot(...mean)).toBeCloseTo(1, 6);
  });

  test("have a mean direction that keeps NaN visible", () => {
    expect([...meanDirection([Float32Array.of(1, 0), Float32Array.of(Number.NaN, 1)])].every(Number.isNaN)).toBe(true);
  });
});
