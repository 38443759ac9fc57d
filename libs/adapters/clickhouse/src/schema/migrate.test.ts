import { readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { migrate, planSchema } from "./migrate.ts";
import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { renderStatement } from "./render-statement.ts";
import { migrationStatus, reportSchema } from "./schema-report.ts";
import { readSnapshot } from "./schema-snapshot.ts";
import { singleServer } from "./topology.ts";

const files = readdirSync(migrationsFolder).sort();
const newest = files.length;
const last = files.at(-1) ?? "";

const countSchema = z.object({ n: z.coerce.number() });

describe("migrations on a real server", { timeout: 90_000 }, () => {
  let store: TestClickHouse;
  let folder: string;
  beforeEach(async () => {
    store = await startTestClickHouse({ withSchema: false });
    folder = await mkdtemp(join(tmpdir(), "parapet-migrations-"));
    await cp(migrationsFolder, folder, { recursive: true });
  });
  afterEach(async () => {
    await store.stop();
    await rm(folder, { recursive: true });
  });

  const up = () => migrate(store.migrate, { log: silentLogger, folder });
  const journalled = async (): Promise<number> => {
    const [row] = await store.read.query("SELECT count() AS n FROM migrations", {}, countSchema);
    return row?.n ?? -1;
  };

  test("bring an empty server to the newest version, and a second run changes nothing", async () => {
    expect(await migrationStatus(store.read, folder)).toMatchObject({ currentVersion: 0, latestVersion: newest });
    expect(await up()).toEqual({ currentVersion: newest, latestVersion: newest, pending: [] });
    const entries = await journalled();
    expect(await up()).toEqual({ currentVersion: newest, latestVersion: newest, pending: [] });
    expect(await journalled()).toBe(entries);
  });

  test("go on where a failed run ended", async () => {
    const label = last.replace(".sql", "");
    const file = join(folder, last);
    const whole = await readFile(file, "utf8");
    await writeFile(file, "SELECT no_such_column;\n");
    await expect(up()).rejects.toMatchObject({ code: "store_schema" });
    expect(await migrationStatus(store.read, folder)).toEqual({
      currentVersion: newest - 1,
      latestVersion: newest,
      pending: [label],
    });
    await writeFile(file, whole);
    expect(await up()).toMatchObject({ pending: [] });
  });

  test("applied but not journalled, as after a crash between the two, are applied again without harm", async () => {
    await up();
    await store.migrate.command("ALTER TABLE migrations DELETE WHERE version >= 3 SETTINGS mutations_sync = 1");
    expect((await migrationStatus(store.read, folder)).pending).toContain("0003_delivery");
    expect(await up()).toMatchObject({ currentVersion: newest, pending: [] });
  });

  test("edited after they were applied are refused", async () => {
    await up();
    await writeFile(join(folder, "0001_spans.sql"), "SELECT 1;\n");
    await expect(up()).rejects.toMatchObject({ code: "schema_edited" });
  });

  test("of a newer program are refused by an older one", async () => {
    const future = join(folder, `${String(newest + 1).padStart(4, "0")}_future.sql`);
    await writeFile(future, "SELECT 1;\n");
    await up();
    await rm(future);
    await expect(up()).rejects.toMatchObject({ code: "schema_newer" });
    await expect(migrationStatus(store.read, folder)).rejects.toMatchObject({ code: "schema_newer" });
  });

  test("are not for the users who serve", async () => {
    await expect(migrate(store.ingest, { log: silentLogger, folder })).rejects.toMatchObject({
      code: "missing_grants",
      message: expect.stringContaining("GRANT CREATE TABLE") as string,
    });
  });

  test("of a database that an earlier release migrated go on: its journal is the table `migrations` alone", async () => {
    const [first, ...rest] = await loadMigrations(folder);
    if (first === undefined) throw new Error("there is no migration");
    await store.migrate.command(`CREATE TABLE migrations (
      version UInt32, name String, checksum String, statement UInt32, applied_at DateTime('UTC') DEFAULT now('UTC')
    ) ENGINE = MergeTree ORDER BY (version, statement) SETTINGS non_replicated_deduplication_window = 10000`);
    for (const [statement, sql] of first.statements.entries()) {
      for (const rendered of renderStatement(sql, singleServer, "parapet")) await store.migrate.command(rendered.sql);
      const { version, name, checksum } = first;
      await store.migrate.command(
        "INSERT INTO migrations (version, name, checksum, statement) VALUES ({version:UInt32}, {name:String}, {checksum:String}, {statement:UInt32})",
        { version, name, checksum, statement },
      );
    }
    expect(await migrationStatus(store.read, folder)).toMatchObject({ currentVersion: 1 });
    const planned = await planSchema(store.migrate, { folder });
    expect(planned.some(({ migration }) => migration === "0001_spans")).toBe(false);
    expect(await up()).toMatchObject({ currentVersion: newest, pending: [] });
    const report = await reportSchema(store.read, { folder });
    const attempts = report.migrations.map(({ statements }) => statements.reduce((sum, { attempts: n }) => sum + n, 0));
    expect(attempts).toEqual([0, ...rest.map((file) => file.statements.length)]);
  });

  test("are shown as the server would get them, and nothing is changed", async () => {
    const planned = await planSchema(store.migrate, { folder });
    const tables = await store.read.query(
      "SELECT count() AS n FROM system.tables WHERE database = 'parapet'",
      {},
      countSchema,
    );
    expect(tables).toEqual([{ n: 0 }]);
    for (const { database, sql } of planned) {
      const target = store.migrate.withDatabase(database);
      await target.command(sql);
      await target.close();
    }
    const made = await readSnapshot(store.migrate, singleServer, AbortSignal.timeout(20_000));
    const other = await startTestClickHouse();
    onTestFinished(other.stop);
    expect(made).toEqual(await readSnapshot(other.migrate, singleServer, AbortSignal.timeout(20_000)));
    expect(await planSchema(other.migrate)).toEqual([]);
  });
});
