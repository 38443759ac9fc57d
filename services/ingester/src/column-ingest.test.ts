import { readFileSync } from "node:fs";
import { join } from "node:path";

import { saysContent, toSpanContentRow, toSpanRow } from "@parapet/clickhouse";
import { nativeRowsOf, readNativeBlock, type NativeRow } from "@parapet/clickhouse/testing";
import type { Block, Message } from "@parapet/delivery";
import { createGenaiPriceBook } from "@parapet/prices";
import { priceSpan } from "@parapet/pricing";
import { createKeyedByteHash, createKeyedHash } from "@parapet/runtime";
import { defaultSensitivePolicy } from "@parapet/sensitive";
import {
  createOtlpSpan,
  decodeTraceRequestJson,
  encodeTraceRequest,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";

import type { ContentMode } from "@parapet/sensitive";
import { createRedactions } from "./redactions.ts";
import { ingestMessage } from "./ingest-message.ts";
import { ColumnIngest, type ColumnIngestDeps } from "./column-ingest.ts";
import { measureSpan } from "./measure-span.ts";
import { readSpans } from "./read-spans.ts";

const KEY = "a key of this test alone";
const hash = createKeyedHash(KEY);
const prices = createGenaiPriceBook();
const receivedAtMs = Date.UTC(2026, 2, 1, 12);

const depsOf = (mode: ContentMode): ColumnIngestDeps => ({
  redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: KEY }),
  capture: { default: mode, rules: [] },
  prices,
  hash,
  hashBytes: createKeyedByteHash(KEY),
  topicTenants: new Map(),
});

const full = new ColumnIngest(depsOf("full"));
const searching = (["redacted", "hash", "none"] as const).map((mode) => {
  return { deps: depsOf(mode), ingest: new ColumnIngest(depsOf(mode)) };
});

function message(value: Uint8Array | null, offset = 7n): Message {
  const headers = { "parapet-tenant": "acme" };
  return { topic: "llm.spans", partition: 3, offset, timestampMs: receivedAtMs, key: null, value, headers };
}

/** Of no account. */
const accessKey = ["AKIA", "Z7QX4KJWN3PTYV6D"].join("");

let ids = 0;

function chat(told: Readonly<Record<string, AnyValue>> = {}, fields: Partial<OtlpSpan> = {}): OtlpSpan {
  ids += 1;
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: ids.toString(16).padStart(16, "0"),
    name: "chat gpt-4o",
    kind: 3,
    startTimeUnixNano: BigInt(receivedAtMs) * 1_000_000n - 5_123_456_789n,
    endTimeUnixNano: BigInt(receivedAtMs) * 1_000_000n - 1n,
    resource: new Map([["service.name", "shop"]]),
    scopeName: "sdk",
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", "gpt-4o"],
      ["gen_ai.usage.input_tokens", 1_000],
      ["gen_ai.usage.output_tokens", 200],
      ...Object.entries(told),
    ]),
    ...fields,
  });
}

const saying = (role: string, content: string): string =>
  JSON.stringify([{ role, parts: [{ type: "text", content }] }]);

/** Rows of a table, each with the columns that say something: one that is left out of a block is one that does not. */
function rowsIn(blocks: readonly Block[], table: string): readonly NativeRow[] {
  return blocks.flatMap((block) => {
    if (block.table !== table || "rows" in block) return [];
    const rows = [...block.pieces].flatMap((piece) => readNativeBlock(piece));
    expect(rows).toHaveLength(block.rowCount);
    return rows.map(said);
  });
}

function said(row: NativeRow): NativeRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !isZero(value)));
}

function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === "" || value === 0 || value === 0n || value === false;
}

