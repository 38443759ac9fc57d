import type { Scored } from "./scored.ts";

/**
 * Expected calibration error over equally wide bins of a probability (Naeini et al. 2015): the mean distance of a bin's
 * mean score from its share of positives, weighted by the size of the bin. Null without scores.
 */
export function calibrationError(scored: readonly Scored[], bins = 15): number | null {
  if (scored.length === 0) return null;
  const gaps = new Float64Array(bins);
  for (const { score, label } of scored) {
    const bin = Math.min(bins - 1, Math.floor(score * bins));
    gaps[bin] = (gaps[bin] ?? 0) + score - label;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap) / scored.length, 0);
}
