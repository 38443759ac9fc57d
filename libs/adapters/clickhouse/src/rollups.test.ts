import { sampleSpan, startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { toSpanRow } from "./span-row.ts";

describe("rollups", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    const spans = Array.from({ length: 100 }, (_, index) =>
      sampleSpan({
        span_id: String(index),
        ttft_ms: index + 1,
        status: index < 7 ? "error" : "ok",
        is_streaming: index < 10 ? null : true,
        cost_usd: index < 3 ? null : "0.000000000001",
        unpriced_reason: index < 3 ? "unknown_model" : "",
        input_tokens: index < 5 ? null : 10,
      }),
    );
    // Two inserts of one minute, so that states have to be merged.
    for (const half of [spans.slice(0, 50), spans.slice(50)]) {
      const rows = half.map((span) =>
        toSpanRow(span, { topic: "llm.spans", partition: 0, offset: span.span_id, idx: 0 }, 0),
      );
      await insert("spans", rows);
    }
    await insert("embeddings", [
      embedding("1", [1, 0]),
      embedding("2", [0, 1]),
      embedding("3", [0, 1]),
      embedding("4", [0, 1]),
    ]);
  });
  afterAll(() => store.stop());

  const insert = (table: string, rows: readonly object[]): Promise<void> =>
    store.ingest.insert(table, rows, { token: crypto.randomUUID(), signal: AbortSignal.timeout(10_000) });

  test.each(["before", "after"])("of spans count what happened, %s their parts are merged", async (when) => {
    if (when === "after") await store.migrate.command("OPTIMIZE TABLE spans_1m FINAL");
    const number = z.coerce.number();
    const rows = await store.read.query(
      `SELECT minute, sum(calls) AS calls, sum(errors) AS errors, sum(streamed) AS streamed, sum(unpriced) AS unpriced,
         sum(input_tokens_sum) AS input_tokens, sum(cost_usd_sum) AS cost_usd,
         quantilesTDigestMerge(0.5, 0.95, 0.99)(ttft_ms_state)[2] AS ttft_p95
       FROM spans_1m WHERE tenant = 'acme' GROUP BY minute`,
      {},
      z.object({
        minute: z.string(),
        calls: number,
        errors: number,
        streamed: number,
        unpriced: number,
        input_tokens: number,
        cost_usd: z.string(),
        ttft_p95: number,
      }),
    );
    expect(rows).toEqual([
      {
        minute: "2026-11-20T10:15:00Z",
        calls: 100,
        errors: 7,
        streamed: 90,
        unpriced: 3,
        input_tokens: 950,
        cost_usd: "0.000000000097",
        ttft_p95: expect.closeTo(95, -0.5) as number,
      },
    ]);
  });

  test("of spans count a call once, and what was corrected, in the minute of its span", async () => {
    const duplicate = { spend_role: "duplicate", cost_usd: null, status: "error", ttft_ms: 900 } as const;
    const spans = [sampleSpan({ cost_usd: "2" }), sampleSpan(duplicate), sampleSpan(duplicate)];
    const at = (idx: number) => ({ topic: "llm.spans", partition: 0, offset: "1", idx });
    const rows = spans.map((span, idx) => toSpanRow({ ...span, tenant: "bravo" }, at(idx), 0));
    await insert("spans", rows);
    const { trace_id, span_id, start_time, service_name, operation, provider, request_model, response_model } =
      sampleSpan();
    const key = { trace_id, span_id, start_time, service_name, operation, provider, request_model, response_model };
    const deltas = { calls_delta: -1, input_tokens_delta: -120, output_tokens_delta: -40, cost_delta_usd: "-0.5" };
    await insert("cost_adjustments", [{ ...at(0), tenant: "bravo", ...key, reason: "reprice", ...deltas }]);
    const sums = await store.read.query(
      `SELECT sum(calls) AS calls, sum(duplicates) AS duplicates, sum(errors) AS errors, sum(cost_usd_sum) AS usd,
         sum(input_tokens_sum) AS input, quantilesTDigestMerge(0.5, 0.95, 0.99)(ttft_ms_state)[3] AS ttft_p99
       FROM spans_1m WHERE tenant = 'bravo' GROUP BY minute`,
      {},
      z.record(z.string(), z.unknown()),
    );
    expect(sums).toEqual([{ calls: "0", duplicates: "2", errors: "0", usd: "1.5", input: "0", ttft_p99: 900 }]);
  });

  test("of embeddings merge into the mean vector", async () => {
    const rows = await store.read.query(
      "SELECT avgForEachMerge(centroid_state) AS centroid, sum(vectors) AS vectors FROM embeddings_1m WHERE part = 'input'",
      {},
      z.object({ centroid: z.array(z.number()), vectors: z.string() }),
    );
    expect(rows).toEqual([{ centroid: [0.25, 0.75], vectors: "4" }]);
  });
});

function embedding(offset: string, vector: readonly number[]): object {
  const { tenant, trace_id, span_id, start_time, service_name, request_model } = sampleSpan();
  const coordinates = { topic: "llm.spans", partition: 0, offset, idx: 0 };
  return {
    ...coordinates,
    tenant,
    trace_id,
    span_id,
    start_time,
    service_name,
    request_model,
    part: "input",
    model_version: "1",
    vector,
  };
}
