import { readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { migrate, migrationStatus } from "./migrate.ts";
import { migrationsFolder } from "./migration-file.ts";

const files = readdirSync(migrationsFolder).sort();
const newest = files.length;
const last = files.at(-1) ?? "";

const countSchema = z.object({ n: z.coerce.number() });

describe("migrations on a real server", () => {
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
    await expect(migrate(store.ingest, { log: silentLogger, folder })).rejects.toMatchObject({ code: "store_denied" });
  });
});
