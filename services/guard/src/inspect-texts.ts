import type { Detection, DetectorInput, Finding } from "@parapet/detection";
import { detectionOf, type Classification, type TextClassifier } from "@parapet/onnx";
import { applyOperators, type OperatorTable } from "@parapet/pii";
import { decide, thresholdOf, type Decision, type Policy } from "@parapet/policy";
import { errorCode, type Logger } from "@parapet/runtime";
import { sensitiveDetectors } from "@parapet/sensitive";

import type { SensitiveQuestion, SensitiveSearches } from "./sensitive-searches.ts";

export interface InspectionDeps {
  readonly classifier: TextClassifier;
  readonly policy: Policy;
  readonly sensitive: SensitiveSearches;
  readonly operators: OperatorTable;
  readonly log: Logger;
}

/** A text to look at, and what of personal data and secrets to look for in it. */
export type InspectionInput = Pick<DetectorInput, "text" | "direction"> & Omit<SensitiveQuestion, "detectors">;

export interface InspectionOptions {
  /** Names of the detectors to run; empty for all. */
  readonly detectors?: readonly string[];
  /** Aborts the learned detectors; those not done are shed. */
  readonly signal: AbortSignal;
}

/** What is known about one text, and what the policy makes of it. */
export interface Inspection {
  readonly findings: readonly Finding[];
  readonly detections: readonly Detection[];
  /** Scores of the learned detectors that ran, flagged or not. */
  readonly scores: Readonly<Record<string, number>>;
  readonly decision: Decision;
  /** The text with its personal data and secrets replaced; null when nothing was. */
  readonly redactedText: string | null;
  /** Drift vector; null when the encoder did not run. */
  readonly embedding: Float32Array | null;
}

/** Looks at texts with one pass of the encoder and the recognizers, and lets the policy decide. Never rejects. */
export async function inspectTexts(
  inputs: readonly InspectionInput[],
  options: InspectionOptions,
  deps: InspectionDeps,
): Promise<readonly Inspection[]> {
  const classifications = await classify(inputs, options, deps);
  return inputs.map((input, index) => inspect(input, classifications.at(index), options, deps));
}

type Answer = Classification | "shed" | "failed";

function isWanted(detector: string, { detectors }: InspectionOptions): boolean {
  return detectors === undefined || detectors.length === 0 || detectors.includes(detector);
}

/** One answer a text. A text alone cannot fail the others: what fails is the encoder, and then for all. */
async function classify(
  inputs: readonly InspectionInput[],
  options: InspectionOptions,
  { classifier, log }: InspectionDeps,
): Promise<readonly Answer[]> {
  const isNeeded = classifier.heads.some((head) => isWanted(head.name, options));
  if (!isNeeded || options.signal.aborted) return inputs.map(() => "shed");
  try {
    return await classifier.classify(
      inputs.map((input) => input.text),
      options.signal,
    );
  } catch (error) {
    const code = errorCode(error);
    const isShed = options.signal.aborted || code === "encoder_busy";
    if (!isShed) log.error("the classifier failed", { code, texts: inputs.length });
    return inputs.map(() => (isShed ? "shed" : "failed"));
  }
}

function inspect(
  input: InspectionInput,
  answer: Answer | undefined,
  options: InspectionOptions,
  { classifier, policy, sensitive, operators }: InspectionDeps,
): Inspection {
  const detections = classifier.heads
    .filter((head) => isWanted(head.name, options))
    .map((head): Detection => {
      if (typeof answer === "object") {
        return detectionOf(head, answer, { [head.name]: thresholdOf(policy, head.category, input.direction) });
      }
      return { detector: head.name, modelVersion: head.version, status: answer ?? "failed", score: null, findings: [] };
    });
  const candidates = sensitiveIn(input, options, sensitive);
  const likely = candidates.filter(({ score }) => score >= sensitive.minScore(input.tenant));
  const learned = detections.flatMap((detection) => detection.findings);
  const redacted = applyOperators(input.text, likely.filter(isReplaced), operators);
  return {
    findings: [...candidates, ...learned],
    detections,
    scores: Object.fromEntries(
      detections.flatMap(({ detector, score }) => (score === null ? [] : [[detector, score] as const])),
    ),
    decision: decide([...likely, ...learned], policy, input.direction).decision,
    redactedText: redacted.count === 0 ? null : redacted.text,
    embedding: typeof answer === "object" ? answer.embedding : null,
  };
}

/** Where text is hidden is told with what is sensitive: it is the same search that sees both. */
function sensitiveIn(
  input: InspectionInput,
  options: InspectionOptions,
  sensitive: SensitiveSearches,
): readonly Finding[] {
  const detectors = sensitiveDetectors.filter((name) => isWanted(name, options));
  return detectors.length === 0 ? [] : sensitive.find(input.text, { ...input, detectors });
}

/** What is hidden is a finding of its own where it is sensitive. */
export function isReplaced({ category }: Pick<Finding, "category">): boolean {
  return category !== "obfuscation";
}
