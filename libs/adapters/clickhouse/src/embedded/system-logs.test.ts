import { readFileSync } from "node:fs";
import { join } from "node:path";

import { sampleSpan, startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { toSpanRow } from "../span-row.ts";
import { renderServerConfig } from "./server-config.ts";
import { embeddedSystemLogs, renderSystemLogs, serverSystemLogs } from "./system-logs.ts";

const tableSchema = z.object({ name: z.string(), engine_full: z.string(), total_bytes: z.coerce.number() });
const countSchema = z.object({ n: z.coerce.number() });

describe("the embedded server's logs about itself", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  const logTables = () =>
    store.migrate.query(
      "SELECT name, engine_full, total_bytes FROM system.tables WHERE database = 'system' AND engine LIKE '%MergeTree'",
      {},
      tableSchema,
    );
  const noted = async (): Promise<{ readonly bytes: number; readonly events: number }> => {
    await store.migrate.command("SYSTEM FLUSH LOGS");
    const tables = await logTables();
    const [row] = await store.migrate.query("SELECT count() AS n FROM system.part_log", {}, countSchema);
    return { bytes: tables.reduce((sum, { total_bytes }) => sum + total_bytes, 0), events: row?.n ?? -1 };
  };

  test("are those of its configuration, and each is kept for days only", async () => {
    expect((await noted()).events).toBeGreaterThan(0);
    const tables = await logTables();
    expect(tables.map(({ name }) => name)).toEqual(embeddedSystemLogs.map(({ table }) => table));
    expect(tables.filter(({ engine_full }) => !/ TTL event_date \+ toIntervalDay\(\d+\)/.test(engine_full))).toEqual(
      [],
    );
  });

  test("do not grow with questions, of which there are thousands, and little with what is stored", async () => {
    const before = await noted();
    for (let n = 0; n < 100; n += 1) await store.read.query("SELECT count() AS n FROM spans", {}, countSchema);
    const asked = await noted();
    expect(asked.bytes).toBeLessThan(before.bytes + 16_384);

    const row = toSpanRow(sampleSpan(), { topic: "t", partition: 0, offset: "0", idx: 0 }, 0);
    const rows = Array.from({ length: 500 }, (_, n) => ({ ...row, offset: String(n) }));
    for (let n = 0; n < 20; n += 1) {
      await store.ingest.insert("spans", rows, { token: String(n), signal: AbortSignal.timeout(20_000) });
    }
    const stored = await noted();
    expect(stored.events).toBeGreaterThan(asked.events);
    expect((stored.bytes - asked.bytes) / 20, "bytes a range").toBeLessThan(4_096);
  });
});

describe("the profile for servers of one's own", () => {
  test("is the file that ships with the chart", () => {
    const file = join(import.meta.dirname, "../../../../../charts/parapet/files/clickhouse-system-logs.xml");
    expect(readFileSync(file, "utf8")).toContain(renderSystemLogs(serverSystemLogs));
  });

  test("bounds every log", () => {
    expect(serverSystemLogs.filter(({ days }) => !(days >= 1 && days <= 90))).toEqual([]);
    expect(new Set(serverSystemLogs.map(({ table }) => table)).size).toBe(serverSystemLogs.length);
  });

  test("is not the embedded server's, which keeps fewer", () => {
    const config = renderServerConfig({ usersFile: "u", logFile: "l", memoryLimitBytes: 1 });
    expect(config).toContain("<part_log ");
    expect(config).not.toContain("<query_log ");
  });
});
