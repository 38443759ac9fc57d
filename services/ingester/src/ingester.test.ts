import { defaultSensitivePolicy } from "@parapet/sensitive";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { createNoopMeter, ProxyTracerProvider } from "@opentelemetry/api";
import { createBlockSink, saysContent, toSpanContentRow, toSpanRow } from "@parapet/clickhouse";
import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import type {
  BlockSink,
  DeadLetterRecord,
  DeadLetterSink,
  Message,
  OutgoingMessage,
  RowBlock,
  Source,
} from "@parapet/delivery";
import { createInProcessBus } from "@parapet/kafka";
import { createGenaiPriceBook } from "@parapet/prices";
import { priceSpan } from "@parapet/pricing";
import {
  createKeyedByteHash,
  createKeyedHash,
  silentLogger,
  systemClock,
  type LogFields,
  type Logger,
} from "@parapet/runtime";
import {
  createOtlpSpan,
  decodeTraceRequestJson,
  encodeTraceRequest,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";
import { fixturesFolder, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { createRedactions } from "./redactions.ts";
import { createIngester } from "./ingester.ts";
import { measureSpan } from "./measure-span.ts";
import { contentModes, type ContentMode } from "@parapet/sensitive";
import { readSpans } from "./read-spans.ts";

const HASH_KEY = "a key of this test alone";
const hash = createKeyedHash(HASH_KEY);
const tables = ["spans", "span_content", "findings", "dead_letters", "ledger"] as const;
type Table = (typeof tables)[number];

const left = clickhouseAvailability();
const never = new AbortController().signal;

let store: TestClickHouse;
beforeAll(async () => {
  if (left === null) store = await startTestClickHouse();
});
afterAll(() => store?.stop());
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  for (const table of [...tables, "spans_1m", "findings_1m"])
    await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
});

interface Bed {
  readonly send: (values: readonly Uint8Array[]) => Promise<void>;
  readonly logLines: string[];
}

interface BedOptions {
  /** Wraps what the ingester reads from. */
  readonly source?: (source: Source) => Source;
  readonly blocks?: (blocks: BlockSink) => BlockSink;
  readonly content?: ContentMode;
  readonly deadLetters?: DeadLetterSink;
}

let streams = 0;

/** The ingester between the in-process bus and the store: `send` resolves when the messages are stored. */
async function startBed(options: BedOptions = {}): Promise<Bed> {
  streams += 1;
  const bus = createInProcessBus({
    topic: "llm.spans",
    streamId: `stream-${streams}`,
    range: { maxMessages: 100, maxBytes: 64 * 1024 * 1024, maxWaitMs: 1 },
    maxQueuedBytes: 256 * 1024 * 1024,
    log: silentLogger,
    clock: systemClock,
    backOff: { initialMs: 1, maxMs: 1 },
  });
  const logLines: string[] = [];
  const source = bus.source("ingester", { durable: true });
  const blocks = createBlockSink(store.ingest);
  const ingester = createIngester({
    source: options.source?.(source) ?? source,
    blocks: options.blocks?.(blocks) ?? blocks,
    prices: createGenaiPriceBook(),
    redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: HASH_KEY }),
    hash,
    hashBytes: createKeyedByteHash(HASH_KEY),
    capture: { default: options.content ?? "redacted", rules: [] },
    ...(options.deadLetters === undefined ? {} : { deadLetters: options.deadLetters }),
    topicTenants: new Map(),
    meter: createNoopMeter(),
    tracer: new ProxyTracerProvider().getTracer("test"),
    log: keepingLogger(logLines),
  });
  await ingester.start();
  stops.push(() => ingester.stop());
  const producer = bus.producer();
  const outgoing = (value: Uint8Array): OutgoingMessage => ({
    key: null,
    value,
    headers: { "parapet-tenant": "acme" },
  });
  return { send: (values) => producer.send(values.map(outgoing), never), logLines };
}

