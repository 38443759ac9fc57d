import { readdirSync } from "node:fs";
import { join } from "node:path";

import { startTestClickHouse, clickhouseAvailability, type TestClickHouse } from "@parapet/clickhouse/testing";
import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { examineClickHouse, examineSchema, examineSystemLogs, examineWindows } from "../doctor/examine-store.ts";
import { runCommand } from "../testing/run-command.ts";
import { migrateCommand } from "./migrate.ts";

const missing = clickhouseAvailability(process.env);
const folder = join(import.meta.dirname, "../../../../libs/adapters/clickhouse/migrations");
const newest = readdirSync(folder).filter((name) => name.endsWith(".sql")).length;

describe.skipIf(missing !== null)(suiteName("migrate, and what the doctor says of the schema", missing), () => {
  let store: TestClickHouse;
  let env: Record<string, string>;
  beforeAll(async () => {
    store = await startTestClickHouse({ withSchema: false });
    const { users, url } = store.server;
    env = { PARAPET_CLICKHOUSE_URL: url };
    for (const [role, { username, password }] of Object.entries(users)) {
      env[`PARAPET_CLICKHOUSE_${role.toUpperCase()}_USER`] = username;
      env[`PARAPET_CLICKHOUSE_${role.toUpperCase()}_PASSWORD`] = password;
    }
  });
  afterAll(() => store.stop());

  const run = (...args: readonly string[]) => runCommand(migrateCommand, { args, env });

  it("plans on an empty server, and changes nothing", async () => {
    const { stdout, exitCode } = await run("plan");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^-- before the first migration, in default\nCREATE DATABASE IF NOT EXISTS parapet;\n/);
    expect(stdout).toContain("-- 0001_spans, statement 1, in parapet\n");
    const { stdout: json } = await run("plan", "--json");
    expect(JSON.parse(json)).toMatchObject({ statements: expect.arrayContaining([]) as unknown });
    const status = await run("status", "--json");
    expect(status.exitCode).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({
      currentVersion: 0,
      latestVersion: newest,
      condition: "schema_outdated",
    });
    await expect(examineSchema(env)).rejects.toThrow(/schema_outdated: 0001_spans.* statements pending/);
  });

  it("shows the plan of a cluster by its settings", async () => {
    const cluster = { PARAPET_CLICKHOUSE_CLUSTER: "main" };
    const { stdout } = await runCommand(migrateCommand, { args: ["plan"], env: { ...env, ...cluster } });
    expect(stdout).toContain("CREATE TABLE IF NOT EXISTS spans ON CLUSTER main (");
    expect(stdout).toContain("ENGINE = Distributed('main', 'parapet_local', 'spans', cityHash64(trace_id));");
  });

  it("goes up, and says so in lines and in JSON", async () => {
    expect((await run("up")).stdout).toBe(`the schema is at version ${newest} of ${newest}\n`);
    expect(JSON.parse((await run("up", "--json")).stdout)).toEqual({
      currentVersion: newest,
      latestVersion: newest,
      pending: [],
    });
    const { stdout, exitCode } = await run("status");
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")[0]).toBe(`schema_current: version ${newest}, this program has ${newest}`);
    expect(stdout).toMatch(/^1 {2,}spans +same +2\/2$/m);
    expect((await run("plan")).stdout).toBe("-- the schema is as this version needs it\n");
    expect((await run("repair")).stdout).toBe("the schema is as the migrations make it\n");
    expect(await examineClickHouse(env)).toContain("version and settings can be used");
    expect(await examineSchema(env)).toBe(`version ${newest}, the newest`);
    expect(await examineWindows(env)).toMatch(/^\d\d tables remember 10000 inserts or more$/);
    expect(await examineSystemLogs(env)).toMatch(/each kept for days only$/);
  });

  it("tells what somebody changed: repair by difference, the doctor by the statement that mends it", async () => {
    await store.migrate.command("ALTER TABLE spans_1m RESET SETTING non_replicated_deduplication_window");
    const repair = await run("repair");
    expect(repair.exitCode).toBe(1);
    expect(repair.stdout).toMatch(/^spans_1m is not as the migrations make it; it was not changed\n/);
    const failure = await examineWindows(env).catch((error: unknown) => String(error));
    const statement = /run: (ALTER TABLE parapet\.spans_1m MODIFY SETTING [^;]+)$/.exec(failure)?.[1];
    await store.migrate.command(statement ?? "no statement");
    expect(await examineWindows(env)).toContain("10000");
  });

  it("tells of statements that did not end", async () => {
    await store.migrate.command("ALTER TABLE migrations DELETE WHERE version = 3 SETTINGS mutations_sync = 1");
    const { stdout, exitCode } = await run("status");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^3 +delivery +same +0\/2 +1 interrupted, 2 interrupted$/m);
    await expect(examineSchema(env)).rejects.toThrow("0003_delivery: 0 statements pending, 0 failed, 2 interrupted");
    expect((await run("up")).exitCode).toBe(0);
  });

  it("of the server's logs the doctor is silent where it may not see them", async () => {
    const { PARAPET_CLICKHOUSE_MIGRATE_USER: _, ...withoutMigrate } = env;
    expect(await examineSystemLogs(withoutMigrate)).toMatch(/^not examined/);
  });
});
