import type { HealthCheck } from "@parapet/runtime";

import type { SessionPool } from "./session-pool.ts";

/**
 * Well while any session can answer. Only a restart mends it otherwise: a thread that has ended does not come back, and
 * native code that hangs cannot be interrupted.
 */
export function createPoolHealth(pool: Pick<SessionPool, "size" | "working">): HealthCheck {
  const complaint = `none of the sessions can answer, each of ${pool.size} is lost or hangs; restart the service`;
  return { name: "models", check: async () => (pool.working > 0 ? null : complaint) };
}
