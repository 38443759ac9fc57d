import type { Finding } from "./finding.ts";

export type Direction = "input" | "output";

/** A text to look at, and which way it flows. */
export interface DetectorInput {
  readonly text: string;
  readonly direction: Direction;
  /** Evidence the text should agree with (documents, the question); detectors that need none ignore it. */
  readonly context?: string;
  /** BCP 47 language of the text when it is known. */
  readonly language?: string;
}

/**
 * `shed`: left out to be in time; `failed`: ours to mend; `not_run`: there was no question, or nobody to answer it.
 */
export const detectionStatuses = ["ran", "shed", "failed", "not_run"] as const;
export type DetectionStatus = (typeof detectionStatuses)[number];

/** What became of one detector on one text. `score` is null unless it ran and the detector is a learned one. */
export interface Detection {
  readonly detector: string;
  readonly modelVersion: string;
  readonly status: DetectionStatus;
  /** Why it did not run: a word, or the code of an error. Where it ran, `truncated` of a text read in part, else empty. */
  readonly reason: string;
  readonly score: number | null;
  /** From the question to the answer, in milliseconds; null unless it ran. */
  readonly durationMs: number | null;
  readonly findings: readonly Finding[];
}