/** The rows of messages by way of objects. */
function rowsByObjects(messages: readonly Message[]) {
  const stored = messages.flatMap((one) =>
    readSpans(one, "acme", (span) => measureSpan(priceSpan(span, prices), hash)).done.map(({ idx, value }) => {
      const { topic, partition, offset } = one;
      return { span: value, place: { topic, partition, offset: offset.toString(), idx } };
    }),
  );
  return {
    spans: nativeRowsOf(
      "spans",
      stored.map(({ span, place }) => toSpanRow(span, place, 0)),
    ).map(said),
    contents: nativeRowsOf(
      "span_content",
      stored.flatMap(({ span, place }) => (saysContent(span) ? toSpanContentRow(span, place) : [])),
    ).map(said),
  };
}

function expectSameRows(messages: readonly Message[], ingest = full): void {
  for (const one of messages) ingest.add(one, "stream");
  const { blocks, faults } = ingest.take();
  const expected = rowsByObjects(messages);
  expect(faults).toEqual([]);
  expect(rowsIn(blocks, "spans")).toEqual(expected.spans);
  expect(rowsIn(blocks, "span_content")).toEqual(expected.contents);
  for (const one of searching) expectSameCaptured(messages, one);
}

function expectSameCaptured(messages: readonly Message[], { deps, ingest }: (typeof searching)[number]): void {
  for (const one of messages) ingest.add(one, "stream");
  const { blocks, faults, spans } = ingest.take();
  const rows = messages.map((one) => ingestMessage(one, "stream", deps));
  const tables = [rows.flatMap((one) => one.spans), rows.flatMap((one) => one.contents)];
  expect(faults).toEqual([]);
  expect(spans).toBe(tables[0]?.length);
  expect(rowsIn(blocks, "spans")).toEqual(nativeRowsOf("spans", tables[0] ?? []).map(said));
  expect(rowsIn(blocks, "span_content")).toEqual(nativeRowsOf("span_content", tables[1] ?? []).map(said));
  const findings = blocks.flatMap((block) => (block.table === "findings" && "rows" in block ? block.rows : []));
  expect(findings).toEqual(rows.flatMap((one) => one.findings));
}