function keepingLogger(lines: string[]): Logger {
  const keep = (message: string, fields: LogFields = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  return { debug: keep, info: keep, warn: keep, error: keep, child: () => keepingLogger(lines) };
}

async function count(table: Table | "spans_1m" | "findings_1m"): Promise<number> {
  const rows = await store.read.query(
    "SELECT count() AS n FROM {table:Identifier}",
    { table },
    z.object({ n: z.coerce.number() }),
  );
  return rows[0]?.n ?? Number.NaN;
}

const counts = (): Promise<readonly number[]> => Promise.all(tables.map(count));

async function ledgerSums() {
  const sum = z.object({ stored: z.coerce.number(), dead: z.coerce.number(), dropped: z.coerce.number() });
  const sql =
    "SELECT sum(spans_stored) AS stored, sum(spans_dead_lettered) AS dead, sum(spans_dropped) AS dropped FROM ledger";
  return (await store.read.query(sql, {}, sum))[0];
}

let spanIds = 0;

function chat(content: string, attributes: Record<string, AnyValue> = {}, fields: Partial<OtlpSpan> = {}): OtlpSpan {
  spanIds += 1;
  const start = BigInt(Date.now()) * 1_000_000n;
  return createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: spanIds.toString(16).padStart(16, "0"),
    name: "chat gpt-4o",
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    resource: new Map([["service.name", "shop"]]),
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", "gpt-4o"],
      ["gen_ai.usage.input_tokens", 1_000],
      ["gen_ai.usage.output_tokens", 200],
      ["gen_ai.input.messages", JSON.stringify([{ role: "user", parts: [{ type: "text", content }] }])],
      ...Object.entries(attributes),
    ]),
    ...fields,
  });
}

const noise = Uint8Array.of(0xff, 0xff, 0xff);

