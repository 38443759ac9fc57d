import type { Finding } from "@parapet/detection";

/**
 * Keeps of findings that overlap the one with the highest score, then the longest, then the first given; gives them in
 * the order of the text. Marking the units that are taken keeps this linear in text and findings, save the sorting.
 */
export function withoutOverlaps(findings: readonly Finding[], textLength: number): readonly Finding[] {
  if (findings.length < 2) return findings;
  const taken = new Uint8Array(textLength);
  const kept = findings.toSorted(byPreference).filter(({ start, end }) => {
    const span = taken.subarray(start, end);
    const isFree = !span.includes(1);
    if (isFree) span.fill(1);
    return isFree;
  });
  return kept.sort((left, right) => left.start - right.start);
}

function byPreference(left: Finding, right: Finding): number {
  return right.score - left.score || right.end - right.start - (left.end - left.start) || left.start - right.start;
}
