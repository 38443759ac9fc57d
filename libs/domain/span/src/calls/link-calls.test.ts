import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesFolder, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { callKey } from "./call-key.ts";
import type { CallSpan } from "./link-calls-span.ts";
import { linkCalls } from "./link-calls.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan, type AnyValue } from "../otlp/otlp-span.ts";

interface Sketch extends Partial<Omit<CallSpan, "start_time" | "end_time">> {
  /** Seconds since noon. */
  readonly from?: number;
  readonly to?: number | null;
}

const noon = Date.UTC(2026, 2, 1, 12);
const at = (seconds: number): string => new Date(noon + seconds * 1_000).toISOString().replace("Z", "000000Z");

/** A call of gpt-4o with 100 tokens in and 20 out, from noon for a second. */
function span(span_id: string, { from = 0, to = from + 1, ...fields }: Sketch = {}): CallSpan {
  const input_tokens = fields.input_tokens === undefined ? 100 : fields.input_tokens;
  return {
    tenant: "acme",
    trace_id: "t",
    span_id,
    parent_span_id: "",
    name: "chat gpt-4o",
    kind: "client",
    start_time: at(from),
    end_time: to === null ? null : at(to),
    status: "unset",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-4o",
    response_model: "",
    response_id: "",
    request_id: "",
    output_tokens: 20,
    input_uncached_tokens: input_tokens,
    cache_read_tokens: null,
    cache_write_5m_tokens: null,
    cache_write_1h_tokens: null,
    reasoning_tokens: null,
    service_tier: "",
    gateway_cache: "",
    ...fields,
    input_tokens,
  };
}

const noUsage = { input_tokens: null, output_tokens: null, input_uncached_tokens: null };

/** Roles by span id. */
function rolesOf(spans: readonly CallSpan[]): Record<string, string> {
  return Object.fromEntries(linkCalls(spans).map(({ span_id, spend_role }) => [span_id, spend_role]));
}

type Case = readonly [label: string, spans: readonly CallSpan[], roles: Record<string, string>];
const uuid = "8f2c4b1e-1111-2222-3333-444455556666";

