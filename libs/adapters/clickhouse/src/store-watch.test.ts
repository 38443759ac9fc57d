import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger, startTelemetry, type Telemetry } from "@parapet/runtime";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { createClickHouse, type ClickHouse } from "./clickhouse.ts";
import { migrate } from "./schema/migrate.ts";
import { migrationsFolder } from "./schema/migration-file.ts";
import { createStoreWatch, type StoreWatch, type StoreWatchOptions } from "./store-watch.ts";
import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { startOldServer } from "./testing/start-old-server.ts";

const newest = readdirSync(migrationsFolder).length;
const next = String(newest + 1).padStart(4, "0");

describe("the watch over a store", () => {
  let store: TestClickHouse;
  let telemetry: Telemetry;
  let folder: string;
  beforeAll(async () => {
    telemetry = startTelemetry({ service: "test", version: "0" });
    store = await startTestClickHouse();
  });
  afterAll(async () => {
    await store.stop();
    await telemetry.stop();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "parapet-watch-"));
    await cp(migrationsFolder, folder, { recursive: true });
    onTestFinished(() => rm(folder, { recursive: true }));
  });

  const watch = (clickhouse: ClickHouse, options: Partial<StoreWatchOptions> = {}): StoreWatch => {
    const backOff = { initialMs: 10, maxMs: 20 };
    const fixed = { clickhouse, isWriter: true, isAwaited: true, log: silentLogger, meter: telemetry.meter };
    const made = createStoreWatch({ ...fixed, folder, backOff, intervalMs: 20, ...options });
    onTestFinished(made.stop);
    return made;
  };
  const ready = ({ check }: StoreWatch): Promise<string | null> => check.check(AbortSignal.timeout(5_000));
  const isStarted = async (started: Promise<void>): Promise<boolean> =>
    Promise.race([started.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

  test("lets a service start on the schema that it needs", async () => {
    const well = watch(store.ingest);
    await well.start();
    expect(await ready(well)).toBeNull();
    expect(await telemetry.metricsText()).toContain('parapet_store_condition{condition="ok"');
  });

  test("lets a service wait for a schema that is still older, counts it, and go on by itself", async () => {
    await writeFile(
      join(folder, `${next}_later.sql`),
      "CREATE TABLE IF NOT EXISTS later (a Int8) ENGINE = {engine:MergeTree} ORDER BY a;\n",
    );
    const waiting = watch(store.ingest);
    const started = waiting.start();
    await expect.poll(() => ready(waiting)).toContain(`schema_outdated: the store lacks ${next}_later`);
    expect(await isStarted(started)).toBe(false);
    expect(await telemetry.metricsText()).toMatch(/parapet_store_refusals_total\{[^}]*error_type="schema_outdated"/);
    expect(await telemetry.metricsText()).toContain('condition="schema_outdated"');

    await migrate(store.migrate, { log: silentLogger, folder });
    await started;
    expect(await ready(waiting)).toBeNull();
    await store.migrate.command(
      `ALTER TABLE migrations DELETE WHERE version = ${newest + 1} SETTINGS mutations_sync = 1`,
    );
  });

  test.each([
    ["goes on when a newer release has only added to the schema", "0099_more", null],
    ["stops being ready when a newer release has taken something away", "0099_contract_less", "schema_newer"],
  ])("of a running service %s", async (_label, migration, condition) => {
    const running = watch(store.ingest);
    await running.start();
    const [version = "", ...name] = migration.split("_");
    await store.migrate.command(
      "INSERT INTO migrations (version, name, checksum, statement) VALUES ({version:UInt32}, {name:String}, 'c', 0)",
      { version: Number(version), name: name.join("_") },
    );
    const answer = expect.poll(() => ready(running), { interval: 30 });
    await (condition === null ? answer.toBeNull() : answer.toContain(condition));
    await store.migrate.command("ALTER TABLE migrations DELETE WHERE version = 99 SETTINGS mutations_sync = 1");
  });

  test("waits for a server of a supported version, and names the one that is there", async () => {
    const old = await startOldServer("22.8.1.1");
    onTestFinished(old.stop);
    const clickhouse = createClickHouse({ url: old.url, username: "ingest", password: "" });
    onTestFinished(clickhouse.close);
    const waiting = watch(clickhouse);
    const started = waiting.start().catch((error: unknown) => error);
    const seen = async (): Promise<string> => telemetry.metricsText();
    await expect.poll(seen).toMatch(/parapet_store_refusals_total\{[^}]*error_type="unsupported_server"/);
    await waiting.stop();
    expect(await started).toMatchObject({ code: "start_interrupted" });
  });

  test("does not hold up a service that also works without a store", async () => {
    const clickhouse = createClickHouse({ url: "http://127.0.0.1:9", username: "ingest", password: "" });
    onTestFinished(clickhouse.close);
    const beside = watch(clickhouse, { isAwaited: false });
    await beside.start();
    await expect(ready(beside)).rejects.toMatchObject({ code: "store_unavailable" });
  });
});
