import type { CheckHandler } from "@parapet/rpc";

import { inspectTexts, type InspectionDeps } from "./inspect-texts.ts";

/** Answers the inline question with the detectors and the policy that also judge stored spans. */
export function createCheck(deps: InspectionDeps): CheckHandler {
  return async (question, { signal }) => {
    const { detectors = [] } = question;
    const [inspection] = await inspectTexts([question], { detectors, signal }, deps);
    if (inspection === undefined) throw new Error("one text was asked about and none was answered");
    const { findings, scores, detections, decision, redactedText } = inspection;
    return { decision, findings, scores, detections, redactedText, policyVersion: deps.policy.version };
  };
}
