import { severityOf, type Detection, type Finding } from "@parapet/detection";

import type { LearnedDetector, Verdict } from "./learned-model.ts";
import type { Classification, Outcome } from "./text-classifier.ts";

const unavailable: Outcome = { status: "not_run", reason: "unavailable" };

/** The detection of one detector on one text. A finding is made when the score is strictly greater than the threshold. */
export function detectionOf(
  detector: LearnedDetector,
  { outcomes }: Classification,
  threshold = detector.defaultThreshold,
): Detection {
  const identity = { detector: detector.name, modelVersion: detector.version };
  const outcome = outcomes[detector.name] ?? unavailable;
  if (outcome.status !== "ran") return { ...identity, ...outcome, score: null, durationMs: null, findings: [] };
  const { status, score, durationMs } = outcome;
  const findings = score > threshold ? [findingOf(detector, outcome)] : [];
  return { ...identity, status, reason: outcome.isPartial ? "truncated" : "", score, durationMs, findings };
}

function findingOf({ name, category }: LearnedDetector, { score, start, end }: Verdict): Finding {
  return { category, detector: name, score, severity: severityOf(category, score), start, end };
}
