import type { RetainedTable } from "./retained-tables.ts";
import type { RetentionPolicy } from "./retention-policy.ts";

/** How many days a table keeps rows of a tenant. */
export function retentionOf(policy: RetentionPolicy, tenant: string, { kind, defaultDays }: RetainedTable): number {
  const name = policy.tenants.get(tenant);
  return (name === undefined ? undefined : policy.classes.get(name)?.[kind]) ?? defaultDays;
}
