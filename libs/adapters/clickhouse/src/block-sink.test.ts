import type { RowBlock } from "@parapet/delivery";
import { sampleSpan, startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { createBlockSink } from "./block-sink.ts";
import { toSpanRow } from "./span-row.ts";
import { sampleBlocks } from "./testing/sample-blocks.ts";

const countSchema = z.object({ n: z.coerce.number() });
const rollupSum = { spans_1m: "sum(calls)", findings_1m: "sum(findings)", embeddings_1m: "sum(vectors)" } as const;

describe("the block sink", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    for (const table of ["spans", "span_content", "findings", "embeddings", ...Object.keys(rollupSum)]) {
      await store.migrate.command(`TRUNCATE TABLE ${table}`);
    }
  });

  const count = async (table: string, expression = "count()"): Promise<number> => {
    const [row] = await store.read.query(`SELECT ${expression} AS n FROM ${table}`, {}, countSchema);
    return row?.n ?? -1;
  };
  const counts = async (): Promise<Record<string, number>> => ({
    spans: await count("spans"),
    findings: await count("findings"),
    embeddings: await count("embeddings"),
    spans_1m: await count("spans_1m", rollupSum.spans_1m),
    findings_1m: await count("findings_1m", rollupSum.findings_1m),
    embeddings_1m: await count("embeddings_1m", rollupSum.embeddings_1m),
  });
  const write = (blocks: readonly RowBlock[], token: string): Promise<void> =>
    createBlockSink(store.ingest).write(blocks, token, AbortSignal.timeout(20_000));
  const once = { spans: 40, findings: 40, embeddings: 40, spans_1m: 40, findings_1m: 40, embeddings_1m: 40 };

  test("stores each block in its table and its rollups", async () => {
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    expect(await counts()).toEqual(once);
  });

  test("a replay with the same token adds nothing, to rollups neither", async () => {
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    expect(await counts()).toEqual(once);
  });

  test("equal rows under another token are other messages and are kept", async () => {
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    await write(sampleBlocks(40), "stream:llm.spans:0:40-79");
    expect(await count("spans")).toBe(80);
    expect(await count("spans_1m", rollupSum.spans_1m)).toBe(80);
  });

  test("a replay after the server was killed adds nothing, to rollups neither", async () => {
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    await killAndAwaitRestart(store);
    await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
    expect(await counts()).toEqual(once);
  });

  test("a write cut short is completed by repeating it whole", async () => {
    const blocks = sampleBlocks(40);
    await write(blocks.slice(0, 1), "stream:llm.spans:0:0-39");
    await write(blocks, "stream:llm.spans:0:0-39");
    expect(await counts()).toEqual(once);
  });

  test("without its own window a rollup doubles on a replay", async () => {
    await store.migrate.command("ALTER TABLE spans_1m MODIFY SETTING non_replicated_deduplication_window = 0");
    try {
      await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
      await write(sampleBlocks(40), "stream:llm.spans:0:0-39");
      expect(await counts()).toEqual({ ...once, spans_1m: 80 });
    } finally {
      await store.migrate.command("ALTER TABLE spans_1m MODIFY SETTING non_replicated_deduplication_window = 10000");
    }
  });

  test("a block larger than one insert is stored once in pieces", async () => {
    const [spans] = sampleBlocks(1);
    const row = spans?.rows[0] ?? {};
    const rows = Array.from({ length: 50_001 }, (_, index) => ({ ...row, offset: String(index) }));
    await write([{ table: "spans", rows }], "stream:llm.spans:0:0-50000");
    await write([{ table: "spans", rows }], "stream:llm.spans:0:0-50000");
    expect(await count("spans")).toBe(50_001);
    expect(await count("spans", "uniqExact(offset)")).toBe(50_001);
  });

  test("empty blocks are no inserts", async () => {
    await write([{ table: "no_such_table", rows: [] }], "stream:llm.spans:0:0-0");
    expect((await counts())["spans"]).toBe(0);
  });

  test("rows of two thousand weeks fit into one block, and into few parts", async () => {
    const rows = Array.from({ length: 2_000 }, (_, week) =>
      toSpanRow(
        sampleSpan({ start_time: new Date(Date.UTC(1990, 0, 1 + 7 * week)).toISOString().replace("Z", "000000Z") }),
        { topic: "llm.spans", partition: 0, offset: String(week), idx: 0 },
        0,
      ),
    );
    await write([{ table: "spans", rows }], "stream:llm.spans:0:0-1999");
    expect(await count("spans")).toBe(2_000);
    expect(await count("spans", "uniqExact(_partition_id)")).toBe(64);
  });

  test("a row with a key that is no column is refused by name of the table, without its content", async () => {
    const error: unknown = await write(
      [{ table: "spans", rows: [{ tenant: "acme", prompt: "my secret" }] }],
      "t",
    ).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "store_unfit" });
    expect(String(error)).toContain("spans");
    expect(String(error)).not.toContain("secret");
  });

  test("an aborted write throws the reason of the abort", async () => {
    const reason = new Error("lane lost");
    const sink = createBlockSink(store.ingest);
    await expect(sink.write(sampleBlocks(1), "t", AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

async function killAndAwaitRestart(store: TestClickHouse): Promise<void> {
  const killed = store.server.pid();
  if (killed === undefined) throw new Error("no server to kill");
  process.kill(killed, "SIGKILL");
  await expect
    .poll(
      async () => {
        if (store.server.pid() === killed) return false;
        return store.ingest.ping().then(
          () => true,
          () => false,
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}
