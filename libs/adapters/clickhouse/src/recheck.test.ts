import type { Block, EncodedBlock, Recheck, RowBlock } from "@parapet/delivery";
import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { createBlockSink } from "./block-sink.ts";
import { createClickHouse } from "./clickhouse.ts";
import { createRowEncoder } from "./native/encode-rows.ts";
import { findTable } from "./tables/tables.ts";
import { sampleBlocks } from "./testing/sample-blocks.ts";

const token = "cluster/topic:llm.spans:0:0-39";
const tables = ["spans", "span_content", "findings", "embeddings", "ledger"];
const rollups = ["spans_1m", "findings_1m", "embeddings_1m"];
const blocks = sampleBlocks(40);
const all = { spans: 40, span_content: 40, findings: 40, embeddings: 40, ledger: 0 };
const sums = { spans_1m: 40, findings_1m: 40, embeddings_1m: 40 };
type Profile = Readonly<Record<string, string | number>>;
const weekLater = "2026-11-27T10:15:30.123456789Z";

describe("a range that is written again after the store forgot its token", () => {
  let store: TestClickHouse;
  let sinceMs: number;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    sinceMs = Date.now();
    for (const table of [...tables, ...rollups]) {
      await store.migrate.command(`TRUNCATE TABLE ${table}`);
    }
  });

  const write = (written: readonly Block[], recheck?: Recheck, as = token): Promise<void> =>
    createBlockSink(store.ingest).write(written, as, AbortSignal.timeout(20_000), recheck);
  /** With a look, as a user of that profile. */
  const writeWith = (profile: Profile): Promise<void> => {
    const client = createClickHouse({ url: store.server.url, ...store.server.users.ingest, settings: profile });
    onTestFinished(client.close);
    return createBlockSink(client).write(blocks, token, AbortSignal.timeout(20_000), recheckOf());
  };
  const recheckOf = (fields: Partial<Recheck> = {}): Recheck => ({
    streamId: "cluster/topic",
    topic: "llm.spans",
    partition: 0,
    firstOffset: 0n,
    lastOffset: 39n,
    sinceMs,
    ...fields,
  });
  /** As if ten thousand inserts had come between. */
  const forget = async (): Promise<void> => {
    for (const window of [0, 10_000]) {
      for (const table of [...tables, ...rollups]) {
        await store.migrate.command(
          `ALTER TABLE ${table} MODIFY SETTING non_replicated_deduplication_window = ${window}`,
        );
      }
    }
  };
  const count = async (table: string, expression: string): Promise<number> => {
    const sql = `SELECT ${expression} AS n FROM ${table}`;
    const [row] = await store.read.query(sql, {}, z.object({ n: z.coerce.number() }));
    return row?.n ?? -1;
  };
  const expectOnce = async (): Promise<void> => {
    const stored = await Promise.all(tables.map(async (table) => [table, await count(table, "count()")] as const));
    expect(Object.fromEntries(stored)).toEqual(all);
    expect({
      spans_1m: await count("spans_1m", "sum(calls)"),
      findings_1m: await count("findings_1m", "sum(findings)"),
      embeddings_1m: await count("embeddings_1m", "sum(vectors)"),
    }).toEqual(sums);
  };

  test("without a look is stored twice: the window is what it is", async () => {
    await write(blocks);
    await forget();
    await write(blocks);
    expect(await count("spans", "count()")).toBe(80);
  });

  const kinds: readonly (readonly [string, (rows: readonly RowBlock[]) => readonly Block[]])[] = [
    ["rows", (rows) => rows],
    ["encoded rows", (rows) => rows.map(encoded)],
  ];
  describe.each(kinds)("as %s", (_kind, as) => {
    const range = as(blocks);

    test("adds nothing when all is there", async () => {
      await write(range);
      await forget();
      await write(range, recheckOf());
      await expectOnce();
    });

    test("is stored when nothing is there, and once when that answer was lost", async () => {
      await write(range, recheckOf());
      await write(range, recheckOf());
      await expectOnce();
    });

    test("is completed when the first attempt ended between two tables", async () => {
      await write(range.slice(0, 2));
      await forget();
      await write(range, recheckOf());
      await expectOnce();
    });

    test("is completed when the first attempt ended between two pieces of a table", async () => {
      await write(as(blocks.map(({ table, rows }) => ({ table, rows: rows.slice(0, 25) }))));
      await forget();
      await write(range, recheckOf());
      await expectOnce();
    });

    test("is completed when the server stored one partition of a piece and not the other", async () => {
      const twoWeeks = blocks.map(({ table, rows }) => ({
        table,
        rows: rows.map((row, index) => (index % 2 === 0 ? row : { ...row, start_time: weekLater })),
      }));
      const firstWeek = twoWeeks.map(({ table, rows }) => ({
        table,
        rows: rows.filter((_, index) => index % 2 === 0),
      }));
      await write(as(firstWeek));
      await forget();
      await write(as(twoWeeks), recheckOf());
      await expectOnce();
    });
  });

  test("under the first token, so that what the store remembers after all is not doubled by an attempt that is under way", async () => {
    await write(blocks);
    const unseen = recheckOf({ sinceMs: Date.now() + 86_400_000 });
    await write(blocks, unseen);
    await expectOnce();
  });

  test.each([
    ["another topic", { topic: "llm.other" }],
    ["another partition", { partition: 1 }],
    ["offsets before it", { firstOffset: 100n, lastOffset: 139n }],
    ["a time long after", { sinceMs: Date.now() + 3_600_000 }],
  ])("does not take rows of %s for its own", async (_label, fields) => {
    await write(blocks);
    await forget();
    await write(blocks, recheckOf(fields));
    expect(await count("spans", "count()")).toBe(80);
  });

  test("of several rows a span is stored whole, and tables without offsets by their token alone", async () => {
    const [, , findings] = blocks;
    const twice = {
      table: "findings",
      rows: (findings?.rows ?? []).flatMap((row) => [row, { ...row, entity: "phone" }]),
    };
    const sample = {
      table: "gpu_samples",
      rows: [{ tenant: "acme", sampled_at: "2026-11-20T10:15:30Z", target: "a" }],
    };
    await write([twice, sample], recheckOf());
    await write([twice, sample], recheckOf());
    expect(await count("findings", "count()")).toBe(80);
    expect(await count("gpu_samples", "count()")).toBe(1);
  });

  test("is not taken for what another consumer group wrote of the same messages", async () => {
    const findings = blocks.filter(({ table }) => table === "findings");
    await write(findings);
    const ofGuard = findings.map(({ table, rows }) => ({
      table,
      rows: rows.map((row) => ({ ...row, detector: "injection" })),
    }));
    await write(ofGuard, recheckOf(), "guard's token");
    expect(await count("findings", "count()")).toBe(80);
  });

  test("is not taken for the same offsets of a topic that was created again", async () => {
    await write([...blocks, ledgerOf("cluster/topic")]);
    await store.migrate.command(
      "ALTER TABLE ledger UPDATE stream_id = 'cluster/older' WHERE 1 SETTINGS mutations_sync = 1",
    );
    await forget();
    await write([...blocks, ledgerOf("cluster/topic")], recheckOf({ sinceMs: 0 }));
    expect(await count("spans", "count()")).toBe(80);
    expect(await count("ledger", "uniqExact(stream_id)")).toBe(2);
    await forget();
    await write([...blocks, ledgerOf("cluster/topic")], recheckOf({ sinceMs: 0 }));
    expect(await count("ledger", "count()")).toBe(80);
  });

  test("is not taken for other spans at its offsets: of a topic before it, which was gone before the ledger knew of them", async () => {
    const older = blocks.map(({ table, rows }) => ({ table, rows: rows.map((row) => ({ ...row, span_id: "older" })) }));
    await write(older, undefined, "older token");
    await write(blocks, recheckOf());
    for (const table of ["spans", "span_content", "findings", "embeddings"])
      expect(await count(table, "count()")).toBe(80);
  });

  describe.each<readonly [label: string, profile: Profile]>([
    ["empty aggregates are NULL", { aggregate_functions_null_for_empty: 1 }],
    ["answers are cut off", { limit: 5 }],
    ["answers begin later", { offset: 5 }],
  ])("by a user in whose profile %s", (_label, profile) => {
    test("is stored whole, and once", async () => {
      await writeWith(profile);
      await forget();
      await writeWith(profile);
      await expectOnce();
    });
  });

  test.each<readonly [label: string, profile: Profile, code: string]>([
    ["an insert out of time", { max_execution_time: 0.001, timeout_overflow_mode: "break" }, "store_timeout"],
    ["a look too large", { max_rows_in_set: 5, set_overflow_mode: "break" }, "store_rejected"],
  ])("is no success where a profile has %s end early", async (_label, profile, code) => {
    await write(blocks);
    await forget();
    await expect(writeWith(profile)).rejects.toMatchObject({ code });
  });

  test("of none but rows that are there makes no part", async () => {
    await write(blocks);
    await forget();
    await write(blocks, recheckOf());
    expect(await count("spans", "uniqExact(_part)")).toBe(1);
  });
});

function ledgerOf(stream_id: string): RowBlock {
  const message_time = "2026-11-20T10:15:30Z";
  const rows = Array.from({ length: 40 }, (_, offset) => ({
    topic: "llm.spans",
    partition: 0,
    offset: String(offset),
    stream_id,
    message_time,
    spans_stored: 1,
    spans_dead_lettered: 0,
    spans_dropped: 0,
  }));
  return { table: "ledger", rows };
}

function encoded({ table, rows }: RowBlock): EncodedBlock {
  const definition = findTable(table);
  if (definition === undefined) throw new Error(`no table ${table}`);
  return { table, rowCount: rows.length, pieces: [...createRowEncoder(definition)(rows)] };
}
