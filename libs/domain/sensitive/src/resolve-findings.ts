import type { Finding } from "@parapet/detection";
import { withoutOverlaps } from "@parapet/pii";

const readable = /[\p{L}\p{N}]/u;

/**
 * Findings in order and disjoint, of which none leaves anything of another in sight. A secret keeps what it holds to
 * itself: an address within a token is part of the token. Of others that overlap the likelier stays, then the longer; what
 * the one that gave way covers beside it stays a finding of its own.
 */
export function resolveFindings(findings: readonly Finding[], text: string): readonly Finding[] {
  if (findings.length < 2) return findings;
  const offered = withoutHeld(findings);
  const kept = withoutOverlaps(offered, text.length);
  if (kept.length === offered.length) return kept;
  const covered = new Uint8Array(text.length);
  for (const { start, end } of kept) covered.fill(1, start, end);
  const staying = new Set(kept);
  const rest = offered.filter((finding) => !staying.has(finding)).flatMap((finding) => restOf(finding, text, covered));
  return rest.length === 0 ? kept : [...kept, ...rest].sort((left, right) => left.start - right.start);
}

/** All but those within a longer secret. */
function withoutHeld(findings: readonly Finding[]): readonly Finding[] {
  const secrets = findings
    .filter(({ category }) => category === "secret")
    .sort((left, right) => left.start - right.start || right.end - left.end);
  if (secrets.length === 0) return findings;
  let reached = -1;
  const outer = secrets.filter(({ end }) => {
    const isOuter = end > reached;
    reached = Math.max(reached, end);
    return isOuter;
  });
  return findings.filter((finding) => !isHeld(finding, outer));
}

/** Outer secrets begin and end in one order: the last that begins no later is the one that may hold a finding. */
function isHeld({ start, end }: Finding, outer: readonly Finding[]): boolean {
  let [low, high] = [0, outer.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((outer[middle]?.start ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  const secret = outer[low];
  if (secret === undefined || secret.start > start || secret.end < end) return false;
  return secret.end - secret.start > end - start;
}

/** The stretches of a finding that no other covers, which are covered then. */
function restOf(finding: Finding, text: string, covered: Uint8Array): readonly Finding[] {
  const rest: Finding[] = [];
  for (let at = finding.start; at < finding.end; at += 1) {
    if (covered[at] === 1) continue;
    let end = at;
    while (end < finding.end && covered[end] !== 1) end += 1;
    covered.fill(1, at, end);
    if (readable.test(text.slice(at, end))) rest.push({ ...finding, start: at, end });
    at = end;
  }
  return rest;
}
