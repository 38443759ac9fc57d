import {
  createOtlpSpan,
  decodeMessage,
  encodeTraceRequest,
  holding,
  normaliseSpan,
  SpanBatchDecoder,
  withoutContent,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createLayeredBook } from "./layered-book.ts";
import { BatchPricer } from "./price-batch.ts";
import { priceSpan } from "./price-span.ts";
import { pricedSpanOfRow } from "./priced-span-of-row.ts";
import { createSheetSource } from "./sheet-source.ts";
import { entry, perMillion } from "./testing/book-of.ts";

const context = { tenant: "acme", receivedAtMs: Date.UTC(2026, 10, 20) };
const DAY_MS = 86_400_000;
const startMs = Date.UTC(2026, 10, 19);

/** Prices that change with the day, with the size of the context, with service tier and region. */
const book = createLayeredBook([
  createSheetSource(
    {
      source: "sheet",
      version: "7",
      entries: [
        entry({ inputUncached: "3", outputText: "15", cacheRead: "0.3" }),
        entry({ inputUncached: "4", outputText: "16" }, { effectiveFromMs: startMs - 5 * DAY_MS }),
        entry(
          { inputUncached: "1", outputText: "2" },
          {
            model: { kind: "exact", text: "model-y" },
            contextTiers: [{ above: 200, prices: perMillion({ inputUncached: "2", outputText: "4" }) }],
          },
        ),
        entry({ inputUncached: "900000000", outputText: "1" }, { model: { kind: "exact", text: "model-dear" } }),
      ],
    },
    (provider) => provider,
  ),
]);

function callAt(ms: number, attributes: Readonly<Record<string, AnyValue>>): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat",
    startTimeUnixNano: BigInt(ms) * 1_000_000n,
    endTimeUnixNano: BigInt(ms) * 1_000_000n + 5_000_000n,
    attributes: new Map(Object.entries({ "gen_ai.operation.name": "chat", ...attributes })),
  });
}

/** Prices a message on both paths, which have to agree. */
function expectAgreement(bytes: Uint8Array, decoder: SpanBatchDecoder, pricer: BatchPricer): void {
  const batch = decoder.decode(bytes, context);
  const objects = decodeMessage(bytes);
  if (batch.kind !== "ok" || objects.kind !== "ok") throw new Error("the message is sound");
  pricer.price(batch.value.batch);
  const rows = Array.from({ length: batch.value.batch.rows }, (_, row) => pricedSpanOfRow(batch.value.batch, row));
  const spans = objects.value.spans.map((span) => priceSpan(normaliseSpan(span, context), book));
  expect(rows.map((row) => row && withoutContent(row))).toEqual(spans.map((span) => withoutContent(span)));
}

describe("a batch is priced as its spans are", () => {
  const attributes = fc.record(
    {
      "gen_ai.operation.name": fc.constantFrom("chat", "embeddings", "invoke_agent", "execute_tool", "dream", ""),
      "gen_ai.provider.name": fc.constantFrom("openai", "bedrock", " "),
      "gen_ai.request.model": fc.constantFrom("model-x", "model-y", "model-dear", "unknown"),
      "gen_ai.response.model": fc.constantFrom("model-x", "model-y", "unknown"),
      "gen_ai.usage.input_tokens": fc.nat({ max: 400 }),
      "gen_ai.usage.output_tokens": fc.nat({ max: 400 }),
      "gen_ai.usage.cache_read.input_tokens": fc.nat({ max: 400 }),
      "gen_ai.usage.reasoning.output_tokens": fc.nat({ max: 40 }),
      "gen_ai.openai.response.service_tier": fc.constantFrom("batch", "priority", "Default", "odd"),
      "cloud.region": fc.constantFrom("eu-west-1", "us-east-1"),
    },
    { requiredKeys: [] },
  );
  const time = fc.integer({ min: startMs - 10 * DAY_MS, max: startMs });

  test("for calls of any usage, model and time", () => {
    const decoder = new SpanBatchDecoder();
    const pricer = new BatchPricer(book);
    const calls = fc.array(fc.tuple(time, attributes), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(calls, (sent) => {
        expectAgreement(encodeTraceRequest(sent.map(([ms, told]) => callAt(ms, told))), decoder, pricer);
      }),
      { numRuns: 500 },
    );
  });

  const call = { "gen_ai.request.model": "model-x", "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 2 };

  test("in columns, where they can say what it costs", () => {
    const decoded = new SpanBatchDecoder().decode(encodeTraceRequest([callAt(startMs, call)]), context);
    if (decoded.kind !== "ok") throw new Error("the message is sound");
    new BatchPricer(book).price(decoded.value.batch);
    expect(decoded.value.batch.held[0]).toBe(holding.columns);
    expect(pricedSpanOfRow(decoded.value.batch, 0)?.cost_usd).toBe("0.000072");
  });

  test("where the text table has no room for the names of the prices", () => {
    const names = ["agent.name", "tool.name", "prompt.name", "response.model"].map((name) => `gen_ai.${name}`);
    const flood = Array.from({ length: 4_200 }, (_, at) =>
      callAt(
        startMs,
        Object.fromEntries([["gen_ai.request.model", "model-x"], ...names.map((key) => [key, key + at])]),
      ),
    );
    const bytes = encodeTraceRequest([callAt(startMs, call), ...flood]);
    expectAgreement(bytes, new SpanBatchDecoder(), new BatchPricer(book));
  });

  test("whichever decoder read it", () => {
    const pricer = new BatchPricer(book);
    const decoders = [new SpanBatchDecoder(), new SpanBatchDecoder()];
    for (const [at, model] of ["model-x", "model-y", "model-y", "model-x"].entries()) {
      const bytes = encodeTraceRequest([callAt(startMs, { ...call, "gen_ai.request.model": model })]);
      expectAgreement(bytes, decoders[at % 2] ?? new SpanBatchDecoder(), pricer);
    }
  });
});
