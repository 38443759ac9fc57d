import { isFlagged, type Category, type Direction, type Finding } from "@parapet/detection";
import { strictestOf, type Decision } from "./decision.ts";
import type { Policy } from "./policy.ts";

/** Why a decision is what it is: a category, how sure it was at most, and what the policy makes of that. */
export interface Reason {
  readonly category: Category;
  /** Findings of the category above the threshold. */
  readonly count: number;
  /** The highest of their scores. */
  readonly score: number;
  readonly threshold: number;
  readonly decision: Decision;
}

export interface Verdict {
  readonly decision: Decision;
  /** One for each category that counted, in the order in which they were first found; empty when none did. */
  readonly reasons: readonly Reason[];
  readonly policyVersion: string;
}

/** The part of a finding that a policy looks at. */
type Scored = Pick<Finding, "category" | "score">;

/** What the policy says of findings in a text that flows in `direction`: the strictest decision of those that count. */
export function decide(findings: readonly Scored[], policy: Policy, direction: Direction): Verdict {
  const counted = findings.filter((finding) => counts(finding, policy, direction));
  const reasons = Array.from(new Set(counted.map(({ category }) => category)), (category): Reason => {
    const scores = counted.filter((finding) => finding.category === category).map(({ score }) => score);
    return { category, count: scores.length, score: maxOf(scores), ...policy.rules[category][direction] };
  });
  return { decision: strictestOf(reasons.map(({ decision }) => decision)), reasons, policyVersion: policy.version };
}

/** Whether a finding is above the threshold of its category: at the threshold it is not. */
export function counts({ category, score }: Scored, policy: Policy, direction: Direction): boolean {
  return isFlagged(score, thresholdOf(policy, category, direction));
}

/** The score above which findings of a category count. */
export function thresholdOf(policy: Policy, category: Category, direction: Direction): number {
  return policy.rules[category][direction].threshold;
}

/** A text may hold more findings than a call takes arguments. */
function maxOf(scores: readonly number[]): number {
  return scores.reduce((highest, score) => Math.max(highest, score), 0);
}
