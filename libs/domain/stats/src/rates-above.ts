import type { Scored, WeightedScore } from "./scored.ts";

/**
 * Share of one class whose score is strictly greater than the threshold: recall for label 1, false positives for label 0.
 * Null without that class.
 */
export function rateAbove(scored: readonly Scored[], label: 0 | 1, threshold: number): number | null {
  let [above, all] = [0, 0];
  for (const one of scored) {
    if (one.label !== label) continue;
    all += 1;
    if (one.score > threshold) above += 1;
  }
  return all === 0 ? null : above / all;
}

/**
 * The lowest threshold at which at most `rate` of the negatives, by weight, score strictly greater; null without negatives.
 */
export function thresholdAtFalsePositiveRate(scored: readonly WeightedScore[], rate: number): number | null {
  const negatives = scored.filter(({ label }) => label === 0).toSorted((a, b) => b.score - a.score);
  let left = rate * negatives.reduce((sum, { weight = 1 }) => sum + weight, 0);
  for (const { score, weight = 1 } of negatives) {
    if (weight > left) return score;
    left -= weight;
  }
  return null;
}

/** Recall at the threshold that lets that share of the negatives pass; null without both classes. */
export function recallAtFalsePositiveRate(scored: readonly Scored[], rate: number): number | null {
  const threshold = thresholdAtFalsePositiveRate(scored, rate);
  return threshold === null ? null : rateAbove(scored, 1, threshold);
}

/** Harmonic mean of precision and recall at a threshold; null without positives. */
export function f1Above(scored: readonly Scored[], threshold: number): number | null {
  let [found, positives, right] = [0, 0, 0];
  for (const { score, label } of scored) {
    positives += label;
    if (score <= threshold) continue;
    found += 1;
    right += label;
  }
  return positives === 0 ? null : (2 * right) / (found + positives);
}
