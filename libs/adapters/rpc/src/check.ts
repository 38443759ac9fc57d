import type { DetectionStatus, Direction, Severity } from "@parapet/detection";

/** The inline question: may this text pass? */
export interface CheckQuestion {
  readonly text: string;
  readonly direction: Direction;
  /** Evidence the text should agree with. */
  readonly context?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Names of the detectors to run; all without it. */
  readonly detectors?: readonly string[];
  /** The tenant that the caller names; believed only where the caller itself is not authenticated as one. */
  readonly tenant?: string;
}

/** What to do with a text, from mildest to strictest. */
export const decisions = ["allow", "audit", "warn", "modify", "deny"] as const;
export type CheckDecision = (typeof decisions)[number];

/** One detected risk: where it stands, never what it is. */
export interface CheckFinding {
  readonly category: string;
  readonly detector: string;
  readonly entity?: string;
  readonly score: number;
  readonly severity: Severity;
  /** UTF-16 offsets into the checked text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What became of one detector. */
export interface CheckDetection {
  readonly detector: string;
  readonly modelVersion: string;
  readonly status: DetectionStatus;
  /** Why it did not run: a word, or the code of an error; empty where it ran. */
  readonly reason: string;
  /** Null unless a learned detector ran. */
  readonly score: number | null;
}

export interface CheckAnswer {
  readonly decision: CheckDecision;
  readonly findings: readonly CheckFinding[];
  /** Calibrated probability by learned detector that ran, flagged or not. */
  readonly scores: Readonly<Record<string, number>>;
  readonly detections: readonly CheckDetection[];
  /** The text with its findings replaced; null when nothing was replaced. */
  readonly redactedText: string | null;
  /** One less the highest risk of an answer, in [0, 1]; null for what comes in, and where no detector has judged it. */
  readonly safety: number | null;
  readonly policyVersion: string;
}
