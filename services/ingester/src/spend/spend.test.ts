import { defaultSensitivePolicy } from "@parapet/sensitive";
import { createBlockSink, type ClickHouse } from "@parapet/clickhouse";
import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import type { Message } from "@parapet/delivery";
import { createGenaiPriceBook } from "@parapet/prices";
import { unpriced, type PriceBook } from "@parapet/pricing";
import { createKeyedHash, silentLogger } from "@parapet/runtime";
import { createOtlpSpan, encodeTraceRequest, type AnyValue, type OtlpSpan } from "@parapet/span";
import { suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";

import { createRedactions } from "../redactions.ts";
import { ingestMessage } from "../ingest-message.ts";
import { reconcile, type ReconcileOptions, type ReconcileProgress } from "./reconcile.ts";
import { reprice, type RepriceProgress } from "./reprice.ts";
import { settleRecent } from "./spend-settler.ts";

const left = clickhouseAvailability();
const book = createGenaiPriceBook();
const base = Date.UTC(2026, 2, 1, 12);
const window = { fromMs: base - 3_600_000, toMs: base + 6 * 3_600_000 };
const signal = AbortSignal.timeout(600_000);

let store: TestClickHouse;
beforeAll(async () => {
  if (left === null) store = await startTestClickHouse();
});
afterAll(() => store?.stop());
beforeEach(async () => {
  for (const table of ["spans", "spans_1m", "cost_adjustments"]) {
    await store?.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
  }
});

let messages = 0;

interface StoreOptions {
  readonly tenant?: string;
  readonly offset?: bigint;
  /** False for rows as they were before there were roles. */
  readonly isLinked?: boolean;
}

/** Stores the spans of one message, as the ingester does. */
async function storeMessage(
  spans: readonly OtlpSpan[],
  prices: PriceBook = book,
  { tenant = "acme", offset, isLinked = true }: StoreOptions = {},
): Promise<void> {
  messages += 1;
  const message: Message = {
    topic: "llm.spans",
    partition: 0,
    offset: offset ?? BigInt(messages),
    timestampMs: base,
    key: null,
    value: encodeTraceRequest(spans),
    headers: { "parapet-tenant": tenant },
  };
  const KEY = "a key of this test alone";
  const hash = createKeyedHash(KEY);
  const rows = ingestMessage(message, "s", {
    prices,
    redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: KEY }),
    capture: { default: "redacted", rules: [] },
    hash,
    topicTenants: new Map(),
  });
  const price = { cost_usd: "0.0045", input_cost_usd: "0.0025", output_cost_usd: "0.002" };
  const unlinked = rows.spans.map((row) => ({ ...row, ...price, call_key: "", spend_role: "" as const }));
  const blocks = [{ table: "spans", rows: isLinked ? rows.spans : unlinked }];
  await createBlockSink(store.ingest).write(blocks, `t${messages}`, signal);
}

interface CallOptions {
  readonly id?: string;
  readonly parent?: string;
  readonly trace?: string;
  readonly name?: string;
  readonly startMs?: number;
  readonly ms?: number;
  readonly tokens?: readonly [number, number] | null;
  readonly attributes?: Record<string, AnyValue>;
}

const hex = (text: string, length: number): string =>
  Buffer.from(text.padEnd(length, "_")).toString("hex").slice(0, length);

function call(spanId: string, options: CallOptions = {}): OtlpSpan {
  const { id, parent, trace = "t", name = "chat gpt-4o", startMs = 0, ms = 1_000, tokens = [1_000, 200] } = options;
  const start = BigInt(base + startMs) * 1_000_000n;
  return createOtlpSpan({
    traceId: hex(trace, 32),
    spanId: hex(spanId, 16),
    ...(parent === undefined ? {} : { parentSpanId: hex(parent, 16) }),
    name,
    kind: 3,
    startTimeUnixNano: start,
    endTimeUnixNano: start + BigInt(ms) * 1_000_000n,
    resource: new Map([["service.name", "shop"]]),
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", "gpt-4o"],
      ...(id === undefined ? [] : ([["gen_ai.response.id", id]] satisfies [string, AnyValue][])),
      ...(tokens === null
        ? []
        : ([
            ["gen_ai.usage.input_tokens", tokens[0]],
            ["gen_ai.usage.output_tokens", tokens[1]],
          ] satisfies [string, AnyValue][])),
      ...Object.entries(options.attributes ?? {}),
    ]),
  });
}

