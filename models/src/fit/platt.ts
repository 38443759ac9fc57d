import type { WeightedScore } from "@parapet/stats";

import { fitLogistic } from "../logistic-regression.ts";

/** Platt scaling (Platt 1999): the sigmoid of `slope · logit + intercept` is the probability that fits best. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** Keeps the slope finite where the scores part the classes. */
const L2 = 1e-4;
const DIGITS = 5;

/** The score of each text is a logit here. */
export function fitPlatt(scored: readonly WeightedScore[]): Calibration {
  const { weights, bias } = fitLogistic(
    scored.map(({ score, label, weight = 1 }) => ({ features: Float32Array.of(score), label, weight })),
    L2,
  );
  return { slope: Number((weights[0] ?? 1).toFixed(DIGITS)), intercept: Number(bias.toFixed(DIGITS)) };
}
