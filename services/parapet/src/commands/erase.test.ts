import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { toSpanRow } from "@parapet/clickhouse";
import {
  clickhouseAvailability,
  sampleSpan,
  startTestClickHouse,
  type TestClickHouse,
} from "@parapet/clickhouse/testing";
import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { jsonLines, runCommand } from "../testing/run-command.ts";
import { eraseCommand } from "./erase.ts";
import { retentionCommand } from "./retention.ts";

const missing = clickhouseAvailability(process.env);

describe.skipIf(missing !== null)(suiteName("erase and retention", missing), () => {
  const folder = mkdtempSync(join(tmpdir(), "parapet-erase-"));
  let store: TestClickHouse;
  let env: Record<string, string>;
  beforeAll(async () => {
    store = await startTestClickHouse();
    const { users, url } = store.server;
    env = {
      PARAPET_CLICKHOUSE_URL: url,
      PARAPET_CLICKHOUSE_MIGRATE_USER: users.migrate.username,
      PARAPET_CLICKHOUSE_MIGRATE_PASSWORD: users.migrate.password,
      PARAPET_HASH_KEY: "a key of more than sixteen characters",
    };
    await send("user-1", "1");
    await send("user-2", "2");
  });
  afterAll(async () => {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (user_id: string, offset: string): Promise<void> => {
    const span = sampleSpan({ user_id, session_id: "", trace_id: offset.repeat(32) });
    const row = toSpanRow(span, { topic: "llm.spans", partition: 0, offset, idx: 0 }, 0);
    const options = { token: crypto.randomUUID(), signal: AbortSignal.timeout(10_000) };
    return store.ingest.insert("spans", [row], options);
  };
  const users = async (): Promise<readonly string[]> => {
    const rows = await store.read.query(
      "SELECT user_id FROM spans ORDER BY user_id",
      {},
      z.object({ user_id: z.string() }),
    );
    return rows.map(({ user_id }) => user_id);
  };
  const erase = (...args: readonly string[]) => runCommand(eraseCommand, { args, env });

  it("counts first, then deletes, and prints what is left: nothing", async () => {
    const subject = ["--tenant", "acme", "--user-id", "user-1"];
    const dry = await erase(...subject, "--dry-run");
    expect(jsonLines(dry.stdout)).toMatchObject([{ tenant: "acme", dryRun: true, before: { spans: 1 } }]);
    expect(await users()).toEqual(["user-1", "user-2"]);
    const { stdout, exitCode } = await erase(...subject, "--requested-by", "ticket-1");
    expect(exitCode).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([{ deleted: { spans: 1 }, after: { spans: 0, span_content: 0 } }]);
    expect(stdout).not.toContain("user-1");
    expect(await users()).toEqual(["user-2"]);
  });

  it("finds the spans that come later, and says so by its exit code, without an id", async () => {
    expect(await erase("late")).toMatchObject({ stdout: "", exitCode: 0 });
    await send("user-1", "3");
    const dry = await erase("late", "--dry-run");
    expect(dry.exitCode).toBe(1);
    expect(dry.stdout).not.toContain("user-1");
    expect(jsonLines((await erase("late")).stdout)).toMatchObject([{ tenant: "acme", deleted: { spans: 1 } }]);
    expect(await users()).toEqual(["user-2"]);
  });

  it.each([
    [["--user-id", "user-1"], "--tenant"],
    [["--tenant", "acme"], "--user-id"],
    [["--tenant", "acme", "--user-id", ""], "--user-id"],
    [["--tenant", "acme", "--session-id", ""], "--session-id"],
  ])("refuses %j", async (args, message) => {
    await expect(erase(...args)).rejects.toThrow(message);
    expect(await users()).toEqual(["user-2"]);
  });

  it("keeps rows as long as the file says", async () => {
    const file = join(folder, "retention.yaml");
    writeFileSync(file, "classes:\n  short: { content_days: 3 }\ntenants:\n  acme: short\n");
    const apply = (...args: readonly string[]) => runCommand(retentionCommand, { args: ["apply", ...args], env });
    const after = "ingested_at + toIntervalDay(transform(tenant, ['acme'], [3], 30))";
    const changes = [{ table: "span_content", before: "ingested_at + toIntervalDay(30)", after }];
    expect(jsonLines((await apply("--file", file, "--dry-run")).stdout)).toMatchObject(changes);
    expect(jsonLines((await apply("--file", file)).stdout)).toMatchObject(changes);
    expect((await apply("--file", file)).stdout).toBe("");
    await expect(apply()).rejects.toThrow("PARAPET_RETENTION_FILE");
    await expect(apply("--file", join(folder, "nowhere"))).rejects.toThrow("cannot be read");
  });
});