const sums = z.object({ usd: z.string(), calls: z.string(), tokens: z.string(), unpriced: z.string() });

/** What view `spend` says, after the rollup has been seen to say the same. */
async function spend(): Promise<{ readonly usd: string; readonly calls: number; readonly unpriced: number }> {
  const ask = async (sql: string) => (await store.read.query(sql, {}, sums))[0];
  const total = await ask(
    "SELECT sum(cost_usd) AS usd, sum(calls) AS calls, sum(input_tokens + output_tokens) AS tokens, sum(unpriced_calls) AS unpriced FROM spend",
  );
  const rollup = await ask(
    `SELECT sum(cost_usd_sum) AS usd, sum(calls) AS calls, sum(input_tokens_sum + output_tokens_sum) AS tokens, sum(unpriced) AS unpriced
     FROM spans_1m WHERE operation = 'chat'`,
  );
  expect(rollup).toEqual(total);
  return { usd: total?.usd ?? "", calls: Number(total?.calls), unpriced: Number(total?.unpriced) };
}

async function settle(options: Partial<ReconcileOptions> = {}): Promise<readonly ReconcileProgress[]> {
  const progress: ReconcileProgress[] = [];
  const onProgress = (p: ReconcileProgress) => progress.push(p);
  await reconcile({ clickhouse: store.ingest, prices: book }, { window, signal, onProgress, ...options });
  return progress;
}

async function repriceWith(prices: PriceBook, dryRun = false): Promise<readonly RepriceProgress[]> {
  const progress: RepriceProgress[] = [];
  const onProgress = (p: RepriceProgress) => progress.push(p);
  await reprice({ clickhouse: store.ingest, prices }, { window, signal, dryRun, onProgress });
  return progress;
}

/** The store, where corrections wait until they are released; with `dies`, the process is gone once they are stored. */
function delayed({ dies = false }: { readonly dies?: boolean } = {}) {
  const found = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const insert: ClickHouse["insert"] = async (table, rows, options) => {
    found.resolve();
    await released.promise;
    await store.ingest.insert(table, rows, options);
    if (dies) throw new Error("died");
  };
  return { clickhouse: { ...store.ingest, insert }, found: found.promise, release: () => released.resolve() };
}

const corrections = async (): Promise<number> => {
  const [row] = await store.read.query(
    "SELECT count() AS n FROM cost_adjustments",
    {},
    z.object({ n: z.coerce.number() }),
  );
  return row?.n ?? -1;
};

/** gpt-4o: 2.50 USD a million input tokens, 10 USD a million output tokens. */
const once = { usd: "0.0045", calls: 1, unpriced: 0 };

