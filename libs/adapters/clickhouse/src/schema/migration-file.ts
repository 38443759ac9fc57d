import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { ParapetError } from "@parapet/runtime";

/** One numbered SQL file: `0001_spans.sql` is version 1, `spans`. */
export interface MigrationFile {
  readonly version: number;
  readonly name: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
  /** With placeholders; `renderStatement` fills them in. */
  readonly statements: readonly string[];
}

/** The migrations that ship with this package. The folder lies beside `src` and `dist` alike. */
export const migrationsFolder = join(import.meta.dirname, "../../migrations");

/** Reads the migrations of a folder in the order of their versions. */
export async function loadMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name, index) => parseMigration(name, await readFile(join(folder, name), "utf8"), index + 1)),
  );
}

function parseMigration(fileName: string, text: string, expectedVersion: number): MigrationFile {
  const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(fileName);
  const [, digits = "", name = ""] = match ?? [];
  if (Number(digits) !== expectedVersion) {
    throw new ParapetError(
      "migration_misnumbered",
      `migration ${fileName} should be number ${expectedVersion}; rename it`,
    );
  }
  return {
    version: expectedVersion,
    name,
    checksum: createHash("sha256").update(text).digest("hex"),
    statements: splitStatements(text),
  };
}

/** Statements of an SQL text: each ends with a semicolon at the end of a line; comments alone are none. */
export function splitStatements(sql: string): readonly string[] {
  return sql
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^\s*--.*$/gm, "").trim() !== "");
}
