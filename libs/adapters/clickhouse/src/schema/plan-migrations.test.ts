import { describe, expect, test } from "vitest";

import type { MigrationFile } from "./migration-file.ts";
import type { AppliedEntry, Journal, MigrationAttempt } from "./journal-entry.ts";
import { planMigrations } from "./plan-migrations.ts";

const files: readonly MigrationFile[] = [
  { version: 1, name: "first", checksum: "c1", statements: ["A", "B"] },
  { version: 2, name: "second", checksum: "c2", statements: ["C"] },
];
const entry = (version: number, statement: number, checksum = `c${version}`): AppliedEntry => ({
  version,
  name: version === 1 ? "first" : "second",
  checksum,
  statement,
  applied_at: "2026-11-20T10:00:00Z",
});
const journal = (applied: readonly AppliedEntry[], attempts: readonly MigrationAttempt[] = []): Journal => ({
  applied,
  attempts,
});
const attempt = (event: MigrationAttempt["event"], checksum = "c1"): MigrationAttempt => ({
  version: 1,
  name: "first",
  checksum,
  statement: 0,
  digest: "",
  attempt: 1,
  event,
  error: "",
});

describe("a migration plan", () => {
  test.each([
    ["everything on an empty journal", [], ["A", "B", "C"]],
    ["the rest of a file that was cut short", [entry(1, 0)], ["B", "C"]],
    ["a statement left out in the middle", [entry(1, 0), entry(2, 0)], ["B"]],
    ["nothing when all is applied", [entry(1, 0), entry(1, 1), entry(2, 0)], []],
  ])("holds %s", (_label, applied, statements) => {
    expect(planMigrations(files, journal(applied)).map(({ sql }) => sql)).toEqual(statements);
  });

  test("refuses a schema that is newer than the program", () => {
    expect(() => planMigrations(files, journal([entry(3, 0)]))).toThrow(
      expect.objectContaining({ code: "schema_newer" }),
    );
  });

  test("refuses a file that was edited after it was applied", () => {
    expect(() => planMigrations(files, journal([entry(1, 0, "other")]))).toThrow(
      expect.objectContaining({ code: "schema_edited" }),
    );
  });

  test.each([
    ["one that was interrupted", [attempt("began")], ["A", "B", "C"]],
    ["one that failed, also under another text", [attempt("began", "old"), attempt("failed", "old")], ["A", "B", "C"]],
    ["one that a repair has cleared", [attempt("began", "old"), attempt("cleared", "old")], ["A", "B", "C"]],
  ])("tries a statement again: %s", (_label, attempts, statements) => {
    expect(planMigrations(files, journal([], attempts)).map(({ sql }) => sql)).toEqual(statements);
  });

  test("leaves a statement that began under another text, and never ended, to a repair", () => {
    expect(() => planMigrations(files, journal([], [attempt("began", "old")]))).toThrow(
      expect.objectContaining({ code: "schema_half_run" }),
    );
  });
});
