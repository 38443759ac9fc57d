import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { minimise } from "./minimise.ts";

const options = { maxIterations: 500, gradientTolerance: 1e-10 };

describe("minimise", () => {
  test("finds the minimum of any convex parabola", () => {
    const axis = fc.record({
      centre: fc.double({ min: -10, max: 10, noNaN: true }),
      steepness: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 8 }), (axes) => {
        const parabola = (point: Float64Array) => ({
          value: axes.reduce((sum, { centre, steepness }, i) => sum + steepness * ((point[i] ?? 0) - centre) ** 2, 0),
          gradient: Float64Array.from(axes, ({ centre, steepness }, i) => 2 * steepness * ((point[i] ?? 0) - centre)),
        });
        const minimum = minimise(parabola, new Float64Array(axes.length), options);
        for (const [i, { centre }] of axes.entries()) expect(minimum[i]).toBeCloseTo(centre, 4);
      }),
    );
  });

  test("stays where it starts when that is the minimum", () => {
    const flat = (point: Float64Array) => ({ value: 1, gradient: new Float64Array(point.length) });
    expect([...minimise(flat, Float64Array.of(3, 4), options)]).toEqual([3, 4]);
  });
});
