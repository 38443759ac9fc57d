import { describe, expect, test } from "vitest";

import type { MigrationFile } from "./migration-file.ts";
import { planMigrations, type JournalEntry } from "./plan-migrations.ts";

const files: readonly MigrationFile[] = [
  { version: 1, name: "first", checksum: "c1", statements: ["A", "B"] },
  { version: 2, name: "second", checksum: "c2", statements: ["C"] },
];
const entry = (version: number, statement: number, checksum = `c${version}`): JournalEntry => ({
  version,
  name: version === 1 ? "first" : "second",
  checksum,
  statement,
});

describe("a migration plan", () => {
  test.each([
    ["everything on an empty journal", [], ["A", "B", "C"]],
    ["the rest of a file that was cut short", [entry(1, 0)], ["B", "C"]],
    ["a statement left out in the middle", [entry(1, 0), entry(2, 0)], ["B"]],
    ["nothing when all is applied", [entry(1, 0), entry(1, 1), entry(2, 0)], []],
  ])("holds %s", (_label, journal, statements) => {
    expect(planMigrations(files, journal).map(({ sql }) => sql)).toEqual(statements);
  });

  test("refuses a schema that is newer than the program", () => {
    expect(() => planMigrations(files, [entry(3, 0)])).toThrow(expect.objectContaining({ code: "schema_newer" }));
  });

  test("refuses a file that was edited after it was applied", () => {
    expect(() => planMigrations(files, [entry(1, 0, "other")])).toThrow(
      expect.objectContaining({ code: "schema_edited" }),
    );
  });
});
