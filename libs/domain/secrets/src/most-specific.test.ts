import type { Finding } from "@parapet/detection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostSpecific } from "./most-specific.ts";

function finding(start: number, end: number, score: number): Finding {
  return { category: "secret", detector: "secrets", score, severity: "high", start, end };
}

describe("mostSpecific", () => {
  it.each([
    ["the stronger evidence, though shorter", [finding(0, 10, 0.5), finding(2, 6, 0.9)], [finding(2, 6, 0.9)]],
    ["of equal evidence the longer", [finding(2, 6, 0.9), finding(0, 10, 0.9)], [finding(0, 10, 0.9)]],
    ["of a chain the ends, when the middle is weak", [finding(0, 5, 0.9), finding(4, 9, 0.5), finding(8, 12, 0.9)], [finding(0, 5, 0.9), finding(8, 12, 0.9)]], // oxfmt-ignore
    ["all that only touch", [finding(5, 9, 0.5), finding(0, 5, 0.9)], [finding(0, 5, 0.9), finding(5, 9, 0.5)]],
  ])("keeps %s", (_, given, kept) => {
    expect(mostSpecific(given)).toEqual(kept);
  });

  it("leaves out only what overlaps something at least as strong", () => {
    const any = fc
      .record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 20 }), tenths: fc.integer({ min: 1, max: 10 }) })
      .map(({ start, length, tenths }) => finding(start, start + length, tenths / 10));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 15 }), (given) => {
        const kept = mostSpecific(given);
        for (const left of given.filter((one) => !kept.includes(one))) {
          expect(kept.some((one) => one.start < left.end && left.start < one.end && one.score >= left.score)).toBe(
            true,
          );
        }
        for (const [index, { end }] of kept.entries())
          expect(kept[index + 1]?.start ?? end).toBeGreaterThanOrEqual(end);
      }),
    );
  });
});
