import { silentLogger } from "@parapet/runtime";
import { sampleSpan } from "../testing/index.ts";
import { startTestCluster, type TestCluster, type TestNode } from "../testing/start-test-cluster.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import type { LedgerRow, SpanRow } from "../rows.ts";
import { toSpanRow } from "../span-row.ts";
import { migrate } from "./migrate.ts";
import { reportSchema } from "./schema-report.ts";
import { readSnapshot } from "./schema-snapshot.ts";

const spans: readonly SpanRow[] = Array.from({ length: 2_000 }, (_, n) => {
  const trace_id = (n >> 2).toString(16).padStart(32, "0");
  const span = sampleSpan({ trace_id, span_id: n.toString(16).padStart(16, "0"), input_tokens: n });
  return toSpanRow(span, { topic: "llm.spans", partition: 0, offset: String(n), idx: 0 }, 0);
});
const ledger: readonly LedgerRow[] = spans.map((_, n) => ({
  topic: "llm.spans",
  partition: 0,
  offset: String(n),
  stream_id: "stream",
  message_time: "2026-11-20T10:15:30.000000000Z",
  spans_stored: 1,
  spans_dead_lettered: 0,
  spans_dropped: 0,
}));

const anyRow = z.record(z.string(), z.unknown());

describe("the schema on a real cluster of two shards", () => {
  let cluster: TestCluster;
  let first: TestNode;
  let second: TestNode;
  beforeAll(async () => {
    cluster = await startTestCluster();
    const [one, other] = cluster.nodes;
    if (one === undefined || other === undefined) throw new Error("a shard is missing");
    [first, second] = [one, other];
  });
  afterAll(() => cluster.stop());

  const store = async ({ ingest }: TestNode): Promise<void> => {
    const options = { token: "range-0-1999", signal: AbortSignal.timeout(20_000) };
    await ingest.insert("spans", spans, options);
    await ingest.insert("ledger", ledger, options);
  };
  const totals = ({ read }: TestNode): Promise<readonly unknown[]> =>
    read.query(
      `SELECT (SELECT count() FROM spans) AS spans, (SELECT sum(calls) FROM spans_1m) AS calls,
              (SELECT sum(input_tokens_sum) FROM spans_1m) AS tokens, (SELECT count() FROM ledger) AS ledger`,
      {},
      z.record(z.string(), z.coerce.number()),
    );
  const once = [{ spans: 2_000, calls: 2_000, tokens: (2_000 * 1_999) / 2, ledger: 2_000 }];

  test("is the newest on every node, and asked for by the same names", async () => {
    for (const { read } of cluster.nodes) expect((await reportSchema(read)).condition).toBe("schema_current");
    const shapes = await Promise.all(
      cluster.nodes.map((node) => readSnapshot(node.migrate, cluster.topology, AbortSignal.timeout(20_000))),
    );
    expect(shapes[0]).toEqual(shapes[1]);
  });

  test("stores what is inserted through one node once, whichever node it is sent to again", async () => {
    await store(first);
    expect(await totals(first)).toEqual(once);
    await store(second);
    await store(first);
    expect(await totals(first)).toEqual(once);
    expect(await totals(second)).toEqual(once);
  });

  test("spreads traces over the shards, and keeps each trace on one", async () => {
    const local = async ({ read }: TestNode): Promise<readonly string[]> => {
      const rows = await read.query(
        "SELECT DISTINCT trace_id FROM parapet_local.spans",
        {},
        z.object({ trace_id: z.string() }),
      );
      return rows.map(({ trace_id }) => trace_id);
    };
    const [here, there] = [await local(first), await local(second)];
    expect(here.length + there.length).toBe(500);
    expect(Math.min(here.length, there.length)).toBeGreaterThan(150);
  });

  test("answers a question about one table that asks another one of all shards, as settling and dead letters do", async () => {
    const isStored =
      "(topic, partition, offset) IN (SELECT topic, partition, offset FROM ledger WHERE spans_stored = 1)";
    const joined = "LEFT JOIN (SELECT offset AS place, spans_stored FROM ledger) AS told ON spans.offset = told.place";
    for (const { read } of cluster.nodes) {
      const sql = `SELECT countIf(spans_stored = 1) AS n FROM spans ${joined} WHERE ${isStored}`;
      expect(await read.query(sql, {}, anyRow)).toEqual([{ n: "2000" }]);
    }
  });

  test("can be read by every name that the schema has", async () => {
    const names = await first.migrate.query(
      "SELECT name FROM system.tables WHERE database = 'parapet'",
      {},
      z.object({ name: z.string() }),
    );
    expect(names.length).toBeGreaterThan(15);
    for (const { name } of names) {
      const rows = await first.read.query("SELECT count() AS n FROM {name:Identifier}", { name }, anyRow);
      expect(rows, name).toHaveLength(1);
    }
  });

  test("refuses rows for a rollup: those are made on the shards", async () => {
    const direct = first.ingest.command(
      "INSERT INTO spans_1m (tenant) SETTINGS distributed_foreground_insert = 1 VALUES ('acme')",
    );
    await expect(direct).rejects.toMatchObject({ code: "store_rejected" });
  });

  test("takes a migration of columns while rows are there, and again", async () => {
    await first.migrate.command("ALTER TABLE migrations DELETE WHERE version >= 8 SETTINGS mutations_sync = 1");
    const { topology } = cluster;
    expect(await migrate(first.migrate, { log: silentLogger, topology })).toMatchObject({ pending: [] });
    expect(await totals(second)).toEqual(once);
  });

  test("of a name that the servers do not know is refused before anything is changed", async () => {
    await first.migrate.command("ALTER TABLE migrations DELETE WHERE version >= 9 SETTINGS mutations_sync = 1");
    const topology = { kind: "cluster", name: "elsewhere", isReplicated: true, ddl: "per_node" } as const;
    await expect(migrate(first.migrate, { log: silentLogger, topology })).rejects.toMatchObject({
      code: "unknown_cluster",
    });
  });

  test("of replicas that cannot name themselves is refused", async () => {
    const topology = { kind: "cluster", name: "shards", isReplicated: true, ddl: "per_node" } as const;
    await expect(migrate(first.migrate, { log: silentLogger, topology })).rejects.toMatchObject({
      code: "unknown_cluster",
      message: expect.stringContaining("macro shard, replica") as string,
    });
  });
});
