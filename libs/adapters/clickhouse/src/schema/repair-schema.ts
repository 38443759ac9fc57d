import type { ClickHouse } from "../clickhouse.ts";
import { withCheckDatabase } from "./check-database.ts";
import { lastAttempts, migrationLabel, statementKey, type Journal, type MigrationAttempt } from "./journal-entry.ts";
import { journalStatements, readJournal, writeAttempt } from "./journal.ts";
import type { MigrateOptions } from "./migrate.ts";
import { loadMigrations, migrationsFolder, type MigrationFile } from "./migration-file.ts";
import { defaultLockTimings, withMigrationLock } from "./migration-lock.ts";
import { refuseUnknown } from "./plan-migrations.ts";
import { renderStatement } from "./render-statement.ts";
import {
  differenceOf,
  readSnapshot,
  retentionDifferences,
  type RetentionDifference,
  type SchemaDifference,
  type SchemaSnapshot,
} from "./schema-snapshot.ts";
import { requireServer } from "./server-requirements.ts";
import { singleServer } from "./topology.ts";

export interface RepairReport {
  /** Statements that may be run again, as `0009_spend/2`: what is there is what was before them or what they make. */
  readonly cleared: readonly string[];
  /** What is there and differs from what migrations make; nothing of it was changed. */
  readonly differences: readonly SchemaDifference[];
  /** What is kept for another time than migrations say, as retention is for the operator to set. */
  readonly retention: readonly RetentionDifference[];
}

const deadlineMs = 600_000;

/**
 * Looks at what is really there, and clears the attempts that `migrate` cannot judge. The migrations run once more in an
 * empty database beside the real one, so that the server itself says what each statement makes: what a half-run one
 * touches must be as it was before, or as it should be after, part by part; the next `migrate` then runs it again. Where
 * it is neither, the attempt stays and the difference is reported, as is every other one. The real schema is not changed.
 */
export async function repairSchema(clickhouse: ClickHouse, options: MigrateOptions): Promise<RepairReport> {
  const { topology = singleServer, folder = migrationsFolder, signal = AbortSignal.timeout(deadlineMs) } = options;
  await requireServer(clickhouse, signal);
  const files = await loadMigrations(folder);
  for (const sql of journalStatements(topology)) await clickhouse.command(sql, {}, { signal });
  const lock = { timings: options.lockTimings ?? defaultLockTimings, signal };
  return withMigrationLock(clickhouse, lock, async ({ assertHeld }) => {
    const journal = await readJournal(clickhouse, signal);
    for (const entry of journal.applied) refuseUnknown(entry, files);
    const found = await readSnapshot(clickhouse, topology, signal);
    const stages = await withCheckDatabase(clickhouse, signal, (check) => replay(check, { files, journal, signal }));
    const report = judge(stages, found);
    await assertHeld();
    for (const { attempt } of report.cleared) {
      await writeAttempt(clickhouse, { ...attempt, event: "cleared", error: "" }, signal);
    }
    const cleared = report.cleared.map(({ attempt }) => `${migrationLabel(attempt)}/${attempt.statement + 1}`);
    const retention = retentionDifferences(stages.begun.at(-1)?.after ?? stages.applied, found);
    return { cleared, differences: report.differences, retention };
  });
}

/** What the migrations make: all that was applied, and then, one by one, what was begun. */
interface Stages {
  readonly applied: SchemaSnapshot;
  readonly begun: readonly Stage[];
}

interface Stage {
  readonly attempt: MigrationAttempt;
  readonly before: SchemaSnapshot;
  readonly after: SchemaSnapshot;
}

interface Replay {
  readonly files: readonly MigrationFile[];
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

async function replay(check: ClickHouse, { files, journal, signal }: Replay): Promise<Stages> {
  const run = async (sql: string): Promise<void> => {
    for (const rendered of renderStatement(sql, singleServer, check.database)) {
      await check.command(rendered.sql, {}, { signal });
    }
  };
  const applied = new Set(journal.applied.map(statementKey));
  const attempts = lastAttempts(journal);
  const statements = files.flatMap(({ version, statements: texts }) =>
    texts.map((sql, statement) => ({ sql, key: statementKey({ version, statement }) })),
  );
  for (const { sql, key } of statements) if (applied.has(key)) await run(sql);
  const snapshot = await readSnapshot(check, singleServer, signal);
  const begun: Stage[] = [];
  let before = snapshot;
  for (const { sql, key } of statements) {
    const attempt = attempts.get(key);
    if (applied.has(key) || attempt === undefined || attempt.event === "cleared") continue;
    await run(sql);
    const after = await readSnapshot(check, singleServer, signal);
    begun.push({ attempt, before, after });
    before = after;
  }
  return { applied: snapshot, begun };
}

function judge(stages: Stages, found: SchemaSnapshot): { cleared: Stage[]; differences: SchemaDifference[] } {
  const cleared: Stage[] = [];
  const differences = new Map<string, SchemaDifference>();
  const touched = new Set<string>();
  for (const stage of stages.begun) {
    const objects = namesOf(stage.before, stage.after).filter((name) => differenceOf(name, stage.before, stage.after));
    const faults = objects.filter((name) => !isEither(name, stage, found));
    for (const name of objects) touched.add(name);
    for (const name of faults) {
      const difference = differenceOf(name, stage.after, found);
      if (difference !== null) differences.set(name, difference);
    }
    if (faults.length === 0) cleared.push(stage);
  }
  for (const name of namesOf(stages.applied, found)) {
    const difference = touched.has(name) ? null : differenceOf(name, stages.applied, found);
    if (difference !== null) differences.set(name, difference);
  }
  return { cleared, differences: [...differences.values()] };
}

function isEither(name: string, { before, after }: Stage, found: SchemaSnapshot): boolean {
  return differenceOf(name, before, found) === null || differenceOf(name, after, found) === null;
}

function namesOf(...snapshots: readonly SchemaSnapshot[]): readonly string[] {
  return [...new Set(snapshots.flatMap((snapshot) => [...snapshot.keys()]))].sort();
}
