import type { Detection } from "@parapet/detection";
import type { Meter } from "@parapet/runtime";

/** What the learned detectors do, as metrics: which texts they judged, how they scored them, and how long it took. */
export interface DetectorMetrics {
  /** `part` is `input`, `tool` or `output`. */
  readonly observe: (part: string, detections: readonly Detection[]) => void;
}

const SCORE_BOUNDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const SECONDS_BOUNDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

export function createDetectorMetrics(meter: Meter): DetectorMetrics {
  const texts = meter.createCounter("parapet.guard.detector.texts", {
    unit: "{texts}",
    description: "texts by detector and what became of it; coverage is the share that ran",
  });
  const scores = meter.createHistogram("parapet.guard.detector.score", {
    unit: "1",
    description: "calibrated probabilities",
    advice: { explicitBucketBoundaries: SCORE_BOUNDS },
  });
  const durations = meter.createHistogram("parapet.guard.detector.duration", {
    unit: "s",
    description: "from the question to the answer, waiting too",
    advice: { explicitBucketBoundaries: SECONDS_BOUNDS },
  });
  return {
    observe: (part, detections) => {
      for (const { detector, modelVersion, status, reason, score, durationMs } of detections) {
        const model = { detector, model_version: modelVersion };
        texts.add(1, { ...model, part, status, ...(reason === "" ? {} : { reason }) });
        if (score !== null) scores.record(score, { ...model, part });
        if (durationMs !== null) durations.record(durationMs / 1_000, model);
      }
    },
  };
}
