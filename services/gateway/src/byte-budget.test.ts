import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createByteBudget } from "./byte-budget.ts";

describe("a byte budget", () => {
  it("gives back what a lease took, once", () => {
    const budget = createByteBudget(10);
    const [one, two] = [budget.lease(), budget.lease()];
    expect(one.grow(6)).toBe(true);
    expect(two.grow(5)).toBe(false);
    expect(two.grow(4)).toBe(true);
    one.release();
    one.release();
    expect(budget.usedBytes()).toBe(4);
    expect(two.grow(6)).toBe(true);
  });

  it("is never overdrawn, and empty once every lease is released", () => {
    const steps = fc.array(fc.record({ lease: fc.nat(4), bytes: fc.nat(60), release: fc.boolean() }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (list) => {
        const budget = createByteBudget(100);
        const leases = Array.from({ length: 5 }, () => budget.lease());
        for (const { lease, bytes, release } of list) {
          if (release) leases[lease]?.release();
          else leases[lease]?.grow(bytes);
          expect(budget.usedBytes()).toBeLessThanOrEqual(100);
        }
        for (const lease of leases) lease.release();
        expect(budget.usedBytes()).toBe(0);
      }),
    );
  });
});
