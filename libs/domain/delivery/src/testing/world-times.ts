import type { FenceRules } from "../fenced-range/fence-rules.ts";

/** Times of the group, shortened so that much happens in a short world. */
export const groupTimes = { heartbeatMs: 400, sessionTimeoutMs: 3_000, requestTimeoutMs: 1_000 } as const;

/** The lane's rules in the same proportions as in production. */
export const rules: FenceRules = { fenceMs: 1_500, dedupSafeMs: 20_000, landingMs: 4_000 };

/** How far the clocks of owners are apart when none of them has jumped. */
export const CLOCK_ERROR_MS = 5_000;

const promisedMs = rules.dedupSafeMs + rules.fenceMs + rules.landingMs + 2 * CLOCK_ERROR_MS;

export const storeTimes = {
  landingMs: rules.landingMs,
  /** For how long the lane's rules count on a token. */
  promisedMs,
  /** How long a table remembers, where it goes by time. */
  windowMs: promisedMs + 1_000,
  /** How many tokens it remembers, where it goes by number, and how many come from writers outside of the world. */
  windowTokens: 20_000,
  foreignTokensPerMs: (0.7 * 20_000) / promisedMs,
  epochMs: Date.UTC(2026, 0, 1),
} as const;
