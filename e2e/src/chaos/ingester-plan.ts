import { z } from "zod";

/** Moments of a range at which an ingester can strike itself. */
export const strikeSteps = [
  "intent_committing",
  "intent_committed",
  "storing",
  "between_tables",
  "stored",
  "committed",
] as const;
export type StrikeStep = (typeof strikeSteps)[number];

/** What a chaos ingester is told on its command line. */
export const ingesterPlan = z.object({
  brokers: z.array(z.string()),
  topic: z.string(),
  groupId: z.string(),
  sessionTimeoutMs: z.number(),
  storeUrl: z.string(),
  username: z.string(),
  password: z.string(),
  /** The signal that it sends itself at the n-th time that it comes to a step; null for none. */
  strike: z
    .object({ step: z.enum(strikeSteps), nth: z.int().min(1), signal: z.enum(["SIGKILL", "SIGSTOP"]) })
    .nullable(),
  /** Control: each insert gets a token of its own, as in a store without deduplication. */
  hasRandomTokens: z.boolean(),
  /** How far the clock of this process is off. */
  clockOffsetMs: z.number(),
});
export type IngesterPlan = z.output<typeof ingesterPlan>;
export type Strike = NonNullable<IngesterPlan["strike"]>;