describe("one call", () => {
  test.each<Case>([
    ["alone", [span("a")], { a: "spend" }],
    [
      "told by siblings with its id",
      [
        span("proxy", { operation: "" }),
        span("a", { parent_span_id: "proxy", response_id: "r" }),
        span("b", { parent_span_id: "proxy", response_id: "r", provider: "" }),
      ],
      { proxy: "", a: "spend", b: "duplicate" },
    ],
    [
      "told by a span without counts and one with them",
      [span("a", { response_id: "r", ...noUsage }), span("b", { response_id: "r" })],
      { a: "duplicate", b: "spend" },
    ],
    [
      "told by two that count cached tokens differently",
      [
        span("a", { response_id: "r", input_tokens: 5 }),
        span("b", { response_id: "r", input_tokens: 105, input_uncached_tokens: 5, cache_read_tokens: 100 }),
      ],
      { a: "duplicate", b: "spend" },
    ],
    [
      "told in two traces at the same time",
      [span("a", { response_id: "r", to: 2 }), span("b", { response_id: "r", trace_id: "u", from: 0.5 })],
      { a: "spend", b: "duplicate" },
    ],
    [
      "told by an SDK, a gateway below it and an engine below that",
      [
        span("sdk", { response_id: `chatcmpl-${uuid}`, to: 3, cache_read_tokens: 0 }),
        span("http", { parent_span_id: "sdk", operation: "", to: 3 }),
        span("gateway", {
          parent_span_id: "http",
          request_model: "openai/gpt-4o-2024-08-06",
          from: 0.5,
          to: 2.5,
          kind: "server",
        }),
        span("engine", {
          parent_span_id: "gateway",
          provider: "",
          request_model: "",
          request_id: `chatcmpl-${uuid}-0a1b2c3d`,
          from: 1,
          to: 2,
        }),
      ],
      { sdk: "spend", http: "", gateway: "duplicate", engine: "duplicate" },
    ],
    [
      "that an engine ran in parts",
      [
        span("client", {
          response_id: `cmpl-${uuid}`,
          operation: "text_completion",
          input_tokens: 30,
          output_tokens: 8,
        }),
        span("part0", {
          request_id: `cmpl-${uuid}-0`,
          operation: "text_completion",
          provider: "",
          input_tokens: 15,
          output_tokens: 4,
        }),
        span("part1", {
          request_id: `cmpl-${uuid}-1`,
          operation: "text_completion",
          provider: "",
          input_tokens: 15,
          output_tokens: 4,
        }),
      ],
      { client: "spend", part0: "duplicate", part1: "duplicate" },
    ],
    [
      "whose raw request has no id",
      [
        span("request", { name: "litellm_request", parent_span_id: "proxy", response_id: "r" }),
        span("raw", { name: "raw_gen_ai_request", parent_span_id: "proxy", ...noUsage }),
      ],
      { request: "spend", raw: "duplicate" },
    ],
    [
      "whose raw request has the provider's id instead of the gateway's",
      [
        span("request", { name: "litellm_request", parent_span_id: "proxy", response_id: "r" }),
        span("raw", { name: "raw_gen_ai_request", parent_span_id: "proxy", response_id: "s" }),
      ],
      { request: "spend", raw: "duplicate" },
    ],
    [
      "told by two that count reasoning differently, without an id",
      [
        span("sdk", { output_tokens: 20 }),
        span("gateway", { parent_span_id: "sdk", output_tokens: 50, reasoning_tokens: 30, kind: "server" }),
      ],
      { sdk: "duplicate", gateway: "spend" },
    ],
    [
      "told in two traces that count reasoning and cached tokens differently",
      [
        span("sdk", { response_id: "r", input_tokens: 5, output_tokens: 20 }),
        span("gateway", {
          response_id: "r",
          trace_id: "u",
          kind: "server",
          input_tokens: 105,
          input_uncached_tokens: 5,
          cache_read_tokens: 100,
          output_tokens: 50,
          reasoning_tokens: 30,
        }),
      ],
      { sdk: "duplicate", gateway: "spend" },
    ],
    [
      "whose gateway estimates what a stream without counts has answered",
      [
        span("gateway", { response_id: "r", output_tokens: 19, to: 3 }),
        span("sdk", { parent_span_id: "gateway", response_id: "r" }),
      ],
      { gateway: "duplicate", sdk: "spend" },
    ],
    [
      "around which a span does not say when it ended",
      [span("a", { to: null }), span("b", { parent_span_id: "a", from: 10, to: 30 })],
      { a: "spend", b: "duplicate" },
    ],
    ["delivered twice", [span("a"), span("a")], { a: "duplicate" }],
    [
      "around which a framework knows no counts",
      [span("outer", { ...noUsage, to: 3 }), span("inner", { parent_span_id: "outer", from: 1 })],
      { outer: "duplicate", inner: "spend" },
    ],
    [
      "that a framework tells of as its step",
      [
        span("outer", { name: "ai.generateText", to: 3 }),
        span("step", { name: "ai.generateText.doGenerate", parent_span_id: "outer", from: 1 }),
      ],
      { outer: "duplicate", step: "spend" },
    ],
  ])("%s: one span carries it", (_label, spans, roles) => {
    expect(rolesOf(spans)).toEqual(roles);
    expect(linkCalls(spans).filter(({ spend_role }) => spend_role === "spend")).toHaveLength(1);
  });

  it("has one key", () => {
    const spans = [
      span("sdk", { to: 3 }),
      span("gateway", { parent_span_id: "sdk", from: 0.5, to: 2.5, response_id: "r" }),
      span("step", { parent_span_id: "gateway", from: 1, to: 2 }),
    ];
    expect(linkCalls(spans).map(({ call_key }) => call_key)).toEqual(["r", "r", "r"]);
    expect(linkCalls([span("a"), span("b", { parent_span_id: "a" })]).map(({ call_key }) => call_key)).toEqual([
      "t/a",
      "t/a",
    ]);
  });
});

