import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { binomialUpperTail } from "./binomial-tail.ts";
import { clopperPearson } from "./clopper-pearson.ts";

describe("Clopper–Pearson interval", () => {
  it.each([
    // With nothing seen, the upper end solves (1 − p)^n = 0.025, and so on by symmetry.
    { label: "nothing of ten", k: 0, n: 10, low: 0, high: 1 - 0.025 ** 0.1 },
    { label: "all of ten", k: 10, n: 10, low: 0.025 ** 0.1, high: 1 },
    { label: "five of ten", k: 5, n: 10, low: 0.187086, high: 0.812914 },
  ])("is known for $label", ({ k, n, low, high }) => {
    const interval = clopperPearson(k, n);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  it("ends where what was seen is just a surprise", () => {
    const seen = fc
      .integer({ min: 2, max: 400 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n)));
    fc.assert(
      fc.property(seen, ([k, n]) => {
        const { low, high } = clopperPearson(k, n, 0.9);
        expect(binomialUpperTail(k, n, low)).toBeCloseTo(0.05, 9);
        expect(1 - binomialUpperTail(k + 1, n, high)).toBeCloseTo(0.05, 9);
        expect(low).toBeLessThan(k / n);
        expect(high).toBeGreaterThan(k / n);
      }),
    );
  });
});