describe.skipIf(left !== null)(suiteName("the ingester", left), () => {
  it("stores every span of every message, with content, findings and what they cost", async () => {
    const { send } = await startBed();
    const request = (n: number) => encodeTraceRequest([chat(`question ${n}`), chat(`mail jane${n}@example.com`)]);
    await send(Array.from({ length: 20 }, (_, n) => request(n)));
    expect(await counts()).toEqual([40, 40, 20, 0, 20]);
    const spend = await store.read.query("SELECT sum(cost_usd) AS usd FROM spans", {}, z.object({ usd: z.string() }));
    expect(Number(spend[0]?.usd)).toBe(40 * 0.0045);
    expect(await ledgerSums()).toEqual({ stored: 40, dead: 0, dropped: 0 });
  });

  it("adds nothing to any table, rollups included, when a range is delivered again", async () => {
    const twice = (source: Source): Source => ({
      ...source,
      stop: () => source.stop(),
      lag: () => source.lag(),
      start: (handler) =>
        source.start(async (range, signal) => {
          await handler(range, signal);
          await handler(range, signal);
        }),
    });
    const { send } = await startBed({ source: twice });
    await send([encodeTraceRequest([chat("mail jane@example.com"), chat("hello")]), noise]);
    expect(await counts()).toEqual([2, 2, 1, 1, 2]);
    const calls = await store.read.query(
      "SELECT sum(calls) AS n FROM spans_1m",
      {},
      z.object({ n: z.coerce.number() }),
    );
    const found = await store.read.query(
      "SELECT sum(findings) AS n FROM findings_1m",
      {},
      z.object({ n: z.coerce.number() }),
    );
    expect([calls[0]?.n, found[0]?.n]).toEqual([2, 1]);
  });

  it("stores a range once when the store took it but its answer was lost", async () => {
    // The first attempt ends after two tables, the second after all.
    const losses = ["span_content", "ledger"];
    const flaky = (blocks: BlockSink): BlockSink => ({
      write: async (written, token, signal) => {
        await blocks.write(written, token, signal);
        if (!written.some(({ table }) => table === losses[0])) return;
        losses.shift();
        throw new Error("the connection was lost");
      },
    });
    const { send } = await startBed({ blocks: flaky });
    await send([encodeTraceRequest([chat("mail jane@example.com")])]);
    expect(losses).toEqual([]);
    expect(await counts()).toEqual([1, 1, 1, 0, 1]);
  });

  it("dead-letters what cannot be read, stores the rest, and the ledger adds up", async () => {
    const { send, logLines } = await startBed();
    const unusable = chat("no id", {}, { spanId: "0".repeat(16) });
    await send([
      noise,
      encodeTraceRequest([chat("hello"), unusable]),
      new Uint8Array(),
      encodeTraceRequest([chat("bye")]),
    ]);
    const letter = z.object({ offset: z.string(), idx: z.number(), reason: z.string(), tenant: z.string() });
    const letters = await store.read.query(
      "SELECT offset, idx, reason, tenant FROM dead_letters ORDER BY offset",
      {},
      letter,
    );
    expect(letters).toEqual([
      { offset: "0", idx: -1, reason: "undecodable_protobuf", tenant: "acme" },
      { offset: "1", idx: 1, reason: "invalid_span_id", tenant: "acme" },
      { offset: "2", idx: -1, reason: "empty_message", tenant: "acme" },
    ]);
    expect(await ledgerSums()).toEqual({ stored: 2, dead: 3, dropped: 0 });
    expect(logLines).toHaveLength(3);
  });

  it("tells the sink of dead letters before the range is done, and again when that was not known to be durable", async () => {
    const told: DeadLetterRecord[][] = [];
    const deadLetters: DeadLetterSink = {
      write: async (letters) => {
        told.push([...letters]);
        if (told.length === 1) throw new Error("the broker did not answer");
      },
      stop: () => Promise.resolve(),
    };
    const { send } = await startBed({ deadLetters });
    await send([noise, encodeTraceRequest([chat("hello")])]);
    const letter = {
      topic: "llm.spans",
      offset: 0n,
      idx: -1,
      reason: "undecodable_protobuf",
      stage: "ingester",
      sizeBytes: 3,
    };
    expect(told).toEqual([[expect.objectContaining(letter)], [expect.objectContaining(letter)]]);
    expect(await counts()).toEqual([1, 1, 0, 1, 2]);
  });

  it.each([
    ["none", 0, false],
    ["redacted", 1, false],
    ["full", 1, true],
  ] as const)("with content %s keeps the texts of %i spans; as they were sent: %s", async (content, kept, isAsSent) => {
    const { send } = await startBed({ content });
    await send([encodeTraceRequest([chat("write to jane@example.com")])]);
    expect([await count("spans"), await count("span_content")]).toEqual([1, kept]);
    const rows = await store.read.query("SELECT * FROM span_content", {}, z.unknown());
    expect(JSON.stringify(rows).includes("jane@example.com")).toBe(isAsSent);
    const measured = await store.read.query("SELECT prompt_hash FROM spans", {}, z.object({ prompt_hash: z.string() }));
    expect(measured).toEqual([{ prompt_hash: hash("write to jane@example.com") }]);
  });

  it.each(contentModes)(
    "adds only what is missing when a range comes again after very long, with content %s",
    async (content) => {
      const late = (source: Source): Source => ({
        ...source,
        stop: () => source.stop(),
        lag: () => source.lag(),
        start: (handler) =>
          source.start(async (range, signal) => {
            await handler(range, signal);
            await store.migrate.command("ALTER TABLE spans DELETE WHERE offset = 0 SETTINGS mutations_sync = 1");
            // Another last offset makes another token: as if the store had forgotten the first.
            await handler({ ...range, lastOffset: range.lastOffset + 1_000n, recheckSinceMs: Date.now() }, signal);
          }),
      });
      const { send } = await startBed({ content, source: late });
      await send([encodeTraceRequest([chat("hello")]), encodeTraceRequest([chat("how are you?")])]);
      expect([await count("spans"), await count("ledger")]).toEqual([2, 2]);
    },
  );

  it("leaves no personal data in any table or log line", async () => {
    const planted = ["jane.doe@example.com", "4111 1111 1111 1111", "+1 415 555 0132", "536-90-4399", "203.0.113.77"];
    const { send, logLines } = await startBed();
    const text = planted.join(" and ");
    const attributes = {
      "http.url": text,
      "user.id": text,
      [text]: text,
      "gen_ai.request.model": text,
      "error.type": text,
    };
    const spans = [chat(text, attributes, { name: text, statusMessage: text, scopeName: text, traceState: text })];
    const broken = new TextEncoder().encode(`{"resourceSpans": "${text}"`);
    await send([encodeTraceRequest(spans), broken]);
    for (const table of tables) {
      const rows = await store.read.query(
        "SELECT * FROM {table:Identifier}",
        { table },
        z.record(z.string(), z.unknown()),
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const value of planted) expect(JSON.stringify(rows)).not.toContain(value);
    }
    for (const value of planted) expect(logLines.join("\n")).not.toContain(value);
  });

  it.each(contentModes)("stores whatever a sender makes of a span, with content %s", async (content) => {
    const { send } = await startBed({ content });
    const awkwardText = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc.string({ unit: fc.constantFrom("\\", '"', "\ud83e", "\udd9c", "\u0000", "\n", "{", "["), maxLength: 10 }),
      fc.constantFrom("__proto__", "NaN", "1e400", "-0", "9223372036854775808", "[[[[[[", '{"a":"\\ud83e"}'),
    );
    const awkwardNumber = fc.oneof(
      fc.double(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    );
    const awkward: fc.Arbitrary<AnyValue> = fc.oneof(
      awkwardText,
      awkwardNumber,
      fc.boolean(),
      fc.uint8Array({ maxLength: 8 }),
      fc.array(awkwardText, { maxLength: 3 }),
      fc.array(fc.tuple(awkwardText, awkwardNumber), { maxLength: 3 }).map((entries): AnyValue => new Map(entries)),
    );
    const key = fc.oneof(
      awkwardText,
      fc.constantFrom(
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.request.max_tokens",
        "gen_ai.request.temperature",
        "gen_ai.request.top_p",
        "gen_ai.request.model",
        "gen_ai.response.finish_reasons",
        "gen_ai.response.time_to_first_chunk",
        "gen_ai.server.time_to_first_token",
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.request.stream",
        "llm.token_count.total",
        "llm.input_messages.0.message.content",
        "llm.invocation_parameters",
        "user.id",
        "tag.tags",
      ),
    );
    const time = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constant(BigInt(Date.now()) * 1_000_000n));
    const span = fc
      .record({
        name: awkwardText,
        startTimeUnixNano: time,
        endTimeUnixNano: time,
        kind: fc.nat(9),
        statusCode: fc.nat(5),
        statusMessage: awkwardText,
        attributes: fc.array(fc.tuple(key, awkward), { maxLength: 8 }),
      })
      .map(({ attributes, ...fields }) => chat(fields.name, Object.fromEntries(attributes), fields));
    // `Object.fromEntries` after `chat` keeps the usual facts unless one of the awkward ones replaces them.
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(span, { minLength: 20, maxLength: 40 }), async (spans) => {
        await send([encodeTraceRequest(spans)]);
        sent += spans.length;
        expect(await ledgerSums()).toEqual({ stored: sent, dead: 0, dropped: 0 });
      }),
      { numRuns: 10, endOnFailure: true },
    );
    expect(await count("spans")).toBe(sent);
  });
});

