import type { Finding } from "@parapet/detection";
import { describe, expect, it } from "vitest";
import { withoutOverlaps } from "./without-overlaps.ts";

function finding(entity: string, start: number, end: number, score: number): Finding {
  return { category: "pii", detector: "pii", entity, score, severity: "low", start, end };
}

describe("withoutOverlaps", () => {
  it.each<[string, Finding[], string[]]>([
    ["the likelier, though shorter", [finding("LONG", 0, 9, 0.5), finding("SURE", 2, 4, 0.9)], ["SURE"]],
    ["the longer of two as likely", [finding("SHORT", 2, 4, 0.5), finding("LONG", 0, 9, 0.5)], ["LONG"]],
    ["the first given of two alike", [finding("ONE", 0, 9, 0.5), finding("TWO", 0, 9, 0.5)], ["ONE"]],
    ["both where they only touch", [finding("RIGHT", 4, 9, 0.9), finding("LEFT", 0, 4, 0.5)], ["LEFT", "RIGHT"]],
    [
      "the outer two of a chain, when the middle is less likely",
      [finding("A", 0, 4, 0.9), finding("B", 3, 7, 0.5), finding("C", 6, 9, 0.9)],
      ["A", "C"],
    ],
  ])("keeps %s", (_, findings, entities) => {
    expect(withoutOverlaps(findings, 10).map(({ entity }) => entity)).toEqual(entities);
  });
});
