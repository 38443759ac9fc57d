import type { Scored } from "./scored.ts";

/**
 * Area under the precision-recall curve as its step-wise sum: precision at each threshold times the recall it adds. Scores
 * that are tied are one threshold. Null without positives.
 */
export function averagePrecision(scored: readonly Scored[]): number | null {
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  const positives = sorted.reduce((sum, { label }) => sum + label, 0);
  if (positives === 0) return null;
  let [area, found] = [0, 0];
  for (let start = 0; start < sorted.length;) {
    let [end, tied] = [start, 0];
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) {
      tied += sorted[end]?.label ?? 0;
      end += 1;
    }
    found += tied;
    area += (tied / positives) * (found / end);
    start = end;
  }
  return area;
}
