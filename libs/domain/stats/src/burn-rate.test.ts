import { describe, expect, it } from "vitest";

import { budgetRemaining, burnErrorRatio, burnFactor, burnRate } from "./burn-rate.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe("burn rate", () => {
  it.each([
    { label: "exactly the budget", bad: 10, total: 10_000, objective: 0.999, expected: 1 },
    { label: "thirty times the budget in five minutes", bad: 30, total: 1_000, objective: 0.999, expected: 30 },
    { label: "nothing", bad: 0, total: 50, objective: 0.99, expected: 0 },
    { label: "everything", bad: 50, total: 50, objective: 0.9, expected: 10 },
  ])("spends $label", ({ bad, total, objective, expected }) => {
    expect(burnRate({ bad, total }, objective)).toBeCloseTo(expected, 9);
  });

  it.each([0.9, 0.95, 0.97, 0.99, 0.995, 0.999])(
    "is exactly 3 for three times the errors that %s allows",
    (objective) => {
      expect(burnRate({ bad: Math.round(3_000_000 * (1 - objective)), total: 1_000_000 }, objective)).toBe(3);
    },
  );

  it("is unknown where nothing happened", () => {
    expect(burnRate({ bad: 0, total: 0 }, 0.99)).toBeNull();
    expect(budgetRemaining({ bad: 0, total: 0 }, 0.99)).toBeNull();
  });

  it.each([
    { label: "2 % of 30 days in 1 h", budgetShare: 0.02, periodMs: 30 * dayMs, windowMs: hourMs, expected: 14.4 },
    { label: "5 % of 30 days in 6 h", budgetShare: 0.05, periodMs: 30 * dayMs, windowMs: 6 * hourMs, expected: 6 },
    { label: "10 % of 30 days in 1 d", budgetShare: 0.1, periodMs: 30 * dayMs, windowMs: dayMs, expected: 3 },
    { label: "10 % of 30 days in 3 d", budgetShare: 0.1, periodMs: 30 * dayMs, windowMs: 3 * dayMs, expected: 1 },
    { label: "2 % of 28 days in 1 h", budgetShare: 0.02, periodMs: 28 * dayMs, windowMs: hourMs, expected: 13.44 },
    { label: "10 % of 28 days in 3 d", budgetShare: 0.1, periodMs: 28 * dayMs, windowMs: 3 * dayMs, expected: 0.9333 },
    { label: "12.5 % of 7 days in 6 h", budgetShare: 0.125, periodMs: 7 * dayMs, windowMs: 6 * hourMs, expected: 3.5 },
  ])("has the factor $expected for $label", ({ budgetShare, periodMs, windowMs, expected }) => {
    expect(burnFactor({ budgetShare, periodMs, windowMs })).toBeCloseTo(expected, 4);
  });

  it("needs an impossible error ratio for a quick page on a low objective", () => {
    expect(burnErrorRatio(14.4, 0.9)).toBeCloseTo(1.44, 12);
    expect(burnErrorRatio(14.4, 0.999)).toBeCloseTo(0.0144, 12);
  });

  it("leaves what was not burnt, and less than nothing when overspent", () => {
    expect(budgetRemaining({ bad: 5_486, total: 10_000_000 }, 0.999)).toBeCloseTo(0.4514, 6);
    expect(budgetRemaining({ bad: 27, total: 1_000 }, 0.999)).toBeCloseTo(-26, 9);
  });
});
