/** What to do with a text, from mildest to strictest: the last of several decisions is the one that holds. */
export const decisions = ["allow", "audit", "warn", "modify", "deny"] as const;
export type Decision = (typeof decisions)[number];

/** The strictest of some decisions, of which there may be more than a call takes arguments; `allow` of none. */
export function strictestOf(some: readonly Decision[]): Decision {
  return decisions.findLast((decision) => some.includes(decision)) ?? "allow";
}
