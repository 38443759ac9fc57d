import { sampleSpan, startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import type { Coordinates } from "./rows.ts";
import { toSpanContentRow, toSpanRow } from "./span-row.ts";

const anyRow = z.record(z.string(), z.unknown());
const coordinates: Coordinates = { topic: "llm.spans", partition: 3, offset: "18446744073709551615", idx: 7 };

describe("a row that is stored and read again", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  const storeAndRead = async (table: string, row: object): Promise<unknown> => {
    await store.migrate.command(`TRUNCATE TABLE ${table}`);
    await store.ingest.insert(table, [row], { token: crypto.randomUUID(), signal: AbortSignal.timeout(10_000) });
    const rows = await store.read.query(`SELECT * FROM ${table}`, {}, anyRow);
    expect(rows).toHaveLength(1);
    return rows[0];
  };
  // 64-bit integers are read as strings so that none loses digits.
  const asRead = (row: object): unknown =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]: [string, unknown]) => [
        key,
        key.endsWith("_tokens") && typeof value === "number" ? String(value) : value,
      ]),
    );

  test("a span is the same, to the nanosecond, the last decimal and the largest offset", async () => {
    const row = toSpanRow(sampleSpan({ cost_usd: "123456.123456789012" }), coordinates, 2);
    expect(await storeAndRead("spans", row)).toEqual(asRead(row));
  });

  test("what is unknown stays unknown: no null becomes zero", async () => {
    const row = toSpanRow(
      sampleSpan({
        end_time: null,
        duration_ms: null,
        input_tokens: null,
        output_tokens: null,
        input_cost_usd: null,
        output_cost_usd: null,
        cost_usd: null,
        ttft_ms: null,
        is_streaming: null,
        request_max_tokens: null,
        input_features: null,
      }),
      coordinates,
      0,
    );
    expect(await storeAndRead("spans", row)).toEqual(asRead(row));
  });

  test.each([
    ["beyond the basic plane", "🦜 ὕβρις 漢字"],
    ["control characters", 'a\u0000b\u0001\u007f\r\n\t"\\'],
    ["something that looks like an escape", "\\ud800 \\n"],
  ])("text is the same: %s", async (_label, text) => {
    const row = toSpanContentRow(sampleSpan({ system_instructions: text, attributes: { [text]: text } }), coordinates);
    expect(await storeAndRead("span_content", row)).toEqual(row);
  });

  test("a lone surrogate becomes U+FFFD instead of refusing the block", async () => {
    const row = toSpanContentRow(
      sampleSpan({ system_instructions: "a\ud800b", attributes: { "k\udc00": "v\udfff" } }),
      coordinates,
    );
    expect(await storeAndRead("span_content", row)).toMatchObject({
      system_instructions: "a\ufffdb",
      attributes: { "k\ufffd": "v\ufffd" },
    });
  });

  test.each(["1970-01-01T00:00:00.000000000Z", "2099-12-31T23:59:59.999999999Z"])(
    "the time %s is the same",
    async (start_time) => {
      const row = toSpanRow(sampleSpan({ start_time }), coordinates, 0);
      expect(await storeAndRead("spans", row)).toMatchObject({ start_time });
    },
  );
});
