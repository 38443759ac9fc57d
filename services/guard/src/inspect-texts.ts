import type { Detection, DetectorInput, Finding } from "@parapet/detection";
import { detectionOf, type Classification, type TextClassifier } from "@parapet/onnx";
import { applyOperators, defaultMinScore, findPii, type OperatorTable } from "@parapet/pii";
import { decide, thresholdOf, type Decision, type Policy } from "@parapet/policy";
import { errorCode, type Logger } from "@parapet/runtime";

/** Name of the detector of personal data, beside those of the classifier's heads. */
export const PII_DETECTOR = "pii";

export interface InspectionDeps {
  readonly classifier: TextClassifier;
  readonly policy: Policy;
  readonly operators: OperatorTable;
  readonly log: Logger;
}

/** A text to look at, and which personal data to look for in it. */
export interface InspectionInput extends Pick<DetectorInput, "text" | "direction"> {
  /** Entities to look for; all that are likely enough when absent. */
  readonly entities?: readonly string[] | undefined;
  /** ISO 3166 regions whose phone formats are read; the recognizer's own when absent. */
  readonly regions?: readonly string[] | undefined;
}

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
  /** The text with its personal data replaced; null when nothing was. */
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
  inputs: readonly DetectorInput[],
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
  { classifier, policy, operators }: InspectionDeps,
): Inspection {
  const detections = classifier.heads
    .filter((head) => isWanted(head.name, options))
    .map((head): Detection => {
      if (typeof answer === "object") {
        return detectionOf(head, answer, { [head.name]: thresholdOf(policy, head.category, input.direction) });
      }
      return { detector: head.name, modelVersion: head.version, status: answer ?? "failed", score: null, findings: [] };
    });
  const candidates = isWanted(PII_DETECTOR, options) ? personalData(input) : [];
  const personal = candidates.filter(({ score }) => score >= defaultMinScore);
  const learned = detections.flatMap((detection) => detection.findings);
  const redacted = applyOperators(input.text, personal, operators);
  return {
    findings: [...candidates, ...learned],
    detections,
    scores: Object.fromEntries(
      detections.flatMap(({ detector, score }) => (score === null ? [] : [[detector, score] as const])),
    ),
    decision: decide([...personal, ...learned], policy, input.direction).decision,
    redactedText: redacted.count === 0 ? null : redacted.text,
    embedding: typeof answer === "object" ? answer.embedding : null,
  };
}

/** Entities that are asked for by name are reported however unlikely they are; their score says how much to believe. */
function personalData(input: InspectionInput): readonly Finding[] {
  return findPii(input.text, input.entities === undefined ? input : { ...input, minScore: 0 });
}
