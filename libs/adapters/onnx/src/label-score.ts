import { sigmoid } from "./sigmoid.ts";

/** How the logits of a classifier become one score. */
export interface LabelScoring {
  readonly activation: "softmax" | "sigmoid";
  /** Labels that the model tells apart. */
  readonly labelCount: number;
  /** Positions of those that count. */
  readonly counted: readonly number[];
  readonly calibration?: { readonly slope: number; readonly intercept: number } | undefined;
}

/**
 * The calibrated probability of the labels that count: of one or another of them where they exclude each other, of the
 * likeliest where they do not. NaN where the logits are not one a label.
 */
export function labelScore(logits: ArrayLike<number>, scoring: LabelScoring): number {
  const { activation, labelCount, counted, calibration } = scoring;
  if (logits.length !== labelCount) return Number.NaN;
  const all = Array.from(logits);
  const probability =
    activation === "sigmoid"
      ? Math.max(...counted.map((label) => sigmoid(all[label] ?? Number.NaN)))
      : softmaxOf(all, counted);
  if (calibration === undefined) return probability;
  return sigmoid(calibration.slope * Math.log(probability / (1 - probability)) + calibration.intercept);
}

/** Rounding must not lead beyond one. */
function softmaxOf(logits: readonly number[], counted: readonly number[]): number {
  const greatest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - greatest));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const part = counted.reduce((sum, label) => sum + (weights[label] ?? Number.NaN), 0);
  return Math.min(1, part / whole);
}
