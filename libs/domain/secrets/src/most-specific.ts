import type { Finding } from "@parapet/detection";

/**
 * Keeps of findings that overlap the one with the highest score, then the longest, then the first given; gives them in
 * the order of the text. Only findings of one cluster, which hang together by overlaps, are compared with one another.
 */
export function mostSpecific(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  return clustersOf(findings).flatMap(keptOf);
}

function clustersOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const clusters: Finding[][] = [];
  let end = -1;
  for (const finding of findings.toSorted((left, right) => left.start - right.start)) {
    if (finding.start >= end) clusters.push([]);
    clusters.at(-1)?.push(finding);
    end = Math.max(end, finding.end);
  }
  return clusters;
}

/** Marking the units that are taken keeps this linear, however many findings hang together. */
function keptOf(cluster: readonly Finding[]): readonly Finding[] {
  if (cluster.length < 2) return cluster;
  const offset = cluster[0]?.start ?? 0;
  const taken = new Uint8Array(cluster.reduce((furthest, { end }) => Math.max(furthest, end), 0) - offset);
  const kept = cluster.toSorted(byPreference).filter(({ start, end }) => {
    const span = taken.subarray(start - offset, end - offset);
    const isFree = !span.includes(1);
    if (isFree) span.fill(1);
    return isFree;
  });
  return kept.sort((left, right) => left.start - right.start);
}

function byPreference(left: Finding, right: Finding): number {
  return right.score - left.score || right.end - right.start - (left.end - left.start);
}
