import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { toSpanRow } from "../span-row.ts";
import { sampleSpan, startTestClickHouse, type TestClickHouse } from "../testing/index.ts";

describe("spans_unique", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  let offset = 0;
  const send = (overrides: Parameters<typeof sampleSpan>[0] = {}): Promise<void> => {
    const place = { topic: "llm.spans", partition: 0, offset: String(offset++), idx: 0 };
    const options = { token: crypto.randomUUID(), signal: AbortSignal.timeout(10_000) };
    return store.ingest.insert("spans", [toSpanRow(sampleSpan(overrides), place, 0)], options);
  };
  const rows = (sql: string): Promise<readonly Record<string, unknown>[]> =>
    store.read.query(sql, {}, z.record(z.string(), z.unknown()));

  test.each(["before", "after"])(
    "has a span once that was sent in several messages, %s their parts are merged",
    async (when) => {
      if (when === "before") {
        for (let copy = 0; copy < 3; copy += 1) await send();
        await send({ span_id: "1111111111111111" });
        await send({ tenant: "bravo" });
      } else await store.migrate.command("OPTIMIZE TABLE spans FINAL");
      expect(await rows("SELECT count() AS n FROM spans")).toEqual([{ n: "5" }]);
      expect(await rows("SELECT tenant, span_id, offset FROM spans_unique ORDER BY tenant, span_id")).toEqual([
        { tenant: "acme", span_id: "1111111111111111", offset: "3" },
        { tenant: "acme", span_id: "b7ad6b7169203331", offset: "0" },
        { tenant: "bravo", span_id: "b7ad6b7169203331", offset: "4" },
      ]);
    },
  );

  test("has a span that a later one corrects under the same id, because it is another span", async () => {
    await send({ tenant: "cargo", start_time: "2026-11-20T10:15:30.000000001Z" });
    await send({ tenant: "cargo", start_time: "2026-11-20T10:15:30.000000002Z" });
    expect(await rows("SELECT count() AS n FROM spans_unique WHERE tenant = 'cargo'")).toEqual([{ n: "2" }]);
  });

  test("answers conditions on what is no key from the copy that it shows", async () => {
    await send({ tenant: "delta", status: "ok" });
    await send({ tenant: "delta", status: "error" });
    expect(await rows("SELECT status FROM spans_unique WHERE tenant = 'delta'")).toEqual([{ status: "ok" }]);
    expect(await rows("SELECT status FROM spans_unique WHERE tenant = 'delta' AND status = 'error'")).toEqual([]);
  });
});
