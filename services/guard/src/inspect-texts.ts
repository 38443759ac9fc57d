import type { Detection, DetectorInput, Finding } from "@parapet/detection";
import {
  detectionOf,
  type Classification,
  type LearnedDetector,
  type Priority,
  type TextClassifier,
} from "@parapet/onnx";
import { applyOperators, type OperatorTable } from "@parapet/pii";
import { decide, decideSafety, safetyOf, strictestOf, thresholdOf, type Decision, type Policy } from "@parapet/policy";
import type { Logger } from "@parapet/runtime";
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
export type InspectionInput = Pick<DetectorInput, "text" | "direction" | "context"> &
  Omit<SensitiveQuestion, "detectors">;

export interface InspectionOptions {
  /** Names of the detectors to run; empty for all. */
  readonly detectors?: readonly string[];
  /** Aborts the learned detectors; those not done are shed. */
  readonly signal: AbortSignal;
  readonly priority: Priority;
  /** Detectors that are left out to be in time, and why. */
  readonly shed?: { readonly detectors: readonly string[]; readonly reason: string };
}

/** What is known about one text, and what the policy makes of it. */
export interface Inspection {
  readonly findings: readonly Finding[];
  readonly detections: readonly Detection[];
  /** Scores of the learned detectors that ran, flagged or not. */
  readonly scores: Readonly<Record<string, number>>;
  /** How safe an answer is, in [0, 1]; null for what comes in, and where no detector has judged it. */
  readonly safety: number | null;
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

function isWanted(detector: string, { detectors }: InspectionOptions): boolean {
  return detectors === undefined || detectors.length === 0 || detectors.includes(detector);
}

function isShed(detector: string, { shed }: InspectionOptions): boolean {
  return shed?.detectors.includes(detector) ?? false;
}

/** One answer a text; null for all where no learned detector is asked for. */
async function classify(
  inputs: readonly InspectionInput[],
  options: InspectionOptions,
  { classifier }: InspectionDeps,
): Promise<readonly (Classification | null)[]> {
  const isAsked = (name: string): boolean => isWanted(name, options) && !isShed(name, options);
  if (!classifier.detectors.some(({ name }) => isAsked(name))) return inputs.map(() => null);
  const asked = inputs.map(({ text, direction, context = "" }) => ({
    text,
    context: direction === "output" ? context : "",
  }));
  return classifier.classify(asked, { ...options, isWanted: isAsked });
}

/** What comes in claims nothing that it could be held to. */
function appliesTo({ category }: LearnedDetector, { direction }: InspectionInput): boolean {
  return category !== "hallucination" || direction === "output";
}

const nothing: Classification = { outcomes: {}, embedding: null };

function inspect(
  input: InspectionInput,
  answer: Classification | null | undefined,
  options: InspectionOptions,
  { classifier, policy, sensitive, operators }: InspectionDeps,
): Inspection {
  const detections = classifier.detectors
    .filter((detector) => isWanted(detector.name, options) && appliesTo(detector, input))
    .map((detector) => {
      const threshold = detector.threshold ?? thresholdOf(policy, detector.category, input.direction);
      const detection = detectionOf(detector, answer ?? nothing, threshold);
      if (options.shed === undefined || !isShed(detector.name, options)) return detection;
      return { ...detection, status: "shed", reason: options.shed.reason } satisfies Detection;
    });
  const candidates = sensitiveIn(input, options, sensitive);
  const likely = candidates.filter(({ score }) => score >= sensitive.minScore(input.tenant));
  const risks = detections.flatMap(({ score }) => (score === null ? [] : [score]));
  const safety = input.direction === "output" ? safetyOf(risks) : null;
  const learned = detections.flatMap((detection) => detection.findings);
  const redacted = applyOperators(input.text, likely.filter(isReplaced), operators);
  return {
    findings: [...candidates, ...learned],
    detections,
    scores: Object.fromEntries(
      detections.flatMap(({ detector, score }) => (score === null ? [] : [[detector, score] as const])),
    ),
    safety,
    decision: isRefusedUnjudged(detections, policy)
      ? "deny"
      : strictestOf([
          decide(likely, policy, input.direction),
          // Above their thresholds, which need not be the policy's, as they are: no threshold is left to pass.
          ...learned.map(({ category }) => policy.rules[category][input.direction].decision),
          decideSafety(safety, policy),
        ]),
    redactedText: redacted.count === 0 ? null : redacted.text,
    embedding: answer?.embedding ?? null,
  };
}

/** Whether a detector should have judged the text and could not, and the policy lets nothing pass unjudged. */
function isRefusedUnjudged(detections: readonly Detection[], { failMode }: Policy): boolean {
  return failMode === "closed" && detections.some((detection) => !isJudged(detection));
}

/** A question that the text does not raise is answered; of a text that was read in part only it is not. */
function isJudged({ status, reason }: Pick<Detection, "status" | "reason">): boolean {
  return status === "ran" ? reason === "" : reason === "no_context";
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
