import type { RowBlock } from "@parapet/delivery";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { createBlockSink } from "./block-sink.ts";
import { sampleBlocks } from "./testing/sample-blocks.ts";
import { startTestCluster, type TestCluster, type TestNode } from "./testing/start-test-cluster.ts";

const blocks = sampleBlocks(40);
const recheck = { streamId: "s", topic: "llm.spans", partition: 0, firstOffset: 0n, lastOffset: 39n };

describe("a range that is written again through a sharded table", () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
  });
  afterAll(() => cluster.stop());

  test("is completed on each shard, whichever of them lost its rows and its memory", async () => {
    const sinceMs = Date.now();
    const [first, second] = cluster.nodes;
    if (first === undefined || second === undefined) throw new Error("a shard is missing");
    await write(first, blocks);
    for (const [table, shard] of [
      ["spans", second],
      ["spans_1m", second],
      ["span_content", first],
    ] as const) {
      await shard.migrate.command(`TRUNCATE TABLE parapet_local.${table}`);
    }
    for (const node of cluster.nodes) await forget(node);
    await write(second, blocks, sinceMs);
    for (const node of cluster.nodes) {
      expect(await totals(node)).toEqual([{ spans: 40, contents: 40, findings: 40, calls: 40 }]);
    }
  });
});

function write({ ingest }: TestNode, range: readonly RowBlock[], sinceMs?: number): Promise<void> {
  const looked = sinceMs === undefined ? undefined : { ...recheck, sinceMs };
  return createBlockSink(ingest).write(range, "s:llm.spans:0:0-39", AbortSignal.timeout(20_000), looked);
}

/** As if ten thousand inserts had come between. */
async function forget({ migrate }: TestNode): Promise<void> {
  for (const table of ["spans", "spans_1m", "span_content", "findings", "findings_1m", "embeddings", "embeddings_1m"]) {
    for (const window of [0, 10_000]) {
      await migrate.command(
        `ALTER TABLE parapet_local.${table} MODIFY SETTING non_replicated_deduplication_window = ${window}`,
      );
    }
  }
}

function totals({ read }: TestNode): Promise<readonly unknown[]> {
  return read.query(
    `SELECT (SELECT count() FROM spans) AS spans, (SELECT count() FROM span_content) AS contents,
            (SELECT count() FROM findings) AS findings, (SELECT sum(calls) FROM spans_1m) AS calls`,
    {},
    z.record(z.string(), z.coerce.number()),
  );
}
