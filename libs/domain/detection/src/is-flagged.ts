/**
 * Whether a score counts against a threshold: strictly greater. A score exactly at the threshold does not count, and
 * NaN never does.
 */
export function isFlagged(score: number, threshold: number): boolean {
  return score > threshold;
}

/** Whether a number can be a score: a probability in [0, 1]. NaN and infinities cannot. */
export function isScore(value: number): boolean {
  return value >= 0 && value <= 1;
}
