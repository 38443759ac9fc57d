import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { z } from "zod";

import type { AllInOne } from "./start-all-in-one.ts";

/** Something that somebody may read. */
export interface ReadPlace {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const connectionSchema = z.object({
  url: z.string(),
  migrate: z.object({ username: z.string(), password: z.string() }),
});

/** All that a running all-in-one has stored, logged, measured and answers. */
export async function readPlaces(parapet: AllInOne, folder: string): Promise<readonly ReadPlace[]> {
  const places = await Promise.all([readTables(join(folder, "data")), readAnswers(parapet)]);
  const output = [
    { name: "stdout", bytes: Buffer.from(parapet.command.stdout()) },
    { name: "stderr", bytes: Buffer.from(parapet.command.stderr()) },
  ];
  return [...places.flat(), ...output, ...readFiles(folder)];
}

/** Every row of every table, and what the server remembers of its own: queries, errors, messages. */
async function readTables(dataFolder: string): Promise<readonly ReadPlace[]> {
  const { url, migrate } = connectionSchema.parse(
    JSON.parse(readFileSync(join(dataFolder, "connection.json"), "utf8")),
  );
  const ask = async (sql: string): Promise<Uint8Array> => {
    const response = await fetch(url, {
      method: "POST",
      body: sql,
      headers: { "X-ClickHouse-User": migrate.username, "X-ClickHouse-Key": migrate.password },
    });
    const answer = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`the store refused ${sql}: ${answer.toString().slice(0, 200)}`);
    return answer;
  };
  const listed = await ask(
    `SELECT concat('\`', database, '\`.\`', name, '\`') FROM system.tables
     WHERE database = 'parapet' OR (database = 'system' AND (name LIKE '%\\_log' OR name = 'errors')) FORMAT TSVRaw`,
  );
  const tables = Buffer.from(listed).toString().split("\n").filter(Boolean);
  return Promise.all(
    tables.map(async (table) => ({ name: `table ${table}`, bytes: await ask(`SELECT * FROM ${table} FORMAT TSVRaw`) })),
  );
}

const consolePaths = ["summary", "alerts", "findings", "spans", "costs", "engines", "gpus"];

async function readAnswers({ consoleUrl, adminUrl }: AllInOne): Promise<readonly ReadPlace[]> {
  const urls = [
    ...consolePaths.map((path) => `${consoleUrl}/api/v1/${path}${path === "summary" ? "" : "?limit=1000"}`),
    `${consoleUrl}/metrics`,
    `${adminUrl}/metrics`,
    `${adminUrl}/readyz`,
  ];
  return Promise.all(
    urls.map(async (url) => ({ name: url, bytes: Buffer.from(await (await fetch(url)).arrayBuffer()) })),
  );
}

/** Every file of the folder: parts of tables, logs of the server, and what else a process may have left. */
function readFiles(folder: string, inside = folder): readonly ReadPlace[] {
  return whileThere(() => readdirSync(inside, { withFileTypes: true })).flatMap((entry) => {
    const path = join(inside, entry.name);
    if (entry.isDirectory()) return readFiles(folder, path);
    if (!entry.isFile()) return [];
    return whileThere(() => [{ name: `file ${relative(folder, path)}`, bytes: readFileSync(path) }]);
  });
}

/** Nothing of what the server has merged away meanwhile. */
function whileThere<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
