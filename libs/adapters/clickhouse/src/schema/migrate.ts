import type { Logger } from "@parapet/runtime";

import type { ClickHouse } from "../clickhouse.ts";
import { journalStatement, readJournal, writeJournal } from "./journal.ts";
import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { planMigrations } from "./plan-migrations.ts";
import { renderStatement, type EngineKind } from "./render-statement.ts";

export interface MigrateOptions {
  readonly log: Logger;
  /** Default `merge_tree`. */
  readonly engine?: EngineKind;
  /** Default: the migrations of this package. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

export interface MigrationStatus {
  /** Newest version of which anything was applied; 0 for none. */
  readonly currentVersion: number;
  readonly latestVersion: number;
  /** Files with statements left to apply, as `0001_spans`. */
  readonly pending: readonly string[];
}

const deadlineMs = 300_000;

/**
 * Brings the schema to the newest version. ClickHouse has no transactions for DDL, so every statement may be repeated
 * and is journalled by itself: after a crash, the next run goes on where this one ended.
 *
 * @throws ParapetError `schema_newer` or `schema_edited`, before anything is changed.
 */
export async function migrate(clickhouse: ClickHouse, options: MigrateOptions): Promise<MigrationStatus> {
  const { log, engine = "merge_tree", folder = migrationsFolder, signal = AbortSignal.timeout(deadlineMs) } = options;
  const files = await loadMigrations(folder);
  await clickhouse.createDatabase(signal);
  await clickhouse.command(renderStatement(journalStatement, engine), {}, { signal });
  for (const { sql, entry } of planMigrations(files, await readJournal(clickhouse, signal))) {
    await clickhouse.command(renderStatement(sql, engine), {}, { signal });
    await writeJournal(clickhouse, entry, signal);
    log.info("migration applied", { version: entry.version, name: entry.name, statement: entry.statement });
  }
  return migrationStatus(clickhouse, folder);
}

/** How far the schema is; needs no more than SELECT. Throws as `migrate` does. */
export async function migrationStatus(
  clickhouse: ClickHouse,
  folder: string = migrationsFolder,
): Promise<MigrationStatus> {
  const [files, journal] = await Promise.all([loadMigrations(folder), readJournal(clickhouse)]);
  const pending = planMigrations(files, journal).map(
    ({ entry }) => `${String(entry.version).padStart(4, "0")}_${entry.name}`,
  );
  return {
    currentVersion: Math.max(0, ...journal.map((entry) => entry.version)),
    latestVersion: files.length,
    pending: [...new Set(pending)],
  };
}
