import { setTimeout as delay } from "node:timers/promises";

import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { onCluster, storageDatabase } from "../schema/topology.ts";
import type { ErasurePlace } from "./delete-targets.ts";
import { erasedTables } from "./erased-tables.ts";

const POLL_MS = 1_000;

/**
 * Waits until the files of parts that have been replaced by now are off the disks. A server keeps them for
 * `old_parts_lifetime`, 8 minutes by default, in case it loses power before their successors are safe.
 */
export async function untilRetiredPartsAreGone({ topology, servers, signal }: ErasurePlace): Promise<void> {
  for (const server of servers) await untilGoneFrom(server, { topology, signal });
}

async function untilGoneFrom(server: ClickHouse, place: Pick<ErasurePlace, "topology" | "signal">): Promise<void> {
  const { topology, signal } = place;
  const since = await serverTime(server, signal);
  for (;;) {
    const tables = await tablesWithRetiredParts(server, since, place);
    if (tables.length === 0) return;
    if (onCluster(topology) === "")
      await clearOldParts(server, storageDatabase(server.database, topology), tables, signal);
    await delay(POLL_MS, undefined, { signal });
  }
}

/** The server's own clock, in seconds since the epoch. */
async function serverTime(clickhouse: ClickHouse, signal: AbortSignal): Promise<number> {
  const row = z.object({ now: z.coerce.number() });
  const [answer] = await clickhouse.query("SELECT toUnixTimestamp(now()) AS now", {}, row, { signal });
  return answer?.now ?? 0;
}

async function tablesWithRetiredParts(
  clickhouse: ClickHouse,
  since: number,
  { topology, signal }: Pick<ErasurePlace, "topology" | "signal">,
): Promise<readonly string[]> {
  const isSpread = topology.kind === "cluster" && topology.ddl === "on_cluster";
  const parts = isSpread ? `clusterAllReplicas('${topology.name}', system.parts)` : "system.parts";
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
async function clearOldParts(
  clickhouse: ClickHouse,
  database: string,
  tables: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const table of tables) {
    await clickhouse.command(`ALTER TABLE ${database}.${table} DROP PARTITION ID 'none'`, {}, { signal });
  }
}
