import { RpcError, type CheckDetection, type CheckHandler } from "@parapet/rpc";
import { sensitiveDetectors } from "@parapet/sensitive";

import { inspectTexts, type Inspection, type InspectionDeps } from "./inspect-texts.ts";

/** Part of the caller's time that is kept for the recognizers, the policy and the way back, and its bound. */
const RESERVED_SHARE = 0.2;
const MAX_RESERVED_MS = 100;
/** Longer timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Answers the inline question with the detectors and the policy that also judge stored spans. The learned detectors have
 * until shortly before the caller's deadline: an answer without them is worth more than one that comes too late.
 */
export function createCheck(deps: InspectionDeps): CheckHandler {
  return async (question, { signal, deadlineMs }) => {
    const { detectors = [] } = question;
    refuseUnknown(detectors, deps);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), detectorTimeMs(deadlineMs - Date.now()));
    try {
      const options = { detectors, priority: "inline", signal: AbortSignal.any([signal, late.signal]) } as const;
      const [inspection] = await inspectTexts([question], options, deps);
      if (inspection === undefined) throw new Error("one text was asked about and none was answered");
      const { findings, scores, decision, redactedText } = inspection;
      return {
        decision,
        findings,
        scores,
        detections: detectionsOf(inspection, detectors, deps),
        redactedText,
        safety: inspection.safety,
        policyVersion: deps.policy.version,
      };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** How long the learned detectors may take of the time that is left. */
function detectorTimeMs(leftMs: number): number {
  return Math.min(Math.max(leftMs - Math.min(leftMs * RESERVED_SHARE, MAX_RESERVED_MS), 0), MAX_TIMER_MS);
}

/** A misspelt name would otherwise let everything pass. */
function refuseUnknown(detectors: readonly string[], { classifier }: InspectionDeps): void {
  const known = [...sensitiveDetectors, ...classifier.detectors.map(({ name }) => name)];
  const unknownCount = detectors.filter((name) => !known.includes(name)).length;
  if (unknownCount === 0) return;
  throw new RpcError(
    "invalid_argument",
    `${unknownCount} of the detectors do not exist; there are ${known.join(", ")}`,
  );
}

/** Learned detectors that were not asked for, or have nothing to say of such a text, are reported too. */
function detectionsOf(
  { detections }: Inspection,
  asked: readonly string[],
  { classifier }: InspectionDeps,
): readonly CheckDetection[] {
  return classifier.detectors.map(({ name, version }): CheckDetection => {
    const reason = asked.length === 0 || asked.includes(name) ? "not_applicable" : "not_asked";
    return (
      detections.find(({ detector }) => detector === name) ?? {
        detector: name,
        modelVersion: version,
        status: "not_run",
        reason,
        score: null,
      }
    );
  });
}
