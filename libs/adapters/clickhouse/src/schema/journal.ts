import { randomUUID } from "node:crypto";

import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import type { Journal, JournalEntry, MigrationAttempt } from "./journal-entry.ts";
import { onCluster, type Topology } from "./topology.ts";

const tables: Readonly<Record<string, string>> = {
  // In this form since the first release: every program must be able to read it.
  migrations: `
  version UInt32,
  name String,
  checksum String,
  statement UInt32,
  applied_at DateTime('UTC') DEFAULT now('UTC')
) {engine}
ORDER BY (version, statement)`,
  migration_attempts: `
  version UInt32,
  name String,
  checksum String,
  statement UInt32,
  digest String,
  attempt UInt32,
  event LowCardinality(String),
  error LowCardinality(String),
  at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
) {engine}
ORDER BY (version, statement, attempt)`,
  migration_lock: `
  generation UInt32,
  owner String,
  event LowCardinality(String),
  at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
) {engine}
ORDER BY (generation, event)`,
};

/**
 * Not migrations themselves: they have to exist before the first. Where one run changes every server, all servers
 * share one journal, so its path names no shard; otherwise each has its own.
 */
export function journalStatements(topology: Topology): readonly string[] {
  const isShared = topology.kind === "cluster" && topology.ddl === "on_cluster";
  const engine = isShared
    ? "ReplicatedMergeTree('/clickhouse/parapet/{database}/journal/{table}', '{shard}-{replica}')"
    : "MergeTree";
  const window = isShared ? "replicated_deduplication_window" : "non_replicated_deduplication_window";
  return Object.entries(tables).map(([table, definition]) => {
    const body = definition.replace("{engine}", `\nENGINE = ${engine}`);
    return `CREATE TABLE IF NOT EXISTS ${table}${onCluster(topology)} (${body}\nSETTINGS ${window} = 10000`;
  });
}

const entrySchema = z.object({ version: z.number(), name: z.string(), checksum: z.string(), statement: z.number() });
const appliedSchema = entrySchema.extend({ applied_at: z.string() });
const attemptSchema = entrySchema.extend({
  digest: z.string(),
  attempt: z.number(),
  event: z.enum(["began", "failed", "cleared"]),
  error: z.string(),
});

/** Everything that the journal says; nothing where there is none yet. Needs no more than SELECT. */
export async function readJournal(clickhouse: ClickHouse, signal?: AbortSignal): Promise<Journal> {
  const options = signal === undefined ? {} : { signal };
  const [applied, attempts] = await Promise.all([
    whereItExists(() =>
      clickhouse.query(
        // Written twice after a crash between the two writes of one statement: the first counts.
        `SELECT version, name, checksum, statement, min(migrations.applied_at) AS applied_at FROM migrations
         GROUP BY version, name, checksum, statement ORDER BY version, statement`,
        {},
        appliedSchema,
        options,
      ),
    ),
    whereItExists(() =>
      clickhouse.query(
        `SELECT DISTINCT version, name, checksum, statement, digest, attempt, event, error FROM migration_attempts
         ORDER BY version, statement, attempt, indexOf(['began', 'failed', 'cleared'], event)`,
        {},
        attemptSchema,
        options,
      ),
    ),
  ]);
  return { applied, attempts };
}

async function whereItExists<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ParapetError && error.code === "store_schema") return [];
    throw error;
  }
}

/** Says that a statement is applied. */
export async function writeApplied(clickhouse: ClickHouse, entry: JournalEntry, signal: AbortSignal): Promise<void> {
  const { version, name, checksum, statement } = entry;
  await write(clickhouse, "migrations", { version, name, checksum, statement }, signal);
}

export async function writeAttempt(
  clickhouse: ClickHouse,
  attempt: MigrationAttempt,
  signal: AbortSignal,
): Promise<void> {
  await write(clickhouse, "migration_attempts", attempt, signal);
}

/** A fresh token: one made of the row would drop it silently where somebody had deleted and now writes it again. */
async function write(clickhouse: ClickHouse, table: string, row: object, signal: AbortSignal): Promise<void> {
  await clickhouse.insert(table, [row], { token: randomUUID(), signal });
}
