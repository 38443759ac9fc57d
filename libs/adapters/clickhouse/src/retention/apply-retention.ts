import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { onCluster, singleServer, storageDatabase, type Topology } from "../schema/topology.ts";
import { quoted, renderTtl } from "./render-ttl.ts";
import { retainedTables } from "./retained-tables.ts";
import type { RetentionPolicy } from "./retention-policy.ts";

export interface ApplyRetentionOptions {
  /** Default: one server. */
  readonly topology?: Topology;
  /** Says what would change, and changes nothing. */
  readonly dryRun?: boolean;
  readonly signal: AbortSignal;
}

/** What a table's retention is and was, as the server writes it. */
export interface RetentionChange {
  readonly table: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Makes the tables keep rows as long as the policy says; rows that are there already too. Tables that do are left alone.
 * Rows leave with a merge, within a day after their time.
 */
export async function applyRetention(
  clickhouse: ClickHouse,
  policy: RetentionPolicy,
  { topology = singleServer, dryRun = false, signal }: ApplyRetentionOptions,
): Promise<readonly RetentionChange[]> {
  const changes: RetentionChange[] = [];
  const database = storageDatabase(clickhouse.database, topology);
  for (const table of retainedTables) {
    const ttl = renderTtl(table, policy);
    const { before, after } = await compareTtl(clickhouse, { database, table: table.name, ttl, signal });
    if (before === after) continue;
    if (!dryRun) {
      const place = `${database}.${table.name}${onCluster(topology)}`;
      await clickhouse.command(`ALTER TABLE ${place} MODIFY TTL ${ttl}`, {}, { signal, settings });
    }
    changes.push({ table: table.name, before, after });
  }
  return changes;
}

/** Room for the days of as many tenants as a policy may have. */
const settings = { max_query_size: 64 * 1_024 * 1_024 };

interface Comparison {
  readonly database: string;
  readonly table: string;
  readonly ttl: string;
  readonly signal: AbortSignal;
}

const ttlRow = z.object({ before: z.string(), after: z.string() });

/**
 * Both in the server's own spelling, so that equal expressions are equal texts. The expression stands in the statement,
 * because parameters travel in the address of a request, which is a MiB at most.
 */
async function compareTtl(
  clickhouse: ClickHouse,
  { database, table, ttl, signal }: Comparison,
): Promise<z.infer<typeof ttlRow>> {
  const [row] = await clickhouse.query(
    `SELECT extract(create_table_query, ' TTL (.*) SETTINGS ') AS before,
       substring(formatQuerySingleLine(${quoted(`SELECT ${ttl}`)}), length('SELECT ') + 1) AS after
     FROM system.tables WHERE database = {database:String} AND name = {table:String}`,
    { database, table },
    ttlRow,
    { signal, settings },
  );
  return row ?? { before: "", after: ttl };
}
