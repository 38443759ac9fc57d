import type { DetectorInput } from "@parapet/detection";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createClassifierDetectors, detectionOf } from "./classifier-detectors.ts";
import type { Head } from "./head.ts";
import type { Classification, TextClassifier } from "./text-classifier.ts";

const never = new AbortController().signal;

function headNamed(name: "injection" | "toxicity", defaultThreshold: number): Head {
  return { name, category: name, version: `${name}-1`, encoder: "e@1", defaultThreshold, score: () => 0 };
}

const heads = [headNamed("injection", 0.7), headNamed("toxicity", 0.8)];

function classificationOf(scores: Readonly<Record<string, number>>): Classification {
  const ranges = Object.fromEntries(Object.keys(scores).map((name) => [name, { start: 2, end: 5 }]));
  return { embedding: new Float32Array(2), scores, ranges };
}

/** A classifier that reads its scores off the text (`injection=0.9`) and counts its passes. */
function countingClassifier(): TextClassifier & { passes: () => number } {
  let passes = 0;
  return {
    heads,
    modelVersion: "e@1",
    passes: () => passes,
    classify: async (texts) => {
      passes++;
      return texts.map((text) => classificationOf({ injection: Number(text), toxicity: 1 - Number(text) }));
    },
  };
}

const inputsOf = (...texts: string[]): DetectorInput[] => texts.map((text) => ({ text, direction: "input" }));

describe("detection", () => {
  test.each([
    ["injection at its threshold", 0, 0.7, 0],
    ["injection just above it", 0, 0.7000001, 1],
    ["toxicity at its threshold", 1, 0.8, 0],
    ["toxicity just above it", 1, 0.8000001, 1],
  ])("of %s", (_, index, score, findings) => {
    const head = heads[index] ?? headNamed("injection", 0.7);
    const detection = detectionOf(head, classificationOf({ [head.name]: score }));
    expect(detection).toMatchObject({ status: "ran", score, modelVersion: `${head.name}-1` });
    expect(detection.findings).toHaveLength(findings);
  });

  test("makes a finding exactly when the score is above the given threshold, for any two", () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (score, threshold) => {
        const detection = detectionOf(headNamed("toxicity", 0.5), classificationOf({ toxicity: score }), {
          toxicity: threshold,
        });
        expect(detection.findings.length === 1).toBe(score > threshold);
      }),
    );
  });

  test("carries where the finding stands and never the text", () => {
    const [finding] = detectionOf(headNamed("toxicity", 0.8), classificationOf({ toxicity: 0.99 })).findings;
    expect(finding).toEqual({
      category: "toxicity",
      detector: "toxicity",
      score: 0.99,
      severity: "high",
      start: 2,
      end: 5,
    });
  });

  test.each([
    ["a score that is NaN", { injection: Number.NaN }],
    ["no score", {}],
  ])("fails on %s", (_, scores) => {
    const detection = detectionOf(headNamed("injection", 0.7), classificationOf(scores));
    expect(detection).toMatchObject({ status: "failed", score: null, findings: [] });
  });
});

describe("detectors", () => {
  test("share one pass over the same inputs", async () => {
    const classifier = countingClassifier();
    const [injection, toxicity] = createClassifierDetectors(classifier);
    const inputs = inputsOf("0.9", "0.1");
    const answers = await Promise.all([injection?.detect(inputs, never), toxicity?.detect(inputs, never)]);
    expect(answers.map((answer) => answer?.map(({ findings }) => findings.length))).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(classifier.passes()).toBe(1);
  });

  test("make a new pass for other inputs", async () => {
    const classifier = countingClassifier();
    const [injection] = createClassifierDetectors(classifier);
    await injection?.detect(inputsOf("0.9"), never);
    await injection?.detect(inputsOf("0.9"), never);
    expect(classifier.passes()).toBe(2);
  });
});