const folder = fixturesFolder();
const missing = left ?? (folder === null ? "no fixtures" : null);

describe.skipIf(missing !== null)(suiteName("the ingester on requests of real SDKs", missing), () => {
  const requests = (): readonly object[] => {
    const path = join(folder ?? "", "spans/langfuse-mapping-cases.json");
    const corpus = z.object({ cases: z.array(z.object({ calls: z.array(z.record(z.string(), z.unknown())) })) });
    return corpus.parse(JSON.parse(readFileSync(path, "utf8"))).cases.flatMap(({ calls }) => calls);
  };

  it("stores all their spans", async () => {
    const { send } = await startBed();
    const sent = requests();
    await send(sent.map((request) => new TextEncoder().encode(JSON.stringify(request))));
    const sums = await ledgerSums();
    expect(await count("ledger")).toBe(sent.length);
    expect(await count("spans")).toBe(sums?.stored);
    expect(await count("dead_letters")).toBe(sums?.dead);
    expect(sums?.stored).toBeGreaterThan(sent.length / 2);
  });

  it("stores from columns what it would store from objects", async () => {
    const messages: Message[] = [];
    const watched = (source: Source): Source => ({
      ...source,
      stop: () => source.stop(),
      lag: () => source.lag(),
      start: (handler) =>
        source.start(async (range, signal) => {
          messages.push(...range.messages);
          await handler(range, signal);
        }),
    });
    const { send } = await startBed({ content: "full", source: watched });
    const sent = requests().flatMap((request) => {
      const decoded = decodeTraceRequestJson(request);
      return decoded.kind === "ok" && decoded.value.spans.length > 0 ? [encodeTraceRequest(decoded.value.spans)] : [];
    });
    await send(sent);
    const fromColumns = [await storedRows("spans"), await storedRows("span_content")];
    for (const table of ["spans", "span_content"])
      await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
    await createBlockSink(store.ingest).write(rowsByObjects(messages), "by objects", never);
    expect(fromColumns).toEqual([await storedRows("spans"), await storedRows("span_content")]);
    expect(fromColumns[0]?.length).toBeGreaterThan(sent.length / 2);
  });
});

function storedRows(table: Table): Promise<readonly unknown[]> {
  const sql = "SELECT * FROM {table:Identifier} ORDER BY partition, offset, idx";
  return store.read.query(sql, { table }, z.record(z.string(), z.unknown()));
}

function rowsByObjects(messages: readonly Message[]): readonly RowBlock[] {
  const prices = createGenaiPriceBook();
  const rows = messages.flatMap((message) =>
    readSpans(message, "acme", (span) => measureSpan(priceSpan(span, prices), hash)).done.map(({ idx, value }) => {
      const { topic, partition, offset } = message;
      return { span: value, place: { topic, partition, offset: offset.toString(), idx } };
    }),
  );
  return [
    { table: "spans", rows: rows.map(({ span, place }) => toSpanRow(span, place, 0)) },
    {
      table: "span_content",
      rows: rows.flatMap(({ span, place }) => (saysContent(span) ? toSpanContentRow(span, place) : [])),
    },
  ];
}
