import { describe, expect, test } from "vitest";

import type { AppliedEntry, Journal, MigrationAttempt } from "./journal-entry.ts";
import type { MigrationFile } from "./migration-file.ts";
import { describeSchema, requireSchema, type SchemaCondition } from "./schema-report.ts";

const files: readonly MigrationFile[] = [
  { version: 1, name: "first", checksum: "c1", statements: ["A", "B"] },
  { version: 2, name: "second", checksum: "c2", statements: ["C"] },
];
const applied = (version: number, statement: number, name = "first", checksum = `c${version}`): AppliedEntry => ({
  version,
  name,
  checksum,
  statement,
  applied_at: "2026-11-20T10:00:00Z",
});
const all = [applied(1, 0), applied(1, 1), applied(2, 0, "second")];
const attempt = (event: MigrationAttempt["event"], number = 1): MigrationAttempt => ({
  version: 2,
  name: "second",
  checksum: "c2",
  statement: 0,
  digest: "",
  attempt: number,
  event,
  error: event === "failed" ? "store_rejected" : "",
});
const report = (entries: readonly AppliedEntry[], attempts: readonly MigrationAttempt[] = []) =>
  describeSchema(files, { applied: entries, attempts } satisfies Journal);

describe("the condition of a schema", () => {
  test.each<readonly [string, readonly AppliedEntry[], SchemaCondition, boolean]>([
    ["with everything", all, "schema_current", true],
    ["with nothing", [], "schema_outdated", false],
    ["with a part of a file", all.slice(1), "schema_outdated", false],
    ["with additions of a newer release", [...all, applied(3, 0, "more")], "schema_ahead", true],
    ["from which a newer release has taken away", [...all, applied(3, 0, "contract_less")], "schema_newer", false],
    ["of files with another text", [...all.slice(1), applied(1, 0, "first", "other")], "schema_edited", false],
    ["that is newer and lacks something", [applied(1, 0), applied(3, 0, "more")], "schema_outdated", false],
  ])("%s", (_label, entries, condition, isServed) => {
    const schema = report(entries);
    expect(schema.condition).toBe(condition);
    const check = expect(() => requireSchema(schema));
    if (isServed) check.not.toThrow();
    else check.toThrow(expect.objectContaining({ code: condition }));
  });
});

describe("the report of a statement", () => {
  test.each<readonly [string, readonly MigrationAttempt[], object]>([
    ["never begun", [], { state: "pending", attempts: 0, error: "" }],
    ["begun and never ended", [attempt("began")], { state: "interrupted", attempts: 1, error: "" }],
    ["failed", [attempt("began"), attempt("failed")], { state: "failed", attempts: 1, error: "store_rejected" }],
    ["cleared by a repair", [attempt("began"), attempt("cleared")], { state: "pending", attempts: 1, error: "" }],
    [
      "begun again after a failure",
      [attempt("began"), attempt("failed"), attempt("began", 2)],
      { state: "interrupted", attempts: 2, error: "" },
    ],
  ])("that was %s", (_label, attempts, expected) => {
    const [, second] = report(all.slice(0, 2), attempts).migrations;
    expect(second?.statements).toEqual([{ statement: 0, appliedAt: null, ...expected }]);
  });

  test("that was applied says when, whatever came before", () => {
    const [, second] = report(all, [attempt("began"), attempt("failed"), attempt("began", 2)]).migrations;
    expect(second?.statements).toEqual([
      { statement: 0, state: "applied", appliedAt: "2026-11-20T10:00:00Z", attempts: 2, error: "" },
    ]);
  });

  test("of a migration that no file here has, names it", () => {
    const schema = report([...all, applied(3, 0, "more")]);
    expect(schema.migrations.at(-1)).toMatchObject({ version: 3, name: "more", checksum: "unknown" });
    expect([schema.currentVersion, schema.latestVersion]).toEqual([3, 2]);
  });
});
