import { describe, expect, it } from "vitest";
import { decideSafety, defaultPolicy, safetyOf } from "./index.ts";

describe("the safety of an answer", () => {
  it.each([
    ["one less the highest risk", [0.1, 0.75, 0.3], 0.25],
    ["one where no risk is seen", [0, 0], 1],
    ["not known where nothing has judged it", [], null],
  ])("is %s", (_, risks, expected) => {
    expect(safetyOf(risks)).toBe(expected);
  });

  it.each([
    [0.49, "audit"],
    [0.5, "allow"],
    [null, "allow"],
  ])("of %s leads to %s", (safety, decision) => {
    expect(decideSafety(safety, defaultPolicy)).toBe(decision);
  });
});