describe("several calls", () => {
  const two = { a: "spend", b: "spend" };
  test.each<Case>([
    ["equal ones at the same time", [span("a"), span("b")], two],
    ["equal ones below one parent", [span("a", { parent_span_id: "p" }), span("b", { parent_span_id: "p" })], two],
    ["an id in two tenants", [span("a", { response_id: "r" }), span("b", { response_id: "r", tenant: "bravo" })], two],
    [
      "an id again after hours",
      [span("a", { response_id: "r" }), span("b", { response_id: "r", trace_id: "u", from: 7_200 })],
      two,
    ],
    [
      "an id that a client chose for its session",
      [span("a", { response_id: "r" }), span("b", { response_id: "r", input_tokens: 140 })],
      two,
    ],
    ["empty ids", [span("a", { response_id: " " }), span("b", { response_id: " " })], two],
    ["ids that say nothing", [span("a", { response_id: "None" }), span("b", { response_id: "null" })], two],
    [
      "different ids, one below the other",
      [span("a", { response_id: "r" }), span("b", { response_id: "s", parent_span_id: "a" })],
      two,
    ],
    [
      "different ids, one below the other without counts",
      [span("a", { response_id: "r" }), span("b", { response_id: "s", parent_span_id: "a", ...noUsage })],
      two,
    ],
    [
      "an id that a client chose, one below the other with other counts",
      [
        span("a", { response_id: "r" }),
        span("b", { response_id: "r", parent_span_id: "a", input_tokens: 7, output_tokens: 2 }),
      ],
      two,
    ],
    [
      "a try that failed below the call that was answered",
      [
        span("gateway", { to: 9 }),
        span("failed", { parent_span_id: "gateway", status: "error", ...noUsage }),
        span("answered", { parent_span_id: "gateway", from: 5, ...noUsage }),
      ],
      { gateway: "spend", failed: "spend", answered: "duplicate" },
    ],
    ["another model below", [span("a"), span("b", { parent_span_id: "a", request_model: "gpt-4.1-mini" })], two],
    ["other counts below", [span("a"), span("b", { parent_span_id: "a", output_tokens: 21 })], two],
    ["an embedding below", [span("a"), span("b", { parent_span_id: "a", operation: "embeddings" })], two],
    ["below, but not within its time", [span("a"), span("b", { parent_span_id: "a", from: 60 })], two],
    [
      "parts of one request",
      [span("a", { request_id: `cmpl-${uuid}-0` }), span("b", { request_id: `cmpl-${uuid}-1` })],
      two,
    ],
    [
      "a ring of parents",
      [span("a", { parent_span_id: "b", output_tokens: 1 }), span("b", { parent_span_id: "a" })],
      two,
    ],
    [
      "a retry: the last one came back",
      [
        span("gateway", { to: 9 }),
        span("try1", { parent_span_id: "gateway" }),
        span("try2", { parent_span_id: "gateway", from: 5 }),
      ],
      { gateway: "spend", try1: "spend", try2: "duplicate" },
    ],
    [
      "steps that a framework sums up",
      [
        span("outer", { to: 9, input_tokens: 30, output_tokens: 6 }),
        span("one", { parent_span_id: "outer", input_tokens: 10, output_tokens: 2 }),
        span("two", { parent_span_id: "outer", input_tokens: 20, output_tokens: 4, from: 2 }),
      ],
      { outer: "duplicate", one: "spend", two: "spend" },
    ],
    [
      "steps of which a framework repeats the last",
      [
        span("outer", { name: "ai.streamText", to: 9, input_tokens: 20, output_tokens: 4 }),
        span("one", { parent_span_id: "outer", input_tokens: 10, output_tokens: 2 }),
        span("two", { parent_span_id: "outer", input_tokens: 20, output_tokens: 4, from: 2 }),
      ],
      { outer: "duplicate", one: "spend", two: "spend" },
    ],
    [
      "a framework's span without its steps",
      [span("a", { name: "ai.generateText" }), span("b", { operation: "invoke_agent" })],
      { a: "spend", b: "" },
    ],
  ])("stay apart: %s", (_label, spans, roles) => {
    expect(rolesOf(spans)).toEqual(roles);
  });
});

