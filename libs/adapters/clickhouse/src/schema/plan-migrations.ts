import { ParapetError } from "@parapet/runtime";

import { lastAttempts, migrationLabel, statementKey } from "./journal-entry.ts";
import type { Journal, JournalEntry, MigrationAttempt } from "./journal-entry.ts";
import type { MigrationFile } from "./migration-file.ts";

/** A statement still to be applied, and the entry that will say so. */
export interface PlannedStatement {
  readonly entry: JournalEntry;
  readonly sql: string;
  /** The last attempt at it; null where it was never begun. */
  readonly attempt: MigrationAttempt | null;
}

/**
 * What is left to do, in order.
 *
 * @throws ParapetError `schema_newer` or `schema_edited` for a journal that this program does not understand: what
 * follows would be built on tables that nobody here has seen. `schema_half_run` when a statement began under another
 * text than it has now: what it left behind is for `repairSchema` to look at.
 */
export function planMigrations(files: readonly MigrationFile[], journal: Journal): readonly PlannedStatement[] {
  for (const entry of journal.applied) refuseUnknown(entry, files);
  const applied = new Set(journal.applied.map(statementKey));
  const attempts = lastAttempts(journal);
  const planned = files.flatMap((file) =>
    file.statements
      .map((sql, statement) => ({
        sql,
        entry: { version: file.version, name: file.name, checksum: file.checksum, statement },
      }))
      .filter(({ entry }) => !applied.has(statementKey(entry)))
      .map((left) => ({ ...left, attempt: attempts.get(statementKey(left.entry)) ?? null })),
  );
  for (const { entry, attempt } of planned) refuseHalfRun(entry, attempt);
  return planned;
}

/** @throws ParapetError `schema_newer` or `schema_edited`. */
export function refuseUnknown(entry: JournalEntry, files: readonly MigrationFile[]): void {
  const file = files[entry.version - 1];
  const label = migrationLabel(entry);
  if (file === undefined) {
    throw new ParapetError(
      "schema_newer",
      `the schema has migration ${label}, this program ends at ${files.length}; run a version of Parapet that knows it`,
    );
  }
  if (file.checksum !== entry.checksum) {
    throw new ParapetError(
      "schema_edited",
      `migration ${label} was edited after it was applied; restore the file and put the change into a new migration`,
    );
  }
}

/** A failed statement has left nothing behind; one that only began may have left anything of its own text. */
function refuseHalfRun(entry: JournalEntry, attempt: MigrationAttempt | null): void {
  if (attempt?.event !== "began" || attempt.checksum === entry.checksum) return;
  throw new ParapetError(
    "schema_half_run",
    `statement ${entry.statement + 1} of migration ${migrationLabel(entry)} began with another text than it has now, ` +
      "and never ended; run `parapet migrate repair`",
  );
}
