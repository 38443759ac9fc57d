import { createOtlpSpan, normaliseSpan, type AnyValue, type OtlpSpan } from "@parapet/span";
import fc from "fast-check";
import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { createBlockSink } from "./block-sink.ts";
import { toSpanContentRow, toSpanRow } from "./span-row.ts";

const countSchema = z.object({ n: z.coerce.number() });

/** A row that the store refuses stops its partition for ever, so whatever can be sent must become one that it takes. */
describe("spans that mean harm", () => {
  let store: TestClickHouse;
  let spanCount = 0;
  let writeCount = 0;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  const stored = async (table: string, expression: string): Promise<number> => {
    const [row] = await store.read.query(`SELECT ${expression} AS n FROM ${table}`, {}, countSchema);
    return row?.n ?? -1;
  };
  const write = async (spans: readonly OtlpSpan[], receivedAtMs: number): Promise<void> => {
    const normalised = spans.map((span) => normaliseSpan(span, { tenant: "acme", receivedAtMs }));
    const at = (idx: number) => ({ topic: "llm.spans", partition: 0, offset: String(writeCount), idx });
    const blocks = [
      { table: "spans", rows: normalised.map((span, idx) => toSpanRow(span, at(idx), 0)) },
      { table: "span_content", rows: normalised.map((span, idx) => toSpanContentRow(span, at(idx))) },
    ];
    await createBlockSink(store.ingest).write(blocks, `stream:${writeCount}`, AbortSignal.timeout(20_000));
    spanCount += spans.length;
    writeCount += 1;
  };

  test("are stored, every one, and counted in the rollup", { timeout: 60_000 }, async () => {
    const batches = fc.array(hostileSpan, { minLength: 30, maxLength: 60 });
    await fc.assert(fc.asyncProperty(batches, receipt, write), { numRuns: 25 });
    expect(await stored("spans", "count()")).toBe(spanCount);
    expect(await stored("span_content", "count()")).toBe(spanCount);
    expect(await stored("spans_1m", `sumIf(calls, minute > ${kept})`)).toBe(
      await stored("spans", `countIf(start_time > ${kept})`),
    );
  });
});

/** Rollups forget minutes older than 400 days at once. */
const kept = "now('UTC') - INTERVAL 399 DAY";

/** Broker times as `Message` bounds them. */
const receipt = fc.oneof(fc.constantFrom(0, 1, 9_223_372_036_854), fc.integer({ min: 0, max: 9_223_372_036_854 }));

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "\0",
    "\uD800",
    '\\ud83d"',
    "NULL",
    "\\N",
    "nan",
    "1e400",
    "-1",
    "9".repeat(400),
    "x".repeat(70_000),
  ),
  fc.constantFrom("9999-12-31T23:59:59Z", "-271821-04-20T00:00:00Z", "+275760-09-13T00:00:00Z", "[1e999]", '{"a":'),
);
const number = fc.oneof(
  fc.double(),
  fc.bigInt(-(2n ** 63n), 2n ** 64n),
  fc.constantFrom(-0, -1, 0.5, Number.MIN_VALUE, Number.MAX_VALUE, 1e19, 2 ** 32, 2 ** 53, 500_000_000, 500_000_001),
);
const value: fc.Arbitrary<AnyValue> = fc.letrec<{ value: AnyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(text, tie("value")), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
})).value;

/** Attributes behind columns that are no plain text, and some that are. */
const knownKey = fc.constantFrom(
  "gen_ai.operation.name",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.total_tokens",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.cache_creation.input_tokens",
  "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens",
  "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens",
  "gen_ai.usage.audio.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
  "gen_ai.request.max_tokens",
  "gen_ai.request.temperature",
  "gen_ai.request.top_p",
  "gen_ai.request.stream",
  "gen_ai.response.time_to_first_chunk",
  "completion_start_time",
  "gen_ai.response.finish_reasons",
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.completion.0.finish_reason",
  "openinference.span.kind",
  "llm.invocation_parameters",
  "tag.tags",
  "service.name",
  "__proto__",
);
const attributes = fc
  .array(fc.tuple(fc.oneof(knownKey, text), value), { maxLength: 12 })
  .map((entries) => new Map(entries));
const time = fc.oneof(
  fc.bigInt(0n, 2n ** 64n - 1n),
  fc.constantFrom(0n, 1n, 2n ** 63n - 1n, 2n ** 63n, 4_294_967_296n * 1_000_000_000n, 1_763_000_000_000_000_000n),
);
const id = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw) => Buffer.from(raw).toString("hex"));

const hostileSpan = fc
  .record({
    traceId: id(16),
    spanId: id(8),
    name: text,
    traceState: text,
    kind: fc.integer(),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    resource: attributes,
    scopeName: text,
    scopeAttributes: attributes,
    statusCode: fc.integer(),
    statusMessage: text,
    events: fc.array(fc.record({ name: text, timeUnixNano: time, attributes }), { maxLength: 2 }),
  })
  .map(createOtlpSpan);