describe("rows of columns are those of objects", () => {
  test.each<readonly [label: string, spans: readonly OtlpSpan[]]>([
    [
      "a call with a prompt and an answer",
      [
        chat({
          "gen_ai.input.messages": saying("user", "Why?"),
          "gen_ai.output.messages": saying("assistant", "Because."),
        }),
      ],
    ],
    [
      "text beyond ASCII, and escapes",
      [chat({ "gen_ai.input.messages": saying("user", 'Grüße,\n"你好" 🎉 \\ \u0007') })],
    ],
    [
      "finish reasons, as a list and alone",
      [
        chat({ "gen_ai.response.finish_reasons": ["stop", "", "length"] }),
        chat({ "gen_ai.response.finish_reasons": "stop" }),
      ],
    ],
    [
      "a streamed call with ids",
      [
        chat({
          "gen_ai.request.stream": true,
          "gen_ai.response.time_to_first_chunk": 0.25,
          "gen_ai.response.id": "chatcmpl-7",
          "user.id": "u",
          "gen_ai.conversation.id": "c",
        }),
      ],
    ],
    ["no GenAI operation", [chat({}, { attributes: new Map([["http.route", "/"]]) })]],
    ["an unknown model", [chat({ "gen_ai.request.model": "nobody-knows-it" })]],
    ["calls inside one another", [chat({}, { spanId: "1".repeat(16) }), chat({}, { parentSpanId: "1".repeat(16) })]],
    [
      "odd spans between plain ones",
      [chat(), chat({ "llm.is_streaming": "maybe", tags: ["a"] }), chat(), chat({ "gen_ai.usage.input_tokens": -1 })],
    ],
    ["attributes that no column takes", [chat({ "http.route": "/a", "app.flag": true, "app.list": ["x", 1] })]],
    ["a credential that only its key tells to be one", [chat({ "db.password": "Tr0cBq9ZfWk2LxPv7" })]],
    [
      "a call around another, whose id is an address and the key of both",
      [
        chat({}, { spanId: "1".repeat(16) }),
        chat({ "gen_ai.response.id": "eve.adams@gmail.com" }, { parentSpanId: "1".repeat(16) }),
      ],
    ],
    [
      "a finish reason that begins behind a length which reads as a digit",
      [chat({ "gen_ai.response.finish_reasons": [`${accessKey} ${"x".repeat(27)} y`] })],
    ],
    [
      "a secret of single letters from the first of a text to its last",
      [chat({ "gen_ai.input.messages": saying("user", accessKey.split("").join(" ")) })],
    ],
    [
      "an attribute whose name says what it is",
      [chat({ "db.password": "hunter2Blue9", "prompt{x": "my diary", "{key}": "jane@example.com" })],
    ],
    ["keys that become one", [chat({ "eve.adams@gmail.com": "a", "bob@gmail.com": "b", "<EMAIL_ADDRESS> (2)": "c" })]],
    ["a span that cannot be stored between two others", [chat(), chat({}, { spanId: "0".repeat(16) }), chat()]],
  ])("%s", (_, spans) => {
    expectSameRows([message(encodeTraceRequest(spans))]);
  });

  const word = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("", " ", "stop", "gpt-4o", "{", "\u0000", "jane@example.com", "10.0.0.7", "+1 415 555 0132"),
  );
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    word,
    fc.nat(5_000),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.array(word, { maxLength: 3 }),
    fc.constantFrom(
      saying("user", "hi there"),
      saying("assistant", 'He said "no"\n'),
      "[]",
      saying("user", "4111 1111 1111 1111"),
    ),
  );
  const key = fc.constantFrom(
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.reasoning.output_tokens",
    "gen_ai.request.max_tokens",
    "gen_ai.request.temperature",
    "gen_ai.request.model",
    "gen_ai.response.id",
    "gen_ai.response.finish_reasons",
    "gen_ai.request.stream",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "gen_ai.agent.name",
    "gen_ai.conversation.id",
    "error.type",
    "user.id",
    "server.address",
    "http.route",
    "deployment.environment.name",
  );
  const span = fc
    .record({
      told: fc.array(fc.tuple(key, value), { maxLength: 6 }),
      name: word,
      kind: fc.nat(7),
      statusCode: fc.nat(3),
      statusMessage: word,
      parent: fc.nat(40),
    })
    .map(({ told, parent, ...fields }) => {
      const parentSpanId =
        parent === 0
          ? ""
          : Math.max(1, ids - parent)
              .toString(16)
              .padStart(16, "0");
      return chat(Object.fromEntries(told), { ...fields, parentSpanId });
    });

  it("whatever a sender says", () => {
    const spans = fc.array(span, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 3 }), (messages) => {
        expectSameRows(messages.map((one, index) => message(encodeTraceRequest(one), BigInt(index))));
      }),
      { numRuns: 400 },
    );
  });

  it("whichever bytes of a message are damaged", () => {
    const damaged = fc.tuple(
      fc.array(span, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(damaged, ([spans, faults]) => {
        const bytes = Uint8Array.from(encodeTraceRequest(spans));
        for (const [at, byte] of faults) bytes[at % bytes.length] = byte;
        expectSameRows([message(bytes)]);
      }),
      { numRuns: 400 },
    );
  });
});

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("rows of columns of real SDKs' requests", fixturesAvailability()), () => {
  it("are those of objects, as protobuf and as JSON", () => {
    const corpus = z.object({ cases: z.array(z.object({ calls: z.array(z.record(z.string(), z.unknown())) })) });
    const text = readFileSync(join(folder ?? "", "spans/langfuse-mapping-cases.json"), "utf8");
    const calls = corpus.parse(JSON.parse(text)).cases.flatMap((one) => one.calls);
    for (const call of calls) {
      const decoded = decodeTraceRequestJson(call);
      if (decoded.kind !== "ok") continue;
      expectSameRows([message(encodeTraceRequest(decoded.value.spans)), message(Buffer.from(JSON.stringify(call)))]);
    }
  });
});

