import { describe, expect, it } from "vitest";

import { graverSeverity, ratioSeverity } from "./severity.ts";

describe("severity", () => {
  it.each([
    { value: 0.21, threshold: 0.2, expected: "warning" },
    { value: 1.4999, threshold: 1, expected: "warning" },
    { value: 1.5, threshold: 1, expected: "critical" },
    { value: 0.3, threshold: 0.2, expected: "critical" },
    { value: 1.95, threshold: 1.3, expected: "critical" },
    { value: 12, threshold: 4, expected: "critical" },
  ])("of $value over a threshold of $threshold is $expected", ({ value, threshold, expected }) => {
    expect(ratioSeverity(value, threshold)).toBe(expected);
  });

  it("keeps the graver of two", () => {
    expect(graverSeverity("warning", "critical")).toBe("critical");
    expect(graverSeverity("critical", "warning")).toBe("critical");
    expect(graverSeverity("warning", "warning")).toBe("warning");
  });
});
