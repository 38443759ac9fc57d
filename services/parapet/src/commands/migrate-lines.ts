import type { MigrationStatus, PlannedSql, RepairReport, SchemaReport } from "@parapet/clickhouse";

import { tableLines } from "./table-lines.ts";

export function upLines({ currentVersion, latestVersion }: MigrationStatus): readonly string[] {
  return [`the schema is at version ${currentVersion} of ${latestVersion}`];
}

/** One line a migration, and one for each statement of it that is not applied. */
export function statusLines(report: SchemaReport): readonly string[] {
  const rows = report.migrations.map(({ version, name, checksum, statements }) => ({
    version,
    name,
    checksum,
    applied: `${statements.filter(({ state }) => state === "applied").length}/${statements.length}`,
    rest: statements
      .filter(({ state }) => state !== "applied")
      .map(({ statement, state, error }) => `${statement + 1} ${state}${error === "" ? "" : ` (${error})`}`)
      .join(", "),
  }));
  const summary = `${report.condition}: version ${report.currentVersion}, this program has ${report.latestVersion}`;
  return [summary, "", ...tableLines(rows)];
}

/** A script: each statement with where it comes from and where it runs. */
export function planLines(planned: readonly PlannedSql[]): readonly string[] {
  if (planned.length === 0) return ["-- the schema is as this version needs it"];
  return planned.map(({ migration, statement, database, sql }) => {
    const origin = migration === "" ? "before the first migration" : `${migration}, statement ${statement + 1}`;
    return `-- ${origin}, in ${database}\n${sql};\n`;
  });
}

export function repairLines({ cleared, differences, retention }: RepairReport): readonly string[] {
  const kept = retention.map(({ object, found }) => `${object} keeps rows by a TTL of its own: ${found || "none"}`);
  if (cleared.length === 0 && differences.length === 0) return [...kept, "the schema is as the migrations make it"];
  return [
    ...kept,
    ...cleared.map((statement) => `cleared ${statement}: \`parapet migrate up\` runs it again`),
    ...differences.flatMap(({ object, missing, unexpected }) => [
      `${object} is not as the migrations make it; it was not changed`,
      ...missing.map((line) => `  - ${line}`),
      ...unexpected.map((line) => `  + ${line}`),
    ]),
  ];
}
