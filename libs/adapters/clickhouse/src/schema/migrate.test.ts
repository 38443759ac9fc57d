import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { migrate, migrationStatus } from "./migrate.ts";
import { migrationsFolder } from "./migration-file.ts";

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
    expect(await migrationStatus(store.read, folder)).toMatchObject({ currentVersion: 0, latestVersion: 7 });
    expect(await up()).toEqual({ currentVersion: 7, latestVersion: 7, pending: [] });
    const entries = await journalled();
    expect(await up()).toEqual({ currentVersion: 7, latestVersion: 7, pending: [] });
    expect(await journalled()).toBe(entries);
  });

  test("go on where a failed run ended", async () => {
    const file = join(folder, "0007_rollups.sql");
    const rollups = await readFile(file, "utf8");
    await writeFile(file, "SELECT no_such_column;\n");
    await expect(up()).rejects.toMatchObject({ code: "store_schema" });
    expect(await migrationStatus(store.read, folder)).toEqual({
      currentVersion: 6,
      latestVersion: 7,
      pending: ["0007_rollups"],
    });
    await writeFile(file, rollups);
    expect(await up()).toMatchObject({ pending: [] });
  });

  test("applied but not journalled, as after a crash between the two, are applied again without harm", async () => {
    await up();
    await store.migrate.command("ALTER TABLE migrations DELETE WHERE version >= 3 SETTINGS mutations_sync = 1");
    expect((await migrationStatus(store.read, folder)).pending).toContain("0003_delivery");
    expect(await up()).toMatchObject({ currentVersion: 7, pending: [] });
  });

  test("edited after they were applied are refused", async () => {
    await up();
    await writeFile(join(folder, "0001_spans.sql"), "SELECT 1;\n");
    await expect(up()).rejects.toMatchObject({ code: "schema_edited" });
  });

  test("of a newer program are refused by an older one", async () => {
    await writeFile(join(folder, "0008_future.sql"), "SELECT 1;\n");
    await up();
    await rm(join(folder, "0008_future.sql"));
    await expect(up()).rejects.toMatchObject({ code: "schema_newer" });
    await expect(migrationStatus(store.read, folder)).rejects.toMatchObject({ code: "schema_newer" });
  });

  test("are not for the users who serve", async () => {
    await expect(migrate(store.ingest, { log: silentLogger, folder })).rejects.toMatchObject({ code: "store_denied" });
  });
});
