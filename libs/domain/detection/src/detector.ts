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

/** What became of one detector on one text. `score` is null unless it ran and the detector is a learned one. */
export interface Detection {
  readonly detector: string;
  readonly modelVersion: string;
  readonly status: "ran" | "shed" | "failed";
  readonly score: number | null;
  readonly findings: readonly Finding[];
}

/** Code that yields detections from texts, in batches. The answer has the order and the length of the question. */
export interface Detector {
  readonly name: string;
  readonly modelVersion: string;
  readonly detect: (inputs: readonly DetectorInput[], signal: AbortSignal) => Promise<readonly Detection[]>;
}
