import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";

/** One of the server's tables about itself. */
interface SystemLogTable {
  readonly name: string;
  readonly bytes: number;
  /** Whether its rows leave by themselves. */
  readonly hasTtl: boolean;
  /** Left behind by the server when its definition changed: nothing writes to it any more. */
  readonly isLeftOver: boolean;
}

export interface SystemLogTables {
  readonly logs: readonly SystemLogTable[];
  /** Bytes of all users' tables, for comparison. */
  readonly dataBytes: number;
}

/** Needs SELECT on `system.*`: a user sees no tables that it may not read. */
export async function readSystemLogTables(clickhouse: ClickHouse, signal: AbortSignal): Promise<SystemLogTables> {
  const bytes = z.coerce.number();
  const [logs, data] = await Promise.all([
    clickhouse.query(
      `SELECT name, ifNull(total_bytes, 0) AS bytes, position(engine_full, ' TTL ') > 0 AS has_ttl FROM system.tables
       WHERE database = 'system' AND engine LIKE '%MergeTree' ORDER BY bytes DESC`,
      {},
      z.object({ name: z.string(), bytes, has_ttl: z.number() }),
      { signal },
    ),
    clickhouse.query(
      `SELECT sum(ifNull(total_bytes, 0)) AS bytes FROM system.tables
       WHERE database IN ({database:String}, {database:String} || '_local') AND engine LIKE '%MergeTree'`,
      { database: clickhouse.database },
      z.object({ bytes }),
      { signal },
    ),
  ]);
  return {
    logs: logs.map(({ name, bytes: size, has_ttl: hasTtl }) => ({
      name,
      bytes: size,
      hasTtl: hasTtl === 1,
      isLeftOver: /_\d+$/.test(name),
    })),
    dataBytes: data[0]?.bytes ?? 0,
  };
}
