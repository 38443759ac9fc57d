import {
  clickhouseAddress,
  createClickHouse,
  findEngineLibrary,
  hasClickHouseAddress,
  readDeduplicationWindows,
  readSystemLogTables,
  reportSchema,
  requireServer,
  type ClickHouse,
  type SchemaReport,
} from "@parapet/clickhouse";
import { isSet, type Environment } from "@parapet/runtime";

import { readConnection } from "../all-in-one/connection-file.ts";
import { connectStore } from "../connect-store.ts";
import { dataFolders } from "../settings/data-folder.ts";

const DEADLINE_MS = 10_000;

/** Whether the server answers its users, is new enough, and deduplicates what they insert. */
export async function examineClickHouse(env: Environment): Promise<string> {
  if (!hasClickHouseAddress(env)) {
    findEngineLibrary();
    return "the embedded server can run here";
  }
  const roles = ["ingest", "read"] as const;
  const [ingest, read] = roles.map((role) => createClickHouse(clickhouseAddress(role, env)));
  try {
    for (const store of [ingest, read]) await store?.ping(AbortSignal.timeout(DEADLINE_MS));
    if (ingest !== undefined) await requireServer(ingest, AbortSignal.timeout(DEADLINE_MS));
    return `answers the users ${roles.join(" and ")}; version and settings can be used`;
  } finally {
    await Promise.all([ingest?.close(), read?.close()]);
  }
}

/** Where the schema stands, and what lies between it and what this version needs. */
export function examineSchema(env: Environment): Promise<string> {
  return withRunning("read", env, async (store) => {
    const report = await reportSchema(store, { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (report.condition === "schema_current") return `version ${report.currentVersion}, the newest`;
    if (report.condition === "schema_ahead") {
      return `version ${report.currentVersion}, ahead of this program's ${report.latestVersion}, which it can serve`;
    }
    throw new Error(`${report.condition}: ${whatIsMissing(report)}; run \`parapet migrate status\``);
  });
}

function whatIsMissing({ condition, pending, migrations, latestVersion }: SchemaReport): string {
  if (condition === "schema_newer") return `a newer release has taken away what version ${latestVersion} needs`;
  if (condition === "schema_edited") return "it was migrated by files of another text";
  const states = migrations.flatMap(({ statements }) => statements.map(({ state }) => state));
  const count = (state: string): number => states.filter((one) => one === state).length;
  return (
    `${pending.join(", ")}: ${count("pending")} statements pending, ` +
    `${count("failed")} failed, ${count("interrupted")} interrupted`
  );
}

/** A table without a window of its own stores a replayed range twice, or counts it twice. */
export function examineWindows(env: Environment): Promise<string> {
  return withRunning("read", env, async (store) => {
    const windows = await readDeduplicationWindows(store, AbortSignal.timeout(DEADLINE_MS));
    const forgetful = windows.filter(({ inserts }) => inserts === 0).map(({ table }) => table);
    if (forgetful.length === 0) {
      const least = Math.min(...windows.map(({ inserts }) => inserts));
      return windows.length === 0
        ? "there are no tables yet"
        : `${windows.length} tables remember ${least} inserts or more`;
    }
    const statements = forgetful.map(
      (table) => `ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window = 10000`,
    );
    throw new Error(`${forgetful.join(", ")} would double what is replayed; run: ${statements.join("; ")}`);
  });
}

/** Logs may take as much as the data before that is worth a word, and this much in any case. */
const UNREMARKABLE_BYTES = 1024 ** 3;

/** The server's tables about itself grow for ever by default, and beyond the data. */
export async function examineSystemLogs(env: Environment): Promise<string> {
  if (hasClickHouseAddress(env) && !isSet("PARAPET_CLICKHOUSE_MIGRATE_USER", env)) {
    return "not examined: only the user migrate sees them; set PARAPET_CLICKHOUSE_MIGRATE_USER";
  }
  return withRunning("migrate", env, async (store) => {
    const { logs, dataBytes } = await readSystemLogTables(store, AbortSignal.timeout(DEADLINE_MS));
    const repairs = logs.flatMap(({ name, hasTtl, isLeftOver }) => {
      if (isLeftOver) return [`DROP TABLE system.${name}`];
      return hasTtl ? [] : [`ALTER TABLE system.${name} MODIFY TTL event_date + INTERVAL 7 DAY`];
    });
    const logBytes = logs.reduce((sum, { bytes }) => sum + bytes, 0);
    const sizes = `${logs.length} tables of ${mebibytes(logBytes)} beside ${mebibytes(dataBytes)} of data`;
    if (repairs.length > 0) throw new Error(`${sizes}; some are kept for ever. ${remedy} ${repairs.join("; ")}`);
    if (logBytes > Math.max(dataBytes, UNREMARKABLE_BYTES)) {
      throw new Error(`${sizes}: they have outgrown it; shorten their TTL in the server's configuration`);
    }
    return `${sizes}, each kept for days only`;
  });
}

const remedy =
  "Put charts/parapet/files/clickhouse-system-logs.xml into the server's config.d, and for the rows of now, as an administrator, run:";

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}

/** Asks the server that the settings name, or the embedded one where it runs. */
async function withRunning(
  role: "read" | "migrate",
  env: Environment,
  ask: (store: ClickHouse) => Promise<string>,
): Promise<string> {
  const { data, demo } = dataFolders(env);
  const isRunning = [data, demo].some((folder) => readConnection(folder) !== null);
  if (!hasClickHouseAddress(env) && !isRunning) return "not examined: the embedded server does not run now";
  const store = await connectStore(role, env);
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}
