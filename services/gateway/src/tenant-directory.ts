import { createHash } from "node:crypto";

/** Whose data a caller may send. */
export interface TenantDirectory {
  /** The tenant of a bearer token, or of a caller without one; null when the caller is not let in. */
  readonly tenantOf: (token: string | null) => string | null;
}

/** Every caller is `tenant`, whatever token it shows: for listeners that only trusted callers reach. */
export function createOpenDirectory(tenant: string): TenantDirectory {
  return { tenantOf: () => tenant };
}

/**
 * Callers are known by their token alone. Digests are kept and compared, so that neither memory dumps nor the time of a
 * look-up tell a token.
 */
export function createTokenDirectory(tenantByToken: ReadonlyMap<string, string>): TenantDirectory {
  const tenantByDigest = new Map([...tenantByToken].map(([token, tenant]) => [digestOf(token), tenant]));
  return { tenantOf: (token) => (token === null ? null : (tenantByDigest.get(digestOf(token)) ?? null)) };
}

function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("base64");
}
