import type { Decision } from "./decision.ts";
import type { Policy } from "./policy.ts";

/** How safe an answer is: one less the highest calibrated risk of it, in [0, 1]; null where no detector has judged it. */
export function safetyOf(risks: readonly number[]): number | null {
  return risks.length === 0 ? null : 1 - risks.reduce((highest, risk) => Math.max(highest, risk), 0);
}

/** What the policy makes of an answer's safety: strictly below the threshold it is unsafe. */
export function decideSafety(safety: number | null, { safety: rule }: Policy): Decision {
  return safety !== null && safety < rule.threshold ? rule.decision : "allow";
}