describe("an answer of a gateway's cache", () => {
  const filled = span("filled", { response_id: "r", trace_id: "first" });
  const hit = (fields: Sketch = {}) =>
    span("hit", { response_id: "r", gateway_cache: "hit", trace_id: "second", ...fields });

  test.each<Case>([
    [
      "soon after the call that filled the cache",
      [filled, hit({ from: 1.5, to: 1.6 })],
      { filled: "spend", hit: "cache_hit" },
    ],
    ["hours later", [filled, hit({ from: 7_200 })], { filled: "spend", hit: "cache_hit" }],
    ["alone", [hit({ gateway_cache: "semantic_hit" })], { hit: "cache_hit" }],
    [
      "which the caller's SDK takes for a call",
      [filled, span("sdk", { response_id: "r", trace_id: "third", from: 59.9, to: 61 }), hit({ from: 60, to: 60.1 })],
      { filled: "spend", sdk: "duplicate", hit: "cache_hit" },
    ],
    [
      "below its caller, without an id",
      [span("sdk", { to: 2 }), span("below", { parent_span_id: "sdk", gateway_cache: "hit" })],
      { sdk: "duplicate", below: "cache_hit" },
    ],
  ])("costs nothing, and takes nothing from others: %s", (_label, spans, roles) => {
    expect(rolesOf(spans)).toEqual(roles);
  });
});

