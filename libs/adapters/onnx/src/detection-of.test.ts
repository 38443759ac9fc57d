import { categories, severityOf } from "@parapet/detection";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { detectionOf } from "./detection-of.ts";
import type { LearnedDetector } from "./learned-model.ts";
import type { Classification, Outcome } from "./text-classifier.ts";

const detector: LearnedDetector = { name: "first", category: "toxicity", version: "first@1", defaultThreshold: 0.8 };

function classificationOf(outcome: Outcome): Classification {
  return { outcomes: { first: outcome }, embedding: null };
}

function ran(score: number): Classification {
  return classificationOf({ status: "ran", score, start: 2, end: 5, durationMs: 7, isPartial: false });
}

describe("a detection", () => {
  test.each([
    ["at the threshold", 0.8, 0],
    ["just above it", 0.8000001, 1],
    ["far below it", 0.1, 0],
  ])("with a score %s", (_, score, findings) => {
    const detection = detectionOf(detector, ran(score));
    expect(detection).toMatchObject({ detector: "first", modelVersion: "first@1", status: "ran", reason: "", score });
    expect(detection.findings).toHaveLength(findings);
  });

  test("holds a finding exactly when the score is above the threshold of the policy, for any two", () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (score, threshold) => {
        expect(detectionOf(detector, ran(score), threshold).findings.length === 1).toBe(score > threshold);
      }),
    );
  });

  test("tells where the finding stands, and never the text", () => {
    expect(detectionOf(detector, ran(0.99)).findings).toEqual([
      { category: "toxicity", detector: "first", score: 0.99, severity: "high", start: 2, end: 5 },
    ]);
  });

  test.each(categories)("of %s is as severe as its category and score say", (category) => {
    for (const score of [0.3, 0.6, 0.75, 0.97]) {
      const [finding] = detectionOf({ ...detector, category }, ran(score), 0.1).findings;
      expect(finding).toMatchObject({ category, severity: severityOf(category, score) });
    }
  });

  test.each<[string, Outcome]>([
    ["left out to be in time", { status: "shed", reason: "deadline" }],
    ["that failed", { status: "failed", reason: "not_a_number" }],
    ["without a question", { status: "not_run", reason: "no_context" }],
  ])("%s says so, and has neither a score nor a finding", (_, outcome) => {
    expect(detectionOf(detector, classificationOf(outcome), 0)).toEqual({
      detector: "first",
      modelVersion: "first@1",
      ...outcome,
      score: null,
      durationMs: null,
      findings: [],
    });
  });

  test("that no model speaks of was not run", () => {
    const silent: Classification = { outcomes: {}, embedding: null };
    expect(detectionOf(detector, silent)).toMatchObject({ status: "not_run", reason: "unavailable", score: null });
  });
});