describe("a range without content", () => {
  const none = new ColumnIngest(depsOf("none"));

  it("has the measures of its texts, and none of the texts", () => {
    none.add(
      message(encodeTraceRequest([chat({ "gen_ai.input.messages": saying("user", "a secret word") })])),
      "stream",
    );
    const { blocks } = none.take();
    expect(blocks.map(({ table }) => table)).toEqual(["spans", "findings", "dead_letters", "ledger"]);
    expect(rowsIn(blocks, "spans")[0]).toMatchObject({ input_words: 3, prompt_hash: hash("a secret word") });
    const bytes = blocks.flatMap((block) => ("rows" in block ? [] : [...block.pieces]));
    expect(bytes.some((piece) => Buffer.from(piece).includes("secret"))).toBe(false);
  });
});

describe("a range whose rows are far larger than its messages", () => {
  const REPEATED_BYTES = 200_000;
  const SPANS = 300;
  const MESSAGES = 6;

  it("takes memory for little more than what was sent", () => {
    const resource = new Map([["blob", "r".repeat(REPEATED_BYTES)]]);
    const value = encodeTraceRequest(Array.from({ length: SPANS }, () => chat({}, { resource })));
    const before = process.memoryUsage().arrayBuffers;
    const ingest = new ColumnIngest(depsOf("full"));
    for (let offset = 0; offset < MESSAGES; offset += 1) ingest.add(message(value, BigInt(offset)), "stream");
    const { blocks } = ingest.take();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(0.9 * MESSAGES * SPANS * REPEATED_BYTES);
    let bytes = 0;
    for (const block of blocks) if (!("rows" in block)) for (const piece of block.pieces) bytes += piece.length;
    expect(bytes).toBeGreaterThan(MESSAGES * SPANS * REPEATED_BYTES);
  });
});

describe("what cannot be stored", () => {
  it("is a dead letter, and the ledger adds up", () => {
    full.add(message(Uint8Array.of(0xff, 0xff), 1n), "stream");
    full.add(message(null, 2n), "stream");
    full.add(message(encodeTraceRequest([chat(), chat({}, { spanId: "0".repeat(16) })]), 3n), "stream");
    const { blocks, spans, deadLetters } = full.take();
    expect(spans).toBe(1);
    expect(deadLetters.map(({ offset, idx, reason }) => [offset, idx, reason])).toEqual([
      ["1", -1, "undecodable_protobuf"],
      ["2", -1, "empty_message"],
      ["3", 1, "invalid_span_id"],
    ]);
    const ledger = blocks.at(-1);
    expect(ledger?.table === "ledger" && "rows" in ledger && ledger.rows).toEqual([
      expect.objectContaining({ offset: "1", spans_stored: 0, spans_dead_lettered: 1 }),
      expect.objectContaining({ offset: "2", spans_stored: 0, spans_dead_lettered: 1 }),
      expect.objectContaining({ offset: "3", spans_stored: 1, spans_dead_lettered: 1 }),
    ]);
  });

  it("is only the span that our own code fails on", () => {
    const failing = {
      ...prices,
      price: (query: Parameters<typeof prices.price>[0]) => {
        if (query.requestModel === "poison") throw new RangeError("the secret of jane@example.com");
        return prices.price(query);
      },
      resolve: (provider: string, requested: string, answered: string) => {
        if (requested === "poison") throw new RangeError("the secret of jane@example.com");
        return prices.resolve(provider, requested, answered);
      },
    };
    const ingest = new ColumnIngest({ ...depsOf("full"), prices: failing });
    const spans = [chat(), chat({ "gen_ai.request.model": "poison" }), chat()];
    ingest.add(message(encodeTraceRequest(spans)), "stream");
    const { blocks, deadLetters, faults } = ingest.take();
    expect(rowsIn(blocks, "spans").map(({ idx = 0 }) => idx)).toEqual([0, 2]);
    expect(deadLetters).toEqual([expect.objectContaining({ idx: 1, reason: "processing_failed" })]);
    expect(faults).toEqual(["RangeError", "RangeError"]);
  });

  it("leaves nothing behind in the next range", () => {
    full.add(message(encodeTraceRequest([chat()])), "stream");
    full.clear();
    expectSameRows([message(encodeTraceRequest([chat()]))]);
  });
});
