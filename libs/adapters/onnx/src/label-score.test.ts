import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { labelScore, type LabelScoring } from "./label-score.ts";
import { sigmoid } from "./sigmoid.ts";

const softmax: LabelScoring = { activation: "softmax", labelCount: 3, counted: [1, 2] };
const several: LabelScoring = { activation: "sigmoid", labelCount: 3, counted: [1, 2] };

describe("the score of labels", () => {
  test.each<[string, readonly number[], LabelScoring, number]>([
    ["that exclude each other is the sum of theirs", [0, 0, 0], softmax, 2 / 3],
    ["that exclude each other is nothing where another is sure", [800, 0, 0], softmax, 0],
    ["that exclude each other is one where they are sure", [-800, 0, 0], softmax, 1],
    ["that may hold together is that of the likeliest", [9, -1, 2], several, sigmoid(2)],
    [
      "of which there is one is its sigmoid",
      [1.5],
      { activation: "sigmoid", labelCount: 1, counted: [0] },
      sigmoid(1.5),
    ],
    [
      "is calibrated on the logit",
      [9, -1, 2],
      { ...several, calibration: { slope: 0.5, intercept: -1 } },
      sigmoid(0.5 * 2 - 1),
    ],
    ["stays one when calibrated", [-800, 0, 0], { ...softmax, calibration: { slope: 2, intercept: -1 } }, 1],
    ["stays nothing when calibrated", [800, 0, 0], { ...softmax, calibration: { slope: 2, intercept: 1 } }, 0],
  ])("%s", (_, logits, scoring, expected) => {
    expect(labelScore(logits, scoring)).toBeCloseTo(expected, 12);
  });

  test.each<[string, readonly number[]]>([
    ["NaN", [0, Number.NaN, 0]],
    ["too few", [0, 0]],
    ["too many", [0, 0, 0, 0]],
    ["none", []],
  ])("of logits that are %s is NaN", (_, logits) => {
    expect([softmax, several].map((scoring) => labelScore(logits, scoring))).toEqual([Number.NaN, Number.NaN]);
  });

  test("is a probability, whatever the logits", () => {
    const logit = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.tuple(logit, logit, logit), fc.constantFrom(softmax, several), (logits, scoring) => {
        const score = labelScore(logits, scoring);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });
});
