/** One statement that was applied. */
export interface JournalEntry {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  /** Position within its file, from 0. */
  readonly statement: number;
}

export interface AppliedEntry extends JournalEntry {
  readonly applied_at: string;
}

/** What happened to one attempt at a statement that is, or was, not in the journal. */
export interface MigrationAttempt extends JournalEntry {
  /** SHA-256 of the statement as the server got it, hex. */
  readonly digest: string;
  /** Counts the attempts at this statement, from 1. */
  readonly attempt: number;
  readonly event: "began" | "failed" | "cleared";
  /** Code of the failure; empty for none. */
  readonly error: string;
}

/** What is known of the past: statements that were applied, and how they and others were tried, in order. */
export interface Journal {
  readonly applied: readonly AppliedEntry[];
  readonly attempts: readonly MigrationAttempt[];
}

/** Who holds, or held, the lock of a journal. */
export interface LockRow {
  /** Counts the holders, from 1; the highest holds it. */
  readonly generation: number;
  readonly owner: string;
  readonly event: "claimed" | "renewed" | "released";
}

/** `0001_spans`. */
export function migrationLabel({ version, name }: Pick<JournalEntry, "version" | "name">): string {
  return `${String(version).padStart(4, "0")}_${name}`;
}

/** Names a statement across its attempts. */
export function statementKey({ version, statement }: Pick<JournalEntry, "version" | "statement">): string {
  return `${version}/${statement}`;
}

/** The newest attempt at each statement, with its last event. */
export function lastAttempts({ attempts }: Journal): ReadonlyMap<string, MigrationAttempt> {
  return new Map(attempts.map((attempt) => [statementKey(attempt), attempt]));
}
