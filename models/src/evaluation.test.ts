import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  auroc,
  expectedCalibrationError,
  rateAbove,
  recallAtFalsePositiveRate,
  thresholdAtFalsePositiveRate,
} from "./evaluation.ts";
import type { Scored } from "./evaluation.ts";

function scored(negatives: readonly number[], positives: readonly number[]): Scored[] {
  return [
    ...negatives.map((score): Scored => ({ score, label: 0 })),
    ...positives.map((score): Scored => ({ score, label: 1 })),
  ];
}

describe("AUROC", () => {
  test.each([
    ["perfect order", [0.1, 0.2], [0.3, 0.4], 1],
    ["the reverse order", [0.3, 0.4], [0.1, 0.2], 0],
    ["nothing but ties", [0.5, 0.5], [0.5], 0.5],
    ["three of four pairs in order", [0.1, 0.4], [0.35, 0.8], 0.75],
    ["a tie that counts half", [0.1, 0.4], [0.4, 0.8], 0.875],
  ])("of %s", (_, negatives, positives, expected) => {
    expect(auroc(scored(negatives, positives))).toBeCloseTo(expected, 12);
  });

  test("is the share of pairs in order, for any scores", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(scores, scores, (negatives, positives) => {
        const pairs = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const share = pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length;
        expect(auroc(scored(negatives, positives))).toBeCloseTo(share, 10);
      }),
    );
  });

  test("is not a number without both classes", () => {
    expect(auroc(scored([0.1], []))).toBeNaN();
  });
});

describe("rates", () => {
  test("count what is strictly above the threshold", () => {
    const texts = scored([0.2, 0.7, 0.9], [0.7, 0.8]);
    expect(rateAbove(texts, 1, 0.7)).toBe(0.5);
    expect(rateAbove(texts, 0, 0.7)).toBeCloseTo(1 / 3, 12);
  });

  test("at a false positive rate of one in four let one of four negatives pass", () => {
    const texts = scored([0.1, 0.2, 0.3, 0.9], [0.25, 0.5, 0.95]);
    expect(thresholdAtFalsePositiveRate(texts, 0.25)).toBe(0.3);
    expect(recallAtFalsePositiveRate(texts, 0.25)).toBeCloseTo(2 / 3, 12);
  });

  test("never exceed the false positive rate that was asked for", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 0.99, noNaN: true }), (negatives, rate) => {
        const texts = scored(negatives, []);
        expect(rateAbove(texts, 0, thresholdAtFalsePositiveRate(texts, rate))).toBeLessThanOrEqual(rate);
      }),
    );
  });
});

describe("expected calibration error", () => {
  test.each([
    ["a score of one for what is always there", scored([], [1, 1]), 0],
    ["a score of one for what is never there", scored([1, 1], []), 1],
    ["one half for what is there every other time", scored([0.5], [0.5]), 0],
    ["two bins, off by 0.1 and by 0.2", scored([0.1], [0.8]), 0.15],
  ])("of %s", (_, texts, expected) => {
    expect(expectedCalibrationError(texts)).toBeCloseTo(expected, 12);
  });
});
