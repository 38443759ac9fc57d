import { elapsedMs, type Moment } from "./moment.ts";

/** The times on which exactly-once rests. The README has the inequalities between them and the store's window. */
export interface FenceRules {
  /** For how long after a commit that the group accepted an owner may begin inserts. */
  readonly fenceMs: number;
  /** From which age of an intent on the store may have forgotten its token, so that it is asked for its rows first. */
  readonly dedupSafeMs: number;
  /** How long after it was begun an insert may still take effect. */
  readonly landingMs: number;
}

export const DEFAULT_DEDUP_SAFE_MS = 5 * 60_000;
export const DEFAULT_LANDING_MS = 60_000;

/** Whether a partition that was surely owned at `ownedSince` may be another's by now. */
export function isOwnershipOver(ownedSince: Moment, now: Moment, { fenceMs }: FenceRules): boolean {
  return elapsedMs(ownedSince, now) >= fenceMs;
}