describe.skipIf(left !== null)(suiteName("calls told in several messages", left), () => {
  it("are counted once after a reconciliation, and a second one adds nothing", async () => {
    await storeMessage([call("a", { id: "resp-1" })]);
    await storeMessage([call("b", { id: "resp-1" })]);
    expect(await spend()).toMatchObject({ usd: "0.009", calls: 2 });
    expect(await settle()).toMatchObject([{ uncounted: 1, counted: 0, deltaPico: -4_500_000_000n }]);
    expect(await spend()).toEqual(once);
    await settle();
    expect([await spend(), await corrections()]).toEqual([once, 1]);
  });

  it("are counted once though two processes reconcile at the same time", async () => {
    for (const span of ["a", "b", "c"]) await storeMessage([call(span, { id: "resp-1" })]);
    await Promise.all([settle(), settle({ spansAtOnce: 1 }), settle()]);
    expect(await spend()).toEqual(once);
  });

  it("are counted once when a span comes after they were settled", async () => {
    for (const span of ["a", "b", "c"]) {
      await storeMessage([call(span, { id: "resp-1" })]);
      await settle();
      expect(await spend()).toEqual(once);
    }
  });

  it("are counted once when the gateway lost the trace of its caller", async () => {
    await storeMessage([call("sdk", { id: "resp-1", trace: "app", ms: 1_200 })]);
    await storeMessage([call("gateway", { id: "resp-1", trace: "gateway", startMs: 50 })]);
    await settle();
    expect(await spend()).toEqual(once);
  });

  it("are counted at the inner calls where a framework sums them up, in whatever order they come", async () => {
    const outer = call("outer", { name: "ai.generateText", tokens: [30, 6], ms: 5_000 });
    const steps = [1, 2].map((n) =>
      call(`step${n}`, {
        name: "ai.generateText.doGenerate",
        parent: "outer",
        tokens: [10 * n, 2 * n],
        id: `r${n}`,
        startMs: n * 10,
      }),
    );
    for (const order of [
      [outer, ...steps],
      [...steps, outer],
    ]) {
      for (const span of order) await storeMessage([span]);
      await settle();
      expect(await spend()).toEqual({ usd: "0.000135", calls: 2, unpriced: 0 });
      for (const table of ["spans", "spans_1m", "cost_adjustments"]) {
        await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
      }
    }
  });

  it("get back what was taken when it turns out that they are two", async () => {
    const gateway = call("gateway", { ms: 9_000 });
    await storeMessage([gateway, call("try1", { parent: "gateway", ms: 1_000 })]);
    expect(await spend()).toEqual(once);
    await storeMessage([call("try2", { parent: "gateway", startMs: 4_000 })]);
    await settle();
    expect(await spend()).toEqual({ usd: "0.009", calls: 2, unpriced: 0 });
    await settle();
    expect(await spend()).toEqual({ usd: "0.009", calls: 2, unpriced: 0 });
  });

  it.each<[string, readonly OtlpSpan[]]>([
    [
      "the same id hours later in another trace",
      [call("a", { id: "x" }), call("b", { id: "x", trace: "u", startMs: 7_200_000 })],
    ],
    ["a client's id with other tokens", [call("a", { id: "x" }), call("b", { id: "x", tokens: [1_000, 200 + 1] })]],
    ["two equal calls at the same time", [call("a"), call("b")]],
    ["ids that say nothing", [call("a", { id: "None" }), call("b", { id: "None" })]],
  ])("stay two: %s", async (_label, spans) => {
    for (const span of spans) await storeMessage([span]);
    await settle();
    expect(await spend()).toMatchObject({ calls: 2 });
    expect(await corrections()).toBe(0);
  });

  it("stay two in two tenants", async () => {
    await storeMessage([call("a", { id: "x" })]);
    await storeMessage([call("a", { id: "x" })], book, { tenant: "bravo" });
    await settle();
    expect(await spend()).toMatchObject({ calls: 2, usd: "0.009" });
  });

  it("are counted once where one message was stored before calls were linked", async () => {
    await storeMessage([call("a", { id: "resp-1" }), call("b", { id: "resp-1" })], book, { isLinked: false });
    expect(await spend()).toMatchObject({ usd: "0.009", calls: 2 });
    await settle();
    expect(await spend()).toEqual(once);
  });

  it("are settled by the service round when they were stored of late, whenever they began", async () => {
    const nowMs = Date.now();
    const deps = { clickhouse: store.ingest, prices: book, log: silentLogger };
    const round = (atMs: number) =>
      settleRecent({ ...deps, clock: { nowMs: () => atMs, monotonicMs: () => atMs } }, AbortSignal.timeout(60_000));
    const startMs = nowMs - 3 * 3_600_000 - base;
    for (const span of ["a", "b"]) await storeMessage([call(span, { id: "resp-1", startMs })]);
    await round(nowMs + 3_600_000);
    expect(await corrections()).toBe(0);
    await round(nowMs + 60_000);
    expect(await spend()).toEqual(once);
  });

  it("are counted once when they are told by an agent's span that lasts until after a quarter of an hour", async () => {
    const nowMs = Date.now();
    const startMs = nowMs - 50 * 60_000 - base;
    const outer = call("outer", { name: "ai.generateText", tokens: [2_000, 400], startMs, ms: 49 * 60_000 });
    const step = (n: number) =>
      call(`step${n}`, { name: "ai.generateText.doGenerate", parent: "outer", startMs: startMs + n * 1_200_000 });
    for (const span of [step(1), step(2), outer]) await storeMessage([span]);
    const deps = { clickhouse: store.ingest, prices: book, log: silentLogger };
    await settleRecent(
      { ...deps, clock: { nowMs: () => nowMs, monotonicMs: () => nowMs } },
      AbortSignal.timeout(60_000),
    );
    expect(await spend()).toEqual({ usd: "0.009", calls: 2, unpriced: 0 });
  });

  it("are counted once where the hours in which they began and the parts that are looked at cut them up", async () => {
    const engine = { "gen_ai.provider.name": "", "gen_ai.request.id": "resp-1" };
    const spans = [
      call("outer", { trace: "app", startMs: -1_000, ms: 5_000 }),
      call("inner", { trace: "app", parent: "outer", startMs: 0, ms: 3_000, attributes: engine }),
      call("sdk", { trace: "other", id: "resp-1", startMs: 500 }),
    ];
    for (const span of spans) await storeMessage([span]);
    const found = await settle({ spansAtOnce: 1, dryRun: true });
    expect(found.length).toBeGreaterThan(2);
    expect(found.reduce((sum, { deltaPico }) => sum + deltaPico, 0n)).toBe(-9_000_000_000n);
    await settle({ spansAtOnce: 1 });
    expect(await spend()).toEqual(once);
  });

  it("do not pass their corrections to spans that have their offsets after a restart without Kafka", async () => {
    await storeMessage([call("a", { id: "resp-1" })], book, { offset: 0n });
    await storeMessage([call("b", { id: "resp-1" })], book, { offset: 1n });
    await settle();
    await storeMessage([call("c", { id: "resp-2" })], book, { offset: 0n });
    await storeMessage([call("d", { id: "resp-3" })], book, { offset: 1n });
    await settle();
    await repriceWith(book);
    expect(await spend()).toEqual({ usd: "0.0135", calls: 3, unpriced: 0 });
  });

  it("are counted once though a process corrects from what it saw before others did", async () => {
    for (const span of ["a", "b"]) await storeMessage([call(span, { id: "resp-1" })]);
    const slow = delayed();
    const run = reconcile({ clickhouse: slow.clickhouse, prices: book }, { window, signal });
    await slow.found;
    await storeMessage([call("c", { id: "resp-1" })]);
    await settle();
    slow.release();
    await run;
    expect(await spend()).toEqual(once);
  });

  it("that were given back twice, by a process that died at once, are counted once after the next round", async () => {
    for (const span of [call("gateway", { ms: 9_000 }), call("try1", { parent: "gateway" })])
      await storeMessage([span]);
    await settle();
    await storeMessage([call("try2", { parent: "gateway", startMs: 4_000 })]);
    const slow = delayed({ dies: true });
    const run = reconcile({ clickhouse: slow.clickhouse, prices: book }, { window, signal });
    await slow.found;
    for (const span of ["a", "b"]) await storeMessage([call(span, { id: "resp-1", trace: "u" })]);
    await settle();
    slow.release();
    await expect(run).rejects.toThrow("died");
    await settle();
    expect(await spend()).toEqual({ usd: "0.0135", calls: 3, unpriced: 0 });
  });

  it("cost nothing where an answer of a cache becomes a call of its own", async () => {
    const hit = { tokens: null, attributes: { "litellm.cache_hit": true } };
    await storeMessage([call("outer", { ...hit, ms: 5_000 }), call("inner", { ...hit, parent: "outer" })]);
    await storeMessage([call("other", { ...hit, parent: "outer", startMs: 2_000 })]);
    await settle();
    expect(await spend()).toEqual({ usd: "0", calls: 3, unpriced: 0 });
  });

  it("cost the same however they are spread over messages", async () => {
    const trace = [
      call("outer", { name: "ai.generateText", tokens: [30, 6], ms: 9_000 }),
      call("step1", { name: "ai.generateText.doGenerate", parent: "outer", tokens: [10, 2], id: "r1" }),
      call("step2", { name: "ai.generateText.doGenerate", parent: "outer", tokens: [20, 4], id: "r2", startMs: 3_000 }),
      call("proxy", { trace: "g", tokens: [20, 4], id: "r2", startMs: 3_100, ms: 800 }),
      call("engine", { trace: "g", parent: "proxy", tokens: [20, 4], startMs: 3_200, ms: 500 }),
      call("gateway", { trace: "h", tokens: [7, 7], ms: 9_000 }),
      call("try1", { trace: "h", parent: "gateway", tokens: [7, 7] }),
      call("try2", { trace: "h", parent: "gateway", tokens: [7, 7], startMs: 4_000 }),
      call("silent", { trace: "h", parent: "gateway", tokens: null, startMs: 5_000 }),
      call("alone", { trace: "i", id: "r2", startMs: 4_000_000, tokens: [20, 4] }),
    ];
    const order = fc.shuffledSubarray(trace, { minLength: trace.length });
    const cuts = fc.array(fc.boolean(), { minLength: trace.length, maxLength: trace.length });
    const totals = new Set<string>();
    await fc.assert(
      fc.asyncProperty(order, cuts, async (spans, isCut) => {
        for (const table of ["spans", "spans_1m", "cost_adjustments"]) {
          await store.migrate.command("TRUNCATE TABLE {table:Identifier}", { table });
        }
        let rest: OtlpSpan[] = [];
        for (const [at, span] of spans.entries()) {
          rest.push(span);
          if (!isCut[at]) continue;
          await storeMessage(rest);
          rest = [];
          if (at % 3 === 0) await settle({ spansAtOnce: 2 });
        }
        if (rest.length > 0) await storeMessage(rest);
        await settle();
        totals.add(JSON.stringify(await spend()));
        expect([...totals]).toEqual([JSON.stringify({ usd: "0.0004", calls: 6, unpriced: 1 })]);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 180_000);
});

describe.skipIf(left !== null)(suiteName("any spans", left), () => {
  const sketch = fc.record({
    parent: fc.constantFrom(undefined, "s0", "s1", "s2"),
    trace: fc.constantFrom("t", "u"),
    name: fc.constantFrom("chat", "chat", "ai.generateText", "litellm_request", "raw_gen_ai_request"),
    id: fc.constantFrom(undefined, undefined, "r", "s"),
    tokens: fc.constantFrom<readonly [number, number] | null>([10, 1], [10, 1], [20, 2], null),
    startMs: fc.constantFrom(-1_000, 0, 3_000),
    ms: fc.constantFrom(1_000, 5_000),
    attributes: fc.constantFrom<Record<string, AnyValue>>(
      {},
      {},
      { "gen_ai.operation.name": "execute_tool" },
      { "litellm.cache_hit": true },
      { "gen_ai.provider.name": "", "gen_ai.request.id": "r" },
    ),
  });
  const spansOf = fc
    .array(sketch, { minLength: 2, maxLength: 8 })
    .map((sketches) =>
      sketches.map(({ parent, id, ...rest }, n) =>
        call(`s${n}`, { ...rest, ...(id && { id }), ...(parent && { parent }) }),
      ),
    );
  const step = fc.record({
    spans: fc.nat(3),
    next: fc.constantFrom("nothing", "settle", "settle in parts", "settle twice at once", "reprice"),
  });

  const spentBy = async (tenant: string) =>
    store.read.query(
      "SELECT sum(cost_usd) AS usd, sum(calls) AS calls, sum(unpriced_calls) AS unpriced, sum(input_tokens + output_tokens) AS tokens FROM spend WHERE tenant = {tenant:String}",
      { tenant },
      sums,
    );

  it("cost what they cost in one message, however they come, are settled and are priced again meanwhile", async () => {
    let runs = 0;
    const take = async (tenant: string, next: string): Promise<void> => {
      if (next === "settle") await settle({ tenant });
      if (next === "settle in parts") await settle({ tenant, spansAtOnce: 1 });
      if (next === "settle twice at once") await Promise.all([settle({ tenant }), settle({ tenant, spansAtOnce: 2 })]);
      if (next === "reprice") await reprice({ clickhouse: store.ingest, prices: book }, { window, signal, tenant });
    };
    const shuffled = spansOf.chain((spans) =>
      fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, fc.array(step, { minLength: 3, maxLength: 6 }), async ([spans, order], steps) => {
        runs += 1;
        const [whole, cut] = [`whole ${runs}`, `cut ${runs}`];
        await storeMessage(spans, book, { tenant: whole });
        let rest = order;
        for (const { spans: count, next } of steps) {
          if (count > 0 && rest.length > 0) await storeMessage(rest.slice(0, count), book, { tenant: cut });
          rest = rest.slice(count);
          await take(cut, next);
        }
        if (rest.length > 0) await storeMessage(rest, book, { tenant: cut });
        await settle({ tenant: cut });
        expect(await spentBy(cut)).toEqual(await spentBy(whole));
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);
});

/** Prices of a version: so many pico-dollars a token. */
function flatBook(version: string, picoPerToken: number, knows: (model: string) => boolean = () => true): PriceBook {
  const usd = (tokens: number): string => (tokens * picoPerToken * 1e-12).toFixed(12);
  return {
    ...book,
    price: ({ usage, requestModel }) =>
      knows(requestModel)
        ? {
            kind: "priced",
            inputUsd: usd(usage.inputUncached),
            outputUsd: usd(usage.outputText),
            totalUsd: usd(usage.inputUncached + usage.outputText),
            isRounded: false,
            version,
            source: "test",
          }
        : unpriced("unknown_model"),
  };
}

describe.skipIf(left !== null)(suiteName("prices that change", left), () => {
  it("are brought to stored calls once, and a later change adds the difference only", async () => {
    await storeMessage([call("a"), call("b", { trace: "u" })], flatBook("1", 10));
    expect(await spend()).toMatchObject({ usd: "0.000000024" });
    await repriceWith(flatBook("2", 25));
    expect([await spend(), await corrections()]).toEqual([{ usd: "0.00000006", calls: 2, unpriced: 0 }, 2]);
    expect(await repriceWith(flatBook("2", 25))).toMatchObject([{ outcomes: { unchanged: 2, corrected: 0 } }]);
    expect(await corrections()).toBe(2);
    await repriceWith(flatBook("3", 20));
    expect([await spend(), await corrections()]).toEqual([{ usd: "0.000000048", calls: 2, unpriced: 0 }, 4]);
    await repriceWith(flatBook("2", 25));
    await repriceWith(flatBook("3", 20));
    expect(await spend()).toMatchObject({ usd: "0.000000048" });
    const versions = await store.read.query(
      "SELECT DISTINCT previous_version AS was, price_version AS is FROM cost_adjustments ORDER BY was, is",
      {},
      z.object({ was: z.string(), is: z.string() }),
    );
    expect(versions).toEqual([
      { was: "1", is: "2" },
      { was: "2", is: "3" },
      { was: "3", is: "2" },
    ]);
  });

  it("price what had no price, and leave what they do not know", async () => {
    await storeMessage(
      [call("a", { attributes: { "gen_ai.request.model": "house-model" } })],
      flatBook("1", 10, (m) => m !== "house-model"),
    );
    expect(await spend()).toEqual({ usd: "0", calls: 1, unpriced: 1 });
    await repriceWith(flatBook("2", 10));
    expect(await spend()).toEqual({ usd: "0.000000012", calls: 1, unpriced: 0 });
    expect(await repriceWith(flatBook("3", 10, () => false))).toMatchObject([{ outcomes: { kept: 1 } }]);
    expect(await spend()).toEqual({ usd: "0.000000012", calls: 1, unpriced: 0 });
  });

  it("concern neither duplicates nor the answers of a cache, also after a reconciliation", async () => {
    await storeMessage([call("a", { id: "r" })], flatBook("1", 10));
    await storeMessage([call("b", { id: "r" })], flatBook("1", 10));
    await settle();
    await repriceWith(flatBook("2", 20));
    expect(await spend()).toEqual({ usd: "0.000000024", calls: 1, unpriced: 0 });
    await settle();
    await repriceWith(flatBook("2", 20));
    expect(await spend()).toEqual({ usd: "0.000000024", calls: 1, unpriced: 0 });
  });

  it("are brought to a call once that is settled at the same time", async () => {
    for (const span of ["a", "b"]) await storeMessage([call(span, { id: "r" })], flatBook("1", 10));
    const slow = delayed();
    const run = reprice({ clickhouse: slow.clickhouse, prices: flatBook("2", 20) }, { window, signal });
    await slow.found;
    await settle();
    slow.release();
    await run;
    expect(await spend()).toEqual({ usd: "0.000000024", calls: 1, unpriced: 0 });
  });

  it("are only tried out in a dry run", async () => {
    await storeMessage([call("a")], flatBook("1", 10));
    expect(await repriceWith(flatBook("2", 20), true)).toMatchObject([
      { deltaPico: 12_000n, outcomes: { corrected: 1 } },
    ]);
    expect(await corrections()).toBe(0);
  });
});
