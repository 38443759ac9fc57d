import { ParapetError } from "@parapet/runtime";

import type { MigrationFile } from "./migration-file.ts";

/** One statement that was applied. */
export interface JournalEntry {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  /** Position within its file, from 0. */
  readonly statement: number;
}

/** A statement still to be applied, and the entry that will say so. */
export interface PlannedStatement {
  readonly entry: JournalEntry;
  readonly sql: string;
}

/**
 * What is left to do, in order. Refuses a journal that this program does not understand, because what follows would
 * be built on tables that nobody here has seen.
 */
export function planMigrations(
  files: readonly MigrationFile[],
  journal: readonly JournalEntry[],
): readonly PlannedStatement[] {
  const applied = new Set<string>();
  for (const entry of journal) {
    refuseUnknown(entry, files);
    applied.add(`${entry.version}/${entry.statement}`);
  }
  return files.flatMap((file) =>
    file.statements
      .map((sql, statement) => ({
        sql,
        entry: { version: file.version, name: file.name, checksum: file.checksum, statement },
      }))
      .filter(({ entry }) => !applied.has(`${entry.version}/${entry.statement}`)),
  );
}

function refuseUnknown(entry: JournalEntry, files: readonly MigrationFile[]): void {
  const file = files[entry.version - 1];
  const label = `${String(entry.version).padStart(4, "0")}_${entry.name}`;
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
