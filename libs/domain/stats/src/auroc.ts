import type { Scored } from "./scored.ts";

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half (Mann and Whitney's
 * U). Null without both classes.
 */
export function auroc(scored: readonly Scored[]): number | null {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  const positives = sorted.reduce((sum, { label }) => sum + label, 0);
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let [end, tied] = [start, 0];
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) {
      tied += sorted[end]?.label ?? 0;
      end += 1;
    }
    rankSum += ((start + 1 + end) / 2) * tied;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
