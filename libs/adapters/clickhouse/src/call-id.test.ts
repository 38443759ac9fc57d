import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { toSpanRow } from "./span-row.ts";
import { sampleSpan, startTestClickHouse, type TestClickHouse } from "./testing/index.ts";

let store: TestClickHouse;
beforeAll(async () => {
  store = await startTestClickHouse();
});
afterAll(() => store.stop());

test("the call of a span reads the same, however it is stored", async () => {
  const call = { response_id: "resp-1", spend_role: "spend" } as const;
  const sent = [
    sampleSpan({ ...call, call_key: "resp-1" }),
    sampleSpan({ ...call, spend_role: "duplicate", call_key: "resp-1" }),
    sampleSpan({ ...call, call_key: "a/b" }),
    sampleSpan({ response_id: "resp-1", spend_role: "", call_key: "" }),
  ];
  const rows = sent.map((span, idx) => ({
    ...toSpanRow(span, { topic: "t", partition: 0, offset: "1", idx }, 0),
    span_id: String(idx),
  }));
  const before = rows.map((row, at) => ({
    ...row,
    idx: row.idx + 4,
    span_id: `${at}!`,
    call_key: sent[at]?.call_key ?? "",
  }));
  const stored = [...rows, ...before];
  await store.ingest.insert("spans", stored, { token: "calls", signal: AbortSignal.timeout(10_000) });

  const read = (sql: string) => store.read.query(sql, {}, z.object({ call: z.string() }));
  const calls = [...sent, ...sent].map(({ call_key }) => ({ call: call_key }));
  expect(rows.map(({ call_key }) => call_key)).toEqual(["", "", "a/b", ""]);
  expect(await read("SELECT call_id AS call FROM spans ORDER BY idx")).toEqual(calls);
  expect(await read("SELECT call_id AS call FROM spans_unique ORDER BY idx")).toEqual(calls);
  expect(await read("SELECT DISTINCT call_key AS call FROM spend WHERE call_key != '' ORDER BY call")).toEqual([
    { call: "a/b" },
    { call: "resp-1" },
  ]);
});
