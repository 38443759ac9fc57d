import { describe, expect, it } from "vitest";
import { isFlagged, isScore } from "./index.ts";

describe("isFlagged", () => {
  it.each([
    ["above", 0.81, 0.8, true],
    ["exactly at", 0.8, 0.8, false],
    ["below", 0.79, 0.8, false],
    ["no number against", Number.NaN, 0.8, false],
  ])("a score %s the threshold", (_, score, threshold, flagged) => {
    expect(isFlagged(score, threshold)).toBe(flagged);
  });
});

describe("isScore", () => {
  it.each([
    [0, true],
    [1, true],
    [-0.1, false],
    [1.1, false],
    [Number.NaN, false],
    [Infinity, false],
  ])("of %d is %s", (value, expected) => {
    expect(isScore(value)).toBe(expected);
  });
});
