import { severityOf, type Detection, type Detector, type DetectorInput, type Finding } from "@parapet/detection";

import type { Head } from "./head.ts";
import type { Classification, TextClassifier } from "./text-classifier.ts";

/** Thresholds by head name; a head without one has its own default. */
export type Thresholds = Readonly<Record<string, number>>;

/** The detection of one head on one text. A finding is made when the score is strictly greater than the threshold. */
export function detectionOf(head: Head, classification: Classification, thresholds: Thresholds = {}): Detection {
  const score = classification.scores[head.name] ?? Number.NaN;
  const identity = { detector: head.name, modelVersion: head.version };
  if (Number.isNaN(score)) return { ...identity, status: "failed", score: null, findings: [] };
  const isFound = score > (thresholds[head.name] ?? head.defaultThreshold);
  return { ...identity, status: "ran", score, findings: isFound ? [findingOf(head, classification, score)] : [] };
}

function findingOf(head: Head, classification: Classification, score: number): Finding {
  const { start, end } = classification.ranges[head.name] ?? { start: 0, end: 0 };
  return {
    category: head.category,
    detector: head.name,
    score,
    severity: severityOf(head.category, score),
    start,
    end,
  };
}

/**
 * One detector per head. Detectors that are given the same `inputs` array share one pass of the encoder; it is kept no
 * longer than the array is.
 */
export function createClassifierDetectors(
  classifier: TextClassifier,
  thresholds: Thresholds = {},
): readonly Detector[] {
  const passes = new WeakMap<readonly DetectorInput[], Promise<readonly Classification[]>>();
  const pass = async (inputs: readonly DetectorInput[], signal: AbortSignal): Promise<readonly Classification[]> => {
    const known = passes.get(inputs);
    if (known !== undefined) return known;
    const started = classifier.classify(
      inputs.map(({ text }) => text),
      signal,
    );
    passes.set(inputs, started);
    return started;
  };
  return classifier.heads.map((head) => ({
    name: head.name,
    modelVersion: head.version,
    detect: async (inputs, signal) =>
      (await pass(inputs, signal)).map((classification) => detectionOf(head, classification, thresholds)),
  }));
}
