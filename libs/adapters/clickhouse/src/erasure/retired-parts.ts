import { setTimeout as delay } from "node:timers/promises";

import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { storageDatabase, type Topology } from "../schema/topology.ts";
import { erasedTables } from "./erased-tables.ts";

const POLL_MS = 1_000;

/** The server's own clock, in seconds since the epoch: what was deleted is in no part that is written after this. */
export async function serverTime(clickhouse: ClickHouse, signal: AbortSignal): Promise<number> {
  const row = z.object({ now: z.coerce.number() });
  const [answer] = await clickhouse.query("SELECT toUnixTimestamp(now()) AS now", {}, row, { signal });
  return answer?.now ?? 0;
}

interface RetiredPartsOptions {
  readonly topology: Topology;
  readonly signal: AbortSignal;
}

/**
 * Waits until the files of parts that were replaced before `since` are off the disks. A server keeps them for
 * `old_parts_lifetime`, 8 minutes by default, in case it loses power before their successors are safe.
 */
export async function untilRetiredPartsAreGone(
  clickhouse: ClickHouse,
  since: number,
  options: RetiredPartsOptions,
): Promise<void> {
  for (;;) {
    const tables = await tablesWithRetiredParts(clickhouse, since, options);
    if (tables.length === 0) return;
    if (options.topology.kind === "single") await clearOldParts(clickhouse, tables, options.signal);
    await delay(POLL_MS, undefined, { signal: options.signal });
  }
}

async function tablesWithRetiredParts(
  clickhouse: ClickHouse,
  since: number,
  { topology, signal }: RetiredPartsOptions,
): Promise<readonly string[]> {
  const parts = topology.kind === "single" ? "system.parts" : `clusterAllReplicas('${topology.name}', system.parts)`;
  const database = storageDatabase(clickhouse.database, topology);
  const rows = await clickhouse.query(
    `SELECT DISTINCT table FROM ${parts} WHERE NOT active AND database = {database:String}
       AND table IN {tables:Array(String)} AND remove_time <= fromUnixTimestamp({since:UInt32})`,
    { database, tables: erasedTables.map(({ name }) => name), since },
    z.object({ table: z.string() }),
    { signal },
  );
  return rows.map(({ table }) => table);
}

/**
 * A server looks for old parts when it has other work on the table, up to minutes apart when it has none. Dropping a
 * partition makes it look, and no partition has this name: ours are numbers.
 */
async function clearOldParts(clickhouse: ClickHouse, tables: readonly string[], signal: AbortSignal): Promise<void> {
  for (const table of tables) {
    await clickhouse.command(`ALTER TABLE ${table} DROP PARTITION ID 'none'`, {}, { signal });
  }
}
