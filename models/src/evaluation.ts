/** A score and whether the thing it is about is there. */
export interface Scored {
  readonly score: number;
  readonly label: 0 | 1;
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half (Mann and Whitney's
 * U). NaN without both classes.
 */
export function auroc(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  const positives = sorted.filter(({ label }) => label === 1).length;
  const negatives = sorted.length - positives;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    const meanRank = (start + 1 + end) / 2;
    rankSum += meanRank * sorted.slice(start, end).filter(({ label }) => label === 1).length;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Share of one class whose score is strictly greater than the threshold: recall for label 1, false positives for 0. */
export function rateAbove(scored: readonly Scored[], label: 0 | 1, threshold: number): number {
  const ofClass = scored.filter((one) => one.label === label);
  return ofClass.filter(({ score }) => score > threshold).length / ofClass.length;
}

/** The lowest threshold at which at most `rate` of the negatives score strictly greater. */
export function thresholdAtFalsePositiveRate(scored: readonly Scored[], rate: number): number {
  const negatives = scored.filter(({ label }) => label === 0).map(({ score }) => score);
  negatives.sort((a, b) => b - a);
  return negatives[Math.floor(rate * negatives.length)] ?? Number.NEGATIVE_INFINITY;
}

export function recallAtFalsePositiveRate(scored: readonly Scored[], rate: number): number {
  return rateAbove(scored, 1, thresholdAtFalsePositiveRate(scored, rate));
}

/**
 * Expected calibration error over equally wide bins of a probability (Naeini et al. 2015): the mean distance of a bin's
 * mean score from its share of positives, weighted by the size of the bin.
 */
export function expectedCalibrationError(scored: readonly Scored[], bins = 15): number {
  const gaps = new Float64Array(bins);
  for (const { score, label } of scored) {
    const bin = Math.min(bins - 1, Math.floor(score * bins));
    gaps[bin] = (gaps[bin] ?? 0) + score - label;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap) / scored.length, 0);
}
