/** What to do with a text, from mildest to strictest: the last of several decisions is the one that holds. */
export const decisions = ["allow", "audit", "warn", "modify", "deny"] as const;
export type Decision = (typeof decisions)[number];

/** The strictest of some decisions; `allow` of none. */
export function strictestOf(some: readonly Decision[]): Decision {
  const strictness = some.map((decision) => decisions.indexOf(decision));
  return decisions[Math.max(0, ...strictness)] ?? "allow";
}
