import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";

/** How many inserts a table remembers by their tokens. */
export interface DeduplicationWindow {
  /** `database.table`. */
  readonly table: string;
  /** 0 where the table has no window of its own: a range that is replayed would be stored, or counted, twice. */
  readonly inserts: number;
}

const tableSchema = z.object({ database: z.string(), name: z.string(), engine_full: z.string() });

/** The windows of every table that holds rows, rollups too, on the server that is asked. Needs SELECT on `system.tables`. */
export async function readDeduplicationWindows(
  clickhouse: ClickHouse,
  signal: AbortSignal,
): Promise<readonly DeduplicationWindow[]> {
  const tables = await clickhouse.query(
    `SELECT database, name, engine_full FROM system.tables
     WHERE database IN ({database:String}, {database:String} || '_local') AND engine LIKE '%MergeTree'
     ORDER BY database, name`,
    { database: clickhouse.database },
    tableSchema,
    { signal },
  );
  return tables.map(({ database, name, engine_full: engine }) => ({
    table: `${database}.${name}`,
    inserts: Number(/replicated_deduplication_window = (\d+)/.exec(engine)?.[1] ?? 0),
  }));
}
