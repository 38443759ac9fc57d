import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { defaultRules } from "@parapet/alerting";
import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { descendantsOf, isRunning, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { createHttpClient } from "./otlp-client.ts";
import { createPlantedBatch } from "./planted-spans.ts";
import { startAllInOne, temporaryFolder, type AllInOne } from "./start-all-in-one.ts";
import { startCommand, startService } from "./start-service.ts";

const missing = clickhouseAvailability(process.env);
const LONG = { timeout: 180_000 };

describe.skipIf(missing !== null)(suiteName("the all-in-one by itself", missing), () => {
  const running: AllInOne[] = [];
  const folders: (() => void)[] = [];
  const newFolder = (): string => {
    const { path, remove } = temporaryFolder();
    folders.push(remove);
    return path;
  };
  const start = async (folder: string, isDemo = false): Promise<AllInOne> => {
    const parapet = await startAllInOne({ isDemo, folder });
    running.push(parapet);
    return parapet;
  };
  /** Ends it as a crash would, and waits until its server has noticed. */
  const crash = async ({ command, read }: AllInOne): Promise<void> => {
    const children = descendantsOf(command.pid);
    expect(children.length).toBeGreaterThan(0);
    await read.close();
    // The command's own process only: what it has started must notice by itself.
    await command.end("SIGKILL");
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  };
  afterEach(async () => {
    for (const { command, read } of running.splice(0)) {
      await read.close();
      await command.end("SIGKILL");
    }
    for (const remove of folders.splice(0)) remove();
  });
  const countSpans = async ({ read }: AllInOne): Promise<number> => {
    const [row] = await read.query("SELECT count() AS spans FROM spans", {}, z.object({ spans: z.coerce.number() }));
    return row?.spans ?? 0;
  };

  test("the demo needs nothing else, and shows an alert of every kind to a signed webhook", LONG, async () => {
    const parapet = await start(newFolder(), true);
    const response = await fetch(`${parapet.consoleUrl}/api/v1/summary`);
    const summary = z.record(z.string(), z.number()).parse(await response.json());
    for (const [name, value] of Object.entries(summary)) expect(value, name).toBeGreaterThan(0);
    for (const { name } of defaultRules) {
      await expect
        .poll(parapet.command.stdout, { timeout: 10_000 })
        .toMatch(new RegExp(`^alert {4}firing {2}\\w+ {2}${name}: `, "m"));
    }
    expect(parapet.command.stdout()).toMatch(/^stored {3}\d+ spans of 3 tenants, \$\d+/m);
  });

  test("what was acknowledged is stored, also when SIGKILL comes at once; and no server is left", LONG, async () => {
    const folder = newFolder();
    const first = await start(folder);
    const { spans } = createPlantedBatch(50);
    const client = createHttpClient(first.otlpUrl, "");
    await client.send(spans);
    await client.close();
    await crash(first);
    const second = await start(folder);
    expect(await countSpans(second)).toBe(spans.length);
  });

  test("two cannot run on one folder", LONG, async () => {
    const folder = newFolder();
    const { command } = await start(folder);
    const other = startCommand(["up"], { PARAPET_DATA_FOLDER: join(folder, "data") });
    expect((await other.ended).code).not.toBe(0);
    expect(other.stderr()).toContain(`process`);
    expect(isRunning(command.pid)).toBe(true);
  });
});

describe("a wrong setting stops the start with 78 and its name", () => {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  const badRules = join(folder.path, "rules.json");
  writeFileSync(badRules, '{"rules":[{"kind":"weather","name":"Rain"}]}');

  test.each<[string, Record<string, string>]>([
    ["PARAPET_CONSOLE_PORT", { PARAPET_CONSOLE_PORT: "http" }],
    ["PARAPET_CONSOLE_TOKEN", { PARAPET_CONSOLE_TOKEN: "short" }],
    ["PARAPET_HASH_KEY", { PARAPET_HASH_KEY: "short" }],
    ["PARAPET_ALERTMANAGER_URLS", { PARAPET_ALERTMANAGER_URLS: "alertmanager:9093" }],
    ["PARAPET_WEBHOOK_SECRET", { PARAPET_WEBHOOK_URL: "http://127.0.0.1:1/", PARAPET_WEBHOOK_SECRET: "not a key" }],
    ["PARAPET_RULES_FILE", { PARAPET_RULES_FILE: badRules }],
    ["PARAPET_KAFKA_USERNAME", { PARAPET_KAFKA_BROKERS: "127.0.0.1:1", PARAPET_KAFKA_SASL_MECHANISM: "scram-sha-256" }],
    ["PARAPET_CLICKHOUSE_INGEST_USER", { PARAPET_CLICKHOUSE_URL: "http://127.0.0.1:1" }],
  ])("all-in-one: %s", async (name, env) => {
    const command = startCommand(["up"], { PARAPET_DATA_FOLDER: join(folder.path, "data"), ...env });
    const { code } = await command.ended;
    expect(code, command.stderr()).toBe(78);
    expect(command.stderr()).toContain(name);
  });

  test.each([
    ["gateway", "PARAPET_KAFKA_BROKERS"],
    ["ingester", "PARAPET_HASH_KEY"],
    ["guard", "PARAPET_KAFKA_BROKERS"],
    ["scraper", "PARAPET_CLICKHOUSE_URL"],
    ["ruler", "PARAPET_NOTIFIER_ADDRESS"],
    ["console", "PARAPET_CLICKHOUSE_URL"],
  ])("%s: %s", async (service, name) => {
    const child = startService(service, {});
    const { code } = await child.ended;
    expect(code, child.stderr()).toBe(78);
    expect(child.stderr()).toContain(name);
  });
});
