import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";

/**
 * Runs `work` on an empty database beside that of `clickhouse`, on the same server, and removes it afterwards. It is
 * where migrations show what they make, to be compared with what is there.
 *
 * @throws ParapetError `missing_grants` where the user may not make it; `check_database_in_use` where a database of its
 * name holds rows, so that it is somebody's.
 */
export async function withCheckDatabase<T>(
  clickhouse: ClickHouse,
  signal: AbortSignal,
  work: (check: ClickHouse) => Promise<T>,
): Promise<T> {
  const name = `${clickhouse.database}_check`;
  await requireRights(clickhouse, name, signal);
  await requireEmpty(clickhouse, name, signal);
  const check = clickhouse.withDatabase(name);
  const drop = (): Promise<void> => clickhouse.command(`DROP DATABASE IF EXISTS ${name} SYNC`, {}, { signal });
  try {
    await drop(); // What a run that was killed has left.
    await check.createDatabase(signal);
    return await work(check);
  } finally {
    await drop().catch(() => undefined); // The next run begins with it.
    await check.close();
  }
}

async function requireRights(clickhouse: ClickHouse, name: string, signal: AbortSignal): Promise<void> {
  const rights = `CREATE DATABASE, DROP DATABASE, CREATE TABLE, CREATE VIEW, DROP VIEW, ALTER, INSERT, SELECT ON ${name}.*`;
  if (await clickhouse.isGranted(rights, signal)) return;
  throw new ParapetError(
    "missing_grants",
    `migrations show what they make in the database ${name}; as an administrator run: GRANT ALL ON ${name}.* TO …`,
  );
}

async function requireEmpty(clickhouse: ClickHouse, name: string, signal: AbortSignal): Promise<void> {
  const [found] = await clickhouse.query(
    "SELECT sum(ifNull(total_rows, 0)) AS rows FROM system.tables WHERE database = {name:String}",
    { name },
    z.object({ rows: z.coerce.number() }),
    { signal },
  );
  if ((found?.rows ?? 0) === 0) return;
  throw new ParapetError("check_database_in_use", `the database ${name} holds rows; rename or drop it yourself first`);
}
