import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categories, severities, severityOf } from "./index.ts";

describe("severityOf", () => {
  it.each([
    ["injection", 0.95, "critical"],
    ["injection", 0.7, "high"],
    ["toxicity", 0.95, "high"],
    ["toxicity", 0.1, "low"],
    ["secret", 0.95, "critical"],
    ["secret", 0.5, "medium"],
    ["pii", 1, "high"],
    ["pii", 0.4, "medium"],
    ["pii", Number.NaN, "info"],
  ] as const)("of %s at %d is %s", (category, score, severity) => {
    expect(severityOf(category, score)).toBe(severity);
  });

  it("never falls when the score rises", () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...categories), score, score, (category, one, other) => {
        const rank = (value: number) => severities.indexOf(severityOf(category, value));
        expect(rank(Math.max(one, other))).toBeGreaterThanOrEqual(rank(Math.min(one, other)));
      }),
    );
  });
});
