import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { quantile } from "./quantile.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const sorted = fc.array(finite, { minLength: 1 }).map((values) => Float64Array.from(values).sort());

describe("quantile", () => {
  it.each([
    { label: "the median of an odd count", values: [1, 2, 10], q: 0.5, expected: 2 },
    { label: "the median of an even count", values: [1, 2, 4, 10], q: 0.5, expected: 3 },
    {
      label: "a p95 between two values, as NumPy answers",
      values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      q: 0.95,
      expected: 9.55,
    },
    { label: "the smallest", values: [3, 7], q: 0, expected: 3 },
    { label: "the largest", values: [3, 7], q: 1, expected: 7 },
    { label: "the only one", values: [5], q: 0.3, expected: 5 },
    { label: "infinities without turning to NaN", values: [1, Infinity, Infinity], q: 0.75, expected: Infinity },
  ])("gives $label", ({ values, q, expected }) => {
    expect(quantile(values, q)).toBeCloseTo(expected, 12);
  });

  it("is null without values", () => {
    expect(quantile([], 0.5)).toBeNull();
  });

  it.each([-0.1, 1.1, NaN])("refuses the quantile %s", (q) => {
    expect(() => quantile([1], q)).toThrow(RangeError);
  });

  it("lies between the extremes and never falls as q grows", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sorted, share, share, (values, a, b) => {
        const [low, high] = [quantile(values, Math.min(a, b)) ?? NaN, quantile(values, Math.max(a, b)) ?? NaN];
        expect(low).toBeGreaterThanOrEqual((values[0] ?? NaN) - 1e-6);
        expect(high).toBeLessThanOrEqual((values.at(-1) ?? NaN) + 1e-6);
        expect(high).toBeGreaterThanOrEqual(low - 1e-6);
      }),
    );
  });
});
