import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { binomialUpperTail } from "./binomial-tail.ts";

/** The same by Pascal's recurrence over whole distributions: slow, and sharing nothing with what it checks. */
function tailByRecurrence(k: number, n: number, p: number): number {
  let distribution = [1];
  for (let trial = 0; trial < n; trial += 1) {
    distribution = [...distribution, 0].map((mass, i) => mass * (1 - p) + (distribution[i - 1] ?? 0) * p);
  }
  return distribution.slice(Math.max(0, k)).reduce((sum, mass) => sum + mass, 0);
}

describe("binomial upper tail", () => {
  it.each([
    { n: 20, k: 4 },
    { n: 50, k: 5 },
    { n: 100, k: 6 },
    { n: 200, k: 9 },
    { n: 500, k: 14 },
    { n: 1_000, k: 22 },
    { n: 5_000, k: 74 },
  ])("first calls $k failures of $n more than chance at a true rate of 1 % and a level of 0.001", ({ n, k }) => {
    expect(binomialUpperTail(k, n, 0.01)).toBeLessThan(0.001);
    expect(binomialUpperTail(k - 1, n, 0.01)).toBeGreaterThanOrEqual(0.001);
  });

  it("agrees with a recurrence over the whole distribution", () => {
    const arbitrary = fc.record({
      n: fc.integer({ min: 1, max: 120 }),
      p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(arbitrary, fc.nat(120), ({ n, p }, k) => {
        const expected = tailByRecurrence(k, n, p);
        expect(Math.abs(binomialUpperTail(k, n, p) - expected)).toBeLessThan(1e-11);
      }),
    );
  });

  it("keeps its precision where factorials overflow and probabilities underflow", () => {
    // P(X = n) is p to the n: exact, and as small as it gets.
    expect(binomialUpperTail(100, 100, 0.001) / 1e-300).toBeCloseTo(1, 9);
    // A symmetric coin: more than half the throws, by symmetry.
    expect(binomialUpperTail(500_001, 1_000_001, 0.5)).toBeCloseTo(0.5, 9);
  });

  it.each([
    { label: "nothing asked", k: 0, n: 10, p: 0.5, expected: 1 },
    { label: "more than there are", k: 11, n: 10, p: 0.5, expected: 0 },
    { label: "impossible events", k: 1, n: 10, p: 0, expected: 0 },
    { label: "certain events", k: 10, n: 10, p: 1, expected: 1 },
  ])("is $expected for $label", ({ k, n, p, expected }) => {
    expect(binomialUpperTail(k, n, p)).toBe(expected);
  });

  it.each([
    { k: 0.5, n: 10, p: 0.5 },
    { k: 1, n: -1, p: 0.5 },
    { k: 1, n: 10, p: 1.5 },
    { k: 1, n: 10, p: NaN },
  ])("refuses k=$k, n=$n, p=$p", ({ k, n, p }) => {
    expect(() => binomialUpperTail(k, n, p)).toThrow(RangeError);
  });
});