describe("linking", () => {
  const sketch = fc.record({
    span_id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
    parent_span_id: fc.constantFrom("", "a", "b", "c", "d"),
    trace_id: fc.constantFrom("t", "u"),
    name: fc.constantFrom("chat", "ai.generateText", "raw_gen_ai_request", "litellm_request"),
    operation: fc.constantFrom("chat", "chat", "invoke_agent", ""),
    response_id: fc.constantFrom("", "", "r", "s"),
    provider: fc.constantFrom("openai", ""),
    gateway_cache: fc.constantFrom("", "", "", "hit"),
    input_tokens: fc.constantFrom(10, 20, null),
    output_tokens: fc.constantFrom(1, 2, null),
    from: fc.constantFrom(0, 1, 10),
    to: fc.constantFrom(5, 11, null),
  });
  const spansOf = fc.uniqueArray(sketch, {
    maxLength: 8,
    selector: ({ trace_id, span_id }) => `${trace_id}/${span_id}`,
  });

  it("does not depend on the order of the spans", () => {
    const shuffled = spansOf.chain((spans) =>
      fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const roles = (spans: typeof one) =>
          linkCalls(spans.map(({ span_id, ...fields }) => span(span_id, fields)))
            .map(({ trace_id, span_id, spend_role, call_key }) => `${trace_id}/${span_id} ${spend_role} ${call_key}`)
            .sort();
        expect(roles(other)).toEqual(roles(one));
      }),
      { numRuns: 2_000 },
    );
  });

  const inAnyCase: readonly (readonly [label: string, fields: (n: number) => Sketch])[] = [
    [
      "share an id, lie inside each other and were served by a cache",
      (n) => ({
        parent_span_id: String(n - 1),
        response_id: n % 2 === 0 ? "r" : "",
        input_tokens: n % 7,
        gateway_cache: n % 11 === 0 ? "hit" : "",
      }),
    ],
    ["lie below one call", (n) => ({ parent_span_id: n === 0 ? "" : "0" })],
    ["share an id, half of them without counts", (n) => ({ response_id: "r", ...(n % 2 === 0 ? noUsage : {}) })],
    [
      "are raw requests beside answers of a cache",
      (n) =>
        n % 2 === 0
          ? { response_id: "r", name: "raw_gen_ai_request", from: 5, to: 8 }
          : { response_id: "r", gateway_cache: "hit", from: n / 50_000, to: 2 },
    ],
  ];
  test.each(inAnyCase)("takes time in proportion to the spans, also where all %s", (_label, fields) => {
    const many = Array.from({ length: 50_000 }, (_, n) => span(String(n), fields(n)));
    const began = performance.now();
    expect(linkCalls(many)).toHaveLength(many.length);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("the key of a call", () => {
  test.each([
    ["the provider's id", { response_id: "resp_1", request_id: "x" }, "resp_1"],
    ["an engine's id, without what the engine adds", { request_id: `chatcmpl-${uuid}-0a1b2c3d` }, `chatcmpl-${uuid}`],
    ["the id of the request that an engine's part belongs to", { request_id: `cmpl-${uuid}-3` }, `cmpl-${uuid}`],
    ["the sample of a request", { request_id: `2_cmpl-${uuid}-0` }, `cmpl-${uuid}`],
    ["an id that only looks like an engine's", { response_id: "cmpl-mine-0" }, "cmpl-mine-0"],
    ["the span where no id is known", {}, "t/a"],
    ["nothing for what is no call", { operation: "invoke_agent", response_id: "r" }, ""],
  ])("is %s", (_label, fields, key) => {
    expect(callKey(span("a", fields))).toBe(key);
  });
});

interface ExportedSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, AnyValue>>;
}

const folder = fixturesFolder();
const path = join(folder ?? "", "spans/litellm-otel-spans.json");
const missing = folder === null || !existsSync(path) ? "no fixtures" : null;

describe.skipIf(missing !== null)(suiteName("spans of a LiteLLM proxy", missing), () => {
  it("tell of one call, which the request carries", () => {
    const exported: { spans: readonly ExportedSpan[] } = JSON.parse(readFileSync(path, "utf8"));
    const { spans } = exported;
    const linked = linkCalls(
      spans.map(({ attributes, ...fields }) =>
        normaliseSpan(
          createOtlpSpan({
            ...fields,
            traceId: "a".repeat(32),
            startTimeUnixNano: BigInt(noon) * 1_000_000n,
            attributes: new Map(Object.entries(attributes)),
          }),
          { tenant: "acme", receivedAtMs: noon },
        ),
      ),
    );
    const carriers = linked.filter(({ spend_role }) => spend_role === "spend");
    expect(carriers.map(({ name }) => name)).toEqual(["litellm_request"]);
    expect(linked.find(({ name }) => name === "Received Proxy Server Request")?.spend_role).toBe("");
  });
});

describe("what log records told of a span", () => {
  const events = { name: "gen_ai.events", kind: "internal", provider: "" };

  test("is told of the span's call, which alone carries the spend", () => {
    const linked = linkCalls([span("a", { ...events, from: 0.5, to: 0.6 }), span("a")]);
    expect(linked.map(({ spend_role }) => spend_role)).toEqual(["duplicate", "spend"]);
    expect(new Set(linked.map(({ call_key }) => call_key)).size).toBe(1);
  });

  test("carries the spend where nothing else tells of the call", () => {
    expect(rolesOf([span("a", events)])).toEqual({ a: "spend" });
  });

  test("is not told of a call where two spans have the same ids", () => {
    const linked = linkCalls([span("a", events), span("a", { name: "one" }), span("a", { name: "other", from: 5 })]);
    expect(linked.map(({ spend_role }) => spend_role)).toEqual(["spend", "spend", "spend"]);
  });
});
