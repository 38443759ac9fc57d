import type { Category } from "@parapet/detection";

import type { Call } from "./session-pool.ts";
import type { TextRange } from "./text-range.ts";

/** A question that a model answers about texts. */
export interface LearnedDetector {
  readonly name: string;
  readonly category: Category;
  /** Of the model; changes whenever scores could. */
  readonly version: string;
  /** A finding is made when the score is strictly greater, where no policy says otherwise. */
  readonly defaultThreshold: number;
  /** Holds whatever a policy says: scores of weights from elsewhere are of a scale of their own. */
  readonly threshold?: number;
}

export interface ModelInput {
  readonly text: string;
  /** What the text should agree with; empty or absent where there is nothing. */
  readonly context?: string;
}

/** The calibrated probability in [0, 1], NaN when it could not be told, of the stretch of the text where it is greatest. */
export interface Verdict extends TextRange {
  readonly score: number;
}

/** A question that nobody answers, and why: the code of the error that keeps its model from it. */
export interface MissingDetector extends LearnedDetector {
  readonly reason: string;
}

/** What a model says about one text. */
export interface ModelAnswer {
  /** By detector; null where the question does not apply: there is nothing that the text should agree with. */
  readonly verdicts: Readonly<Record<string, Verdict | null>>;
  /** Drift vector, 384 numbers of Euclidean length one; null from models that give none. */
  readonly embedding: Float32Array | null;
  /** The text, or its context, is longer than what is read of it. */
  readonly isPartial?: boolean;
}

export interface LearnedModel {
  readonly detectors: readonly LearnedDetector[];
  /** Version under which drift vectors are to be stored; null from models that give none. */
  readonly embeddingVersion: string | null;
  /**
   * Rejects with the reason of the call's signal, `inference_failed`, `inference_timeout` or `session_lost`.
   */
  readonly judge: (input: ModelInput, call: Call) => Promise<ModelAnswer>;
}
