import { createKeyedHash } from "@parapet/runtime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { toSpanRow } from "../span-row.ts";
import { sampleSpan } from "../testing/index.ts";
import { startTestCluster, type TestCluster, type TestNode } from "../testing/start-test-cluster.ts";
import { eraseSubject } from "./erase-subject.ts";

let cluster: TestCluster;
let first: TestNode;
beforeAll(async () => {
  cluster = await startTestCluster();
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error("a shard is missing");
  first = node;
  const spans = Array.from({ length: 200 }, (_, n) => {
    const trace_id = (n >> 1).toString(16).padStart(32, "0");
    // Of each trace one span names the user, or another one, and one names nobody.
    const user_id = n % 2 === 1 ? "" : n % 8 === 0 ? "user-1" : "user-2";
    const span = sampleSpan({ trace_id, span_id: n.toString(16).padStart(16, "0"), user_id, session_id: "" });
    return toSpanRow(span, { topic: "llm.spans", partition: 0, offset: String(n), idx: 0 }, 0);
  });
  await first.ingest.insert("spans", spans, { token: "spans", signal: AbortSignal.timeout(20_000) });
});
afterAll(() => cluster.stop());

const subject = { tenant: "acme", userId: "user-1", sessionIds: [] };
const options = () => ({
  hash: createKeyedHash("a key for tests, long enough"),
  requestedBy: "dpo",
  dryRun: false,
  topology: cluster.topology,
  signal: AbortSignal.timeout(60_000),
});

test("an erasure on a cluster says so when a shard was not reached, and forgets the subject when all are named", async () => {
  await expect(eraseSubject(first.migrate, subject, options())).rejects.toThrow(/erasure_incomplete|name every server/);
  const servers = cluster.nodes.map((node) => node.migrate);
  const report = await eraseSubject(first.migrate, subject, { ...options(), servers });
  expect(report.after["spans"]).toBe(0);
  const left = await first.read.query(
    "SELECT user_id, count() AS spans FROM spans GROUP BY user_id ORDER BY user_id",
    {},
    z.object({ user_id: z.string(), spans: z.coerce.number() }),
  );
  expect(left).toEqual([
    { user_id: "", spans: 75 },
    { user_id: "user-2", spans: 75 },
  ]);
  const journal = await first.read.query(
    "SELECT event, count() AS n FROM erasures GROUP BY event ORDER BY event",
    {},
    z.object({ event: z.string(), n: z.coerce.number() }),
  );
  expect(journal).toEqual([
    { event: "began", n: 4 },
    { event: "erased", n: 2 },
  ]);
}, 120_000);
