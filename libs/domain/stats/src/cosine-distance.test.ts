import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cosineDistance } from "./cosine-distance.ts";

describe("cosine distance", () => {
  it.each([
    { label: "of a vector from itself is 0", a: [1, 2, 3], b: [1, 2, 3], expected: 0 },
    { label: "of right angles is 1", a: [1, 0], b: [0, 5], expected: 1 },
    { label: "of opposites is 2", a: [1, -1], b: [-2, 2], expected: 2 },
    { label: "of sixty degrees is a half", a: [1, 0], b: [0.5, Math.sqrt(3) / 2], expected: 0.5 },
    { label: "does not overflow", a: [1e300, 0], b: [1e300, 0], expected: 0 },
    { label: "does not vanish", a: [1e-300, 0], b: [0, 1e-300], expected: 1 },
  ])("$label", ({ a, b, expected }) => {
    expect(cosineDistance(a, b)).toBeCloseTo(expected, 12);
  });

  it.each([
    { label: "a zero vector", a: [0, 0], b: [1, 0] },
    { label: "two zero vectors", a: [0, 0], b: [0, 0] },
    { label: "a NaN", a: [1, NaN], b: [1, 0] },
    { label: "an infinity", a: [1, 0], b: [Infinity, 0] },
    { label: "no dimensions", a: [], b: [] },
  ])("is null, not NaN, for $label", ({ a, b }) => {
    expect(cosineDistance(a, b)).toBeNull();
    expect(cosineDistance(b, a)).toBeNull();
  });

  it("refuses vectors of different length", () => {
    expect(() => cosineDistance([1], [1, 2])).toThrow(RangeError);
  });

  it("is symmetric, bounded and blind to length, whatever the vectors", () => {
    const component = fc.integer({ min: -1_000, max: 1_000 });
    const pair = fc.array(fc.tuple(component, component), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(pair, fc.double({ min: 0.1, max: 50, noNaN: true }), (components, factor) => {
        const [a, b] = [components.map(([x]) => x), components.map(([, y]) => y)];
        const distance = cosineDistance(a, b);
        if (distance === null) return;
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(2);
        expect(cosineDistance(b, a)).toBeCloseTo(distance, 9);
        expect(
          cosineDistance(
            a.map((x) => x * factor),
            b,
          ),
        ).toBeCloseTo(distance, 6);
      }),
    );
  });
});
