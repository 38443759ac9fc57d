import { describe, expect, it } from "vitest";
import { findPii } from "./find-pii.ts";
import type { PhoneLeniency } from "./phone-leniency.ts";

const isFound = (text: string, phoneLeniency: PhoneLeniency): boolean =>
  findPii(text, { entities: ["PHONE_NUMBER"], regions: ["US"], phoneLeniency }).length === 1;

describe("how strictly a phone number must be written", () => {
  const leniencies = ["possible", "valid", "strict_grouping", "exact_grouping"] as const;

  it.each([
    ["with the groups of its plan", "+1 213 373 4253", 4],
    ["with no groups", "+12133734253", 4],
    ["with fewer groups", "+1 213 3734253", 3],
    ["with a torn group", "+1 2133 73 4253", 2],
    ["of no plan, but of its length", "+1 213 173 4253", 1],
    ["of no possible length", "+1 213 373", 0],
  ])("leaves one %s", (_label, text, count) => {
    expect(leniencies.filter((leniency) => isFound(text, leniency))).toEqual(leniencies.slice(0, count));
  });
});
