import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  auroc,
  averagePrecision,
  bootstrapInterval,
  calibrationError,
  f1Above,
  rateAbove,
  recallAtFalsePositiveRate,
  thresholdAtFalsePositiveRate,
  type Scored,
} from "./index.ts";

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

  test("is null without both classes", () => {
    expect(auroc(scored([0.1], []))).toBeNull();
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

  test("at a false positive rate count negatives by their weight", () => {
    const doubtful = { score: 0.9, label: 0, weight: 0.1 } as const;
    const texts = [...scored([0.1, 0.2, 0.3], []), doubtful];
    expect(thresholdAtFalsePositiveRate(texts, 0.05)).toBe(0.3);
    expect(thresholdAtFalsePositiveRate(texts, 0.01)).toBe(0.9);
  });

  test("never exceed the false positive rate that was asked for", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 0.99, noNaN: true }), (negatives, rate) => {
        const texts = scored(negatives, []);
        expect(rateAbove(texts, 0, thresholdAtFalsePositiveRate(texts, rate) ?? 0)).toBeLessThanOrEqual(rate);
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
    expect(calibrationError(texts)).toBeCloseTo(expected, 12);
  });
});

describe("average precision", () => {
  test.each([
    ["perfect order", [0.1, 0.2], [0.3, 0.4], 1],
    ["nothing but ties is the share of positives", [0.5, 0.5, 0.5], [0.5], 0.25],
    ["a positive first and one last", [0.5, 0.4], [0.9, 0.1], (1 + 2 / 4) / 2],
  ])("of %s", (_, negatives, positives, expected) => {
    expect(averagePrecision(scored(negatives, positives))).toBeCloseTo(expected, 12);
  });
});

describe("F1", () => {
  test("is the harmonic mean of precision and recall", () => {
    // Precision 2/3, recall 2/4.
    expect(f1Above(scored([0.9, 0.1], [0.8, 0.7, 0.2, 0.1]), 0.5)).toBeCloseTo(4 / 7, 12);
  });

  test("is 0 where nothing is found, and null where there is nothing to find", () => {
    expect(f1Above(scored([0.1], [0.2]), 0.5)).toBe(0);
    expect(f1Above(scored([0.1], []), 0.5)).toBeNull();
  });
});

describe("bootstrap", () => {
  test("covers the mean of a coin's throws about as often as it says", () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const mean = (sample: readonly number[]): number => sample.reduce((sum, one) => sum + one, 0) / sample.length;
    const covered = Array.from({ length: 200 }, () => {
      const throws = Array.from({ length: 80 }, () => (random() < 0.3 ? 1 : 0));
      const interval = bootstrapInterval(throws, mean, { samples: 200, random });
      return interval !== null && interval.low <= 0.3 && interval.high >= 0.3;
    });
    expect(covered.filter(Boolean).length).toBeGreaterThan(176);
    expect(covered.filter(Boolean).length).toBeLessThan(200);
  });

  test("is null where the figure never is", () => {
    expect(bootstrapInterval([1, 2], () => null, { random: () => 0 })).toBeNull();
  });
});
