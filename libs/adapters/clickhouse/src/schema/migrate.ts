import { createHash } from "node:crypto";

import { errorCode, type Logger } from "@parapet/runtime";

import type { ClickHouse } from "../clickhouse.ts";
import { isRetryable } from "../store-error.ts";
import { migrationLabel, type MigrationAttempt } from "./journal-entry.ts";
import { journalStatements, readJournal, writeApplied, writeAttempt } from "./journal.ts";
import { loadMigrations, migrationsFolder, type MigrationFile } from "./migration-file.ts";
import { defaultLockTimings, withMigrationLock, type LockTimings } from "./migration-lock.ts";
import { planMigrations, type PlannedStatement } from "./plan-migrations.ts";
import { renderStatement, type RenderedStatement } from "./render-statement.ts";
import { migrationStatus, type MigrationStatus } from "./schema-report.ts";
import { requireCluster, requireGrants, requireServer } from "./server-requirements.ts";
import { onCluster, singleServer, storageDatabase, type Topology } from "./topology.ts";

export interface MigrateOptions {
  readonly log: Logger;
  /** Default: one server. */
  readonly topology?: Topology;
  /** Default: the migrations of this package. */
  readonly folder?: string;
  readonly lockTimings?: LockTimings;
  readonly signal?: AbortSignal;
}

/** A statement that `migrate` would run now, as the server gets it. */
export interface PlannedSql extends RenderedStatement {
  /** `0001_spans`; empty for what is made before the first migration. */
  readonly migration: string;
  /** Position within its file, from 0. */
  readonly statement: number;
}

const deadlineMs = 3_600_000;

/**
 * Brings the schema to the newest version. ClickHouse has no transactions for DDL, so every statement may be repeated
 * and is journalled by itself, before it runs and after: after a crash, the next run goes on where this one ended. Only
 * one run at a time changes anything.
 *
 * @throws ParapetError before anything is changed: `unsupported_server`, `unsupported_settings`, `missing_grants`,
 * `unknown_cluster`; `schema_newer`, `schema_edited`, `schema_half_run`; `migration_locked`.
 */
export async function migrate(clickhouse: ClickHouse, options: MigrateOptions): Promise<MigrationStatus> {
  const { topology = singleServer, folder = migrationsFolder, signal = AbortSignal.timeout(deadlineMs) } = options;
  await requireServer(clickhouse, signal);
  const files = await loadMigrations(folder);
  const planned = planMigrations(files, await readJournal(clickhouse, signal));
  if (planned.length > 0) {
    await requireGrants(clickhouse, topology, signal);
    await requireCluster(clickhouse, topology, signal);
    await migrateFiles(clickhouse, files, { ...options, topology, signal });
  }
  return migrationStatus(clickhouse, folder);
}

/**
 * What `migrate` would run, in order and word for word; changes nothing.
 *
 * @throws ParapetError as `migrate` does.
 */
export async function planSchema(
  clickhouse: ClickHouse,
  options: Pick<MigrateOptions, "topology" | "folder" | "signal"> = {},
): Promise<readonly PlannedSql[]> {
  const { topology = singleServer, folder = migrationsFolder, signal } = options;
  await requireServer(clickhouse, signal);
  const planned = planMigrations(await loadMigrations(folder), await readJournal(clickhouse, signal));
  if (planned.length === 0) return [];
  const { database } = clickhouse;
  return [
    ...preparation(database, topology).map((rendered, statement) => ({ migration: "", statement, ...rendered })),
    ...planned.flatMap(({ sql, entry }) =>
      renderStatement(sql, topology, database).map((rendered) => ({
        migration: migrationLabel(entry),
        statement: entry.statement,
        ...rendered,
      })),
    ),
  ];
}

/** What has to be there before the first migration: databases, the journal and the lock. */
function preparation(database: string, topology: Topology): readonly RenderedStatement[] {
  const databases = [...new Set([database, storageDatabase(database, topology)])];
  return [
    ...databases.map((name) => ({
      database: "default", // The request must name a database that exists, and this one always does.
      sql: `CREATE DATABASE IF NOT EXISTS ${name}${onCluster(topology)}`,
    })),
    ...journalStatements(topology).map((sql) => ({ database, sql })),
  ];
}

interface Run extends MigrateOptions {
  readonly topology: Topology;
  readonly signal: AbortSignal;
}

async function migrateFiles(clickhouse: ClickHouse, files: readonly MigrationFile[], run: Run): Promise<void> {
  const { topology, signal, lockTimings: timings = defaultLockTimings } = run;
  const { database } = clickhouse;
  const clients = new Map(
    ["default", database, storageDatabase(database, topology)].map((name) => [name, clickhouse.withDatabase(name)]),
  );
  const execute = async (rendered: readonly RenderedStatement[]): Promise<void> => {
    for (const { database: name, sql } of rendered) await clients.get(name)?.command(sql, {}, { signal, settings });
  };
  try {
    await execute(preparation(database, topology));
    await withMigrationLock(clickhouse, { timings, signal }, async ({ assertHeld }) => {
      // Read again: whoever held the lock before may have done it all.
      for (const planned of planMigrations(files, await readJournal(clickhouse, signal))) {
        await assertHeld();
        await applyStatement(clickhouse, planned, { ...run, execute });
      }
    });
  } finally {
    await Promise.all([...clients.values()].map((client) => client.close()));
  }
}

/** On a cluster: a statement is done when every server has done it. */
const settings = { alter_sync: 2, mutations_sync: 2, distributed_ddl_output_mode: "throw" };

interface StatementRun extends Run {
  readonly execute: (rendered: readonly RenderedStatement[]) => Promise<void>;
}

async function applyStatement(clickhouse: ClickHouse, planned: PlannedStatement, run: StatementRun): Promise<void> {
  const { topology, signal, log, execute } = run;
  const { entry } = planned;
  const rendered = renderStatement(planned.sql, topology, clickhouse.database);
  const began: MigrationAttempt = {
    ...entry,
    digest: digestOf(rendered),
    attempt: (planned.attempt?.attempt ?? 0) + 1,
    event: "began",
    error: "",
  };
  await writeAttempt(clickhouse, began, signal);
  try {
    await execute(rendered);
  } catch (error) {
    // An answer that never came says nothing of what was done: that attempt stays one that only began.
    if (!isRetryable(error) && !signal.aborted) {
      await writeAttempt(clickhouse, { ...began, event: "failed", error: errorCode(error) }, signal);
    }
    throw error;
  }
  await writeApplied(clickhouse, entry, signal);
  log.info("migration applied", { version: entry.version, name: entry.name, statement: entry.statement });
}

function digestOf(rendered: readonly RenderedStatement[]): string {
  const hash = createHash("sha256");
  for (const { database, sql } of rendered) hash.update(`${database}\n${sql}\n`);
  return hash.digest("hex");
}
