import { ParapetError } from "@parapet/runtime";

import type { ClickHouse } from "../clickhouse.ts";
import { lastAttempts, migrationLabel, statementKey, type Journal, type MigrationAttempt } from "./journal-entry.ts";
import { readJournal } from "./journal.ts";
import { loadMigrations, migrationsFolder, type MigrationFile } from "./migration-file.ts";
import { planMigrations } from "./plan-migrations.ts";

export interface MigrationStatus {
  /** Newest version of which anything was applied; 0 for none. */
  readonly currentVersion: number;
  readonly latestVersion: number;
  /** Files with statements left to apply, as `0001_spans`. */
  readonly pending: readonly string[];
}

/**
 * What a schema is to a program: the one it was made for, older, newer in a way that it can serve, newer in a way that
 * it cannot, or of files with another text.
 */
export type SchemaCondition = "schema_current" | "schema_outdated" | "schema_ahead" | "schema_newer" | "schema_edited";

export interface SchemaReport extends MigrationStatus {
  readonly condition: SchemaCondition;
  /** Every migration that the program or the journal knows. */
  readonly migrations: readonly MigrationReport[];
}

interface MigrationReport {
  readonly version: number;
  readonly name: string;
  /** Whether the file has the text that was applied; `unknown` without a file. */
  readonly checksum: "same" | "changed" | "unknown";
  readonly statements: readonly StatementReport[];
}

interface StatementReport {
  /** Position within the file, from 0. */
  readonly statement: number;
  /** `interrupted`: it began, and nobody knows how it ended. */
  readonly state: "applied" | "pending" | "interrupted" | "failed";
  /** When it was applied; null while it is not. */
  readonly appliedAt: string | null;
  readonly attempts: number;
  /** Code of the last failure; empty for none. */
  readonly error: string;
}

/** Where the schema stands, whatever that is; needs no more than SELECT. */
export async function reportSchema(
  clickhouse: ClickHouse,
  { folder = migrationsFolder, signal }: { readonly folder?: string; readonly signal?: AbortSignal } = {},
): Promise<SchemaReport> {
  const [files, journal] = await Promise.all([loadMigrations(folder), readJournal(clickhouse, signal)]);
  return describeSchema(files, journal);
}

export function describeSchema(files: readonly MigrationFile[], journal: Journal): SchemaReport {
  const unknown = new Map(
    journal.applied.filter(({ version }) => version > files.length).map(({ version, name }) => [version, name]),
  );
  const migrations = [
    ...files.map((file) => describeFile(file, journal)),
    ...[...unknown].map(([version, name]) => describeUnknown({ version, name }, journal)),
  ];
  const pending = migrations.filter(({ statements }) => statements.some(({ state }) => state !== "applied"));
  return {
    currentVersion: Math.max(0, ...journal.applied.map(({ version }) => version)),
    latestVersion: files.length,
    pending: pending.map(migrationLabel),
    condition: conditionOf(migrations),
    migrations,
  };
}

/** A file of this name takes something away: programs that do not know it cannot serve any more. */
const contracting = /^contract_/;

function conditionOf(migrations: readonly MigrationReport[]): SchemaCondition {
  if (migrations.some(({ checksum }) => checksum === "changed")) return "schema_edited";
  const unknown = migrations.filter(({ checksum }) => checksum === "unknown");
  if (unknown.some(({ name }) => contracting.test(name))) return "schema_newer";
  if (migrations.some(({ statements }) => statements.some(({ state }) => state !== "applied")))
    return "schema_outdated";
  return unknown.length > 0 ? "schema_ahead" : "schema_current";
}

function describeFile(file: MigrationFile, journal: Journal): MigrationReport {
  const { version, name, checksum } = file;
  const entries = journal.applied.filter((entry) => entry.version === version);
  const isChanged = entries.some((entry) => entry.checksum !== checksum);
  return {
    version,
    name,
    checksum: isChanged ? "changed" : "same",
    statements: file.statements.map((_, statement) => describeStatement(version, statement, journal)),
  };
}

function describeUnknown({ version, name }: { version: number; name: string }, journal: Journal): MigrationReport {
  const statements = journal.applied
    .filter((entry) => entry.version === version)
    .map(({ statement }) => describeStatement(version, statement, journal));
  return { version, name, checksum: "unknown", statements };
}

function describeStatement(version: number, statement: number, journal: Journal): StatementReport {
  const key = statementKey({ version, statement });
  const applied = journal.applied.find((entry) => statementKey(entry) === key);
  const attempts = journal.attempts.filter(
    (attempt) => attempt.event === "began" && statementKey(attempt) === key,
  ).length;
  const last = lastAttempts(journal).get(key);
  if (applied !== undefined) return { statement, state: "applied", appliedAt: applied.applied_at, attempts, error: "" };
  return { statement, state: stateAfter(last), appliedAt: null, attempts, error: last?.error ?? "" };
}

function stateAfter(last: MigrationAttempt | undefined): StatementReport["state"] {
  if (last === undefined || last.event === "cleared") return "pending";
  return last.event === "failed" ? "failed" : "interrupted";
}

/**
 * How far the schema is; needs no more than SELECT.
 *
 * @throws ParapetError `schema_newer` or `schema_edited`.
 */
export async function migrationStatus(
  clickhouse: ClickHouse,
  folder: string = migrationsFolder,
): Promise<MigrationStatus> {
  const [files, journal] = await Promise.all([loadMigrations(folder), readJournal(clickhouse)]);
  planMigrations(files, journal);
  const { currentVersion, latestVersion, pending } = describeSchema(files, journal);
  return { currentVersion, latestVersion, pending };
}

/**
 * Refuses a schema that this program cannot serve; one that is only ahead of it is fine, because changes first expand.
 *
 * @throws ParapetError `schema_outdated`, `schema_newer` or `schema_edited`.
 */
export function requireSchema({ condition, pending, latestVersion }: SchemaReport): void {
  switch (condition) {
    case "schema_current":
    case "schema_ahead":
      return;
    case "schema_outdated":
      throw new ParapetError(condition, `the store lacks ${pending.join(", ")}; run \`parapet migrate up\``);
    case "schema_newer":
      throw new ParapetError(
        condition,
        `the store has lost what this program needs: its schema is beyond version ${latestVersion}; run a newer Parapet`,
      );
    case "schema_edited":
      throw new ParapetError(
        condition,
        "the store was migrated by files of another text; run the version of Parapet that migrated it",
      );
  }
  condition satisfies never;
}
