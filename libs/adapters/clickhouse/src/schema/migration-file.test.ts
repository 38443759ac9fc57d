import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { loadMigrations, migrationsFolder, splitStatements } from "./migration-file.ts";

/** Each part of an ALTER says by itself that it may be applied again; what sets a type or a TTL sets the same again. */
function isRepeatable(sql: string): boolean {
  if (/^CREATE (?:(?:TABLE|MATERIALIZED VIEW) IF NOT EXISTS|OR REPLACE VIEW) /.test(sql)) return true;
  if (/^DROP (?:TABLE|VIEW) IF EXISTS /.test(sql)) return true;
  const change = /^ALTER TABLE \w+\s+(?<parts>[\s\S]+)$/.exec(sql)?.groups?.["parts"] ?? "";
  const parts = change.split(/,\n\s+(?=[A-Z]+ [A-Z]+ )/);
  return parts.every((part) => /^(?:ADD (?:COLUMN|INDEX) IF NOT EXISTS|MODIFY (?:COLUMN|TTL|SETTING))\s/.test(part));
}

describe("migration files", () => {
  test("that ship are numbered without a gap and hold statements that may be repeated", async () => {
    const files = await loadMigrations(migrationsFolder);
    expect(files.map(({ version }) => version)).toEqual(files.map((_, index) => index + 1));
    const statements = files.flatMap((file) => file.statements.map((sql) => sql.replace(/^(--.*\n)+\s*/gm, "")));
    expect(statements.filter((sql) => !isRepeatable(sql))).toEqual([]);
  });

  test.each([
    ["0002_first.sql", "does not begin at 1"],
    ["1_first.sql", "has too few digits"],
    ["0001-first.sql", "has no underscore"],
  ])("%s is refused: it %s", async (name) => {
    const folder = await mkdtemp(join(tmpdir(), "parapet-migrations-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, name), "SELECT 1;\n");
    await expect(loadMigrations(folder)).rejects.toMatchObject({ code: "migration_misnumbered" });
  });
});

describe("statements of a file", () => {
  test.each([
    ["one without an end", "SELECT 1", ["SELECT 1"]],
    ["two", "SELECT 1;\nSELECT\n  2;\n", ["SELECT 1", "SELECT\n  2"]],
    ["a semicolon inside a line is no end", "SELECT ';' AS a, 2;\n", ["SELECT ';' AS a, 2"]],
    ["blanks after the end", "SELECT 1; \t\nSELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["comments belong to what follows", "-- why\nSELECT 1;\n-- the end\n", ["-- why\nSELECT 1"]],
    ["nothing", "\n", []],
  ])("%s", (_label, sql, statements) => {
    expect(splitStatements(sql)).toEqual(statements);
  });
});
