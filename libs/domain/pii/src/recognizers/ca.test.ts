import { describe, expect, it } from "vitest";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { caSin } from "./ca/ca-sin.ts";

describe("Social Insurance Numbers of Canada", () => {
  it.each([
    ["930-123-450", 0.5],
    ["930 123 450", 0.5],
    ["930123450", 0.05],
  ])("are found: %s", (value, score) => {
    expect(matchesOf(caSin, `my SIN: ${value}.`)).toEqual([value]);
    expect(bestScoreOf(caSin, value)).toBe(score);
  });

  it.each([
    ["with another check digit", "930-123-451"],
    ["with mixed separators", "930-123 450"],
    ["from 0, which is for examples", "046 454 286"],
    ["from 8, which is for businesses", "800-000-002"],
    ["within a longer number", "930-123-4500"],
  ])("are not found %s", (_label, value) => {
    expect(matchesOf(caSin, `my SIN: ${value}.`)).toEqual([]);
  });
});
