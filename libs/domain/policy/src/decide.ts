import { isFlagged, type Category, type Direction, type Finding } from "@parapet/detection";
import { strictestOf, type Decision } from "./decision.ts";
import type { Policy } from "./policy.ts";

/** The part of a finding that a policy looks at. */
type Scored = Pick<Finding, "category" | "score">;

/** What the policy says of findings in a text that flows in `direction`: the strictest decision of those that count. */
export function decide(findings: readonly Scored[], policy: Policy, direction: Direction): Decision {
  const counted = findings.filter((finding) => counts(finding, policy, direction));
  return strictestOf(counted.map(({ category }) => policy.rules[category][direction].decision));
}

/** Whether a finding is above the threshold of its category: at the threshold it is not. */
function counts({ category, score }: Scored, policy: Policy, direction: Direction): boolean {
  return isFlagged(score, thresholdOf(policy, category, direction));
}

/** The score above which findings of a category count. */
export function thresholdOf(policy: Policy, category: Category, direction: Direction): number {
  return policy.rules[category][direction].threshold;
}
