import type { RetainedTable } from "./retained-tables.ts";
import { retentionOf } from "./retention-of.ts";
import type { RetentionPolicy } from "./retention-policy.ts";

/**
 * The TTL of a table: days by tenant, in the expression itself. Such an expression may look at the row and at nothing
 * else, so the alternatives are a column of days in every row, which a tenant's new class does not reach, or this.
 */
export function renderTtl(table: RetainedTable, policy: RetentionPolicy): string {
  const differing = [...policy.tenants.keys()]
    .map((tenant) => ({ tenant, days: retentionOf(policy, tenant, table) }))
    .filter(({ days }) => days !== table.defaultDays)
    .toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1));
  if (differing.length === 0) return `${table.from} + toIntervalDay(${table.defaultDays})`;
  const tenants = differing.map(({ tenant }) => quoted(tenant)).join(", ");
  const days = differing.map((entry) => entry.days).join(", ");
  return `${table.from} + toIntervalDay(transform(tenant, [${tenants}], [${days}], ${table.defaultDays}))`;
}

/** A text as SQL has it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
