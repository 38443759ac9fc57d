import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutContent } from "../row/content-columns.ts";
import { decodeMessage } from "../otlp/decode-message.ts";
import { encodeTraceRequest } from "../otlp/encode-trace-request.ts";
import { encodeTraceRequestJson } from "../otlp/encode-trace-request-json.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import { placedSpans } from "../otlp/placed-spans.ts";
import { judgeMessage } from "../testing/fuzz/judge-message.ts";
import { holding } from "./span-batch.ts";
import { SpanBatchDecoder } from "./span-batch-decoder.ts";
import { spanOfRow } from "./span-of-row.ts";

const context = { tenant: "acme", receivedAtMs: Date.UTC(2026, 10, 20) };
const startTimeUnixNano = BigInt(Date.UTC(2026, 10, 19)) * 1_000_000n + 123n;

function chatSpan(attributes: Readonly<Record<string, AnyValue>>, overrides: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat gpt-5",
    kind: 3,
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + 850_000_123n,
    attributes: new Map(Object.entries(attributes)),
    resource: new Map([["service.name", "bot"]]),
    scopeName: "sdk",
    ...overrides,
  });
}

const chat = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-5",
  "gen_ai.usage.input_tokens": 120,
  "gen_ai.usage.output_tokens": 40,
};

/** What the object path makes of a message, by position. */
function byObjects(bytes: Uint8Array): { readonly spans: unknown; readonly rejected: unknown } | string {
  const decoded = decodeMessage(bytes);
  if (decoded.kind !== "ok") return decoded.reason;
  const spans = placedSpans(decoded.value).map(({ span, idx }) => [idx, withoutContent(normaliseSpan(span, context))]);
  return { spans, rejected: decoded.value.rejected };
}

function byColumns(bytes: Uint8Array, decoder = new SpanBatchDecoder()): ReturnType<typeof byObjects> {
  const decoded = decoder.decode(bytes, context);
  if (decoded.kind !== "ok") return decoded.reason;
  const { batch, rejected } = decoded.value;
  const spans = Array.from({ length: batch.rows }, (_, row) => ({ row, span: spanOfRow(batch, row) }))
    .filter(({ span }) => span !== null)
    .map(({ row, span }) => [row, span === null ? null : withoutContent(span)]);
  return { spans, rejected };
}

function rowsInColumns(bytes: Uint8Array): number {
  const decoded = new SpanBatchDecoder().decode(bytes, context);
  if (decoded.kind !== "ok") return 0;
  const { held, rows } = decoded.value.batch;
  return held.subarray(0, rows).filter((how) => how === holding.columns).length;
}

describe("a span that is held in columns", () => {
  test.each<[string, Readonly<Record<string, AnyValue>>, Partial<OtlpSpan>?]>([
    ["of a chat", chat],
    [
      "with a cache and reasoning",
      {
        ...chat,
        "gen_ai.usage.cache_read.input_tokens": 20,
        "gen_ai.usage.cache_write.input_tokens": 30,
        "gen_ai.usage.reasoning.output_tokens": 8,
        "gen_ai.usage.total_tokens": 160,
      },
    ],
    ["whose names have aliases", { ...chat, "gen_ai.operation.name": "completion", "gen_ai.provider.name": "bedrock" }],
    ["with a list of finish reasons", { ...chat, "gen_ai.response.finish_reasons": ["stop", "tool_calls"] }],
    ["with one finish reason", { ...chat, "gen_ai.response.finish_reason": "stop" }],
    [
      "with content that is stepped over",
      {
        ...chat,
        "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: "grüße" }] }]),
        "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: "hello" }] }]),
      },
    ],
    [
      "with ids, timing and parameters",
      {
        ...chat,
        "gen_ai.response.id": "resp-1",
        "gen_ai.conversation.id": "session-1",
        "gen_ai.response.time_to_first_chunk": 0.25,
        "gen_ai.request.stream": true,
        "gen_ai.request.temperature": 0.5,
        "gen_ai.request.max_tokens": 512,
        "server.address": "api.openai.com",
        "error.type": "timeout",
      },
    ],
    ["of a sender that says nothing of GenAI", { "http.method": "GET" }, { name: "GET /", kind: 2, statusCode: 2 }],
    ["with a parent and a status", chat, { parentSpanId: "00f067aa0ba902b7", statusCode: 1, statusMessage: "fine" }],
    ["without a scope or a resource", chat, { resource: new Map(), scopeName: "" }],
  ])("%s equals what the object path makes of it", (_, attributes, overrides) => {
    const bytes = encodeTraceRequest([chatSpan(attributes, overrides)]);
    expect(byColumns(bytes)).toEqual(byObjects(bytes));
    expect(rowsInColumns(bytes)).toBe(1);
  });
});

describe("a span that columns cannot say", () => {
  test.each<[string, Readonly<Record<string, AnyValue>>, Partial<OtlpSpan>?]>([
    ["a count as text", { ...chat, "gen_ai.usage.input_tokens": "120" }],
    ["a negative count", { ...chat, "gen_ai.usage.input_tokens": -5 }],
    ["more cached than read", { ...chat, "gen_ai.usage.cache_read.input_tokens": 128_955 }],
    ["a total that does not fit", { ...chat, "gen_ai.usage.total_tokens": 999 }],
    ["no operation", { "gen_ai.provider.name": "openai", "gen_ai.usage.output_tokens": 4 }],
    [
      "a finish reason in the answer only",
      {
        ...chat,
        "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [], finish_reason: "length" }]),
      },
    ],
    ["numbered messages", { ...chat, "gen_ai.prompt.0.content": "hello", "gen_ai.prompt.999999.content": "there" }],
    [
      "an event",
      chat,
      {
        events: [{ name: "exception", timeUnixNano: 5n, attributes: new Map([["exception.type", "Timeout"]]) }],
      },
    ],
    [
      "a link",
      chat,
      {
        links: [{ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", attributes: new Map() }],
      },
    ],
    ["no start", chat, { startTimeUnixNano: 0n }],
    ["an end before its start", chat, { endTimeUnixNano: startTimeUnixNano - 1n }],
    ["an implausible time", chat, { startTimeUnixNano: 1_700_000_000n, endTimeUnixNano: 1_700_000_001n }],
    ["a bad parent", chat, { parentSpanId: "abcd" }],
    ["a bad id", chat, { spanId: "abcd" }],
  ])("with %s is read as an object", (_, attributes, overrides) => {
    const bytes = encodeTraceRequest([chatSpan(chat), chatSpan(attributes, overrides), chatSpan(chat)]);
    expect(byColumns(bytes)).toEqual(byObjects(bytes));
    expect(rowsInColumns(bytes)).toBe(2);
  });

  test("comes with a message that is JSON", () => {
    const bytes = new TextEncoder().encode(encodeTraceRequestJson([chatSpan(chat), chatSpan(chat)]));
    expect(byColumns(bytes)).toEqual(byObjects(bytes));
    expect(rowsInColumns(bytes)).toBe(0);
  });
});

describe("both paths", () => {
  const key = fc.constantFrom(
    ...Object.keys(chat),
    "gen_ai.system",
    "gen_ai.usage.prompt_tokens",
    "gen_ai.usage.total_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.reasoning_tokens",
    "gen_ai.usage.audio.input_tokens",
    "gen_ai.response.finish_reasons",
    "gen_ai.response.time_to_first_chunk",
    "gen_ai.request.stream",
    "gen_ai.output.messages",
    "gen_ai.latency.e2e",
    "openinference.span.kind",
    "llm.token_count.prompt",
    "llm.model_name",
    "session.id",
    "user.id",
    "tag.tags",
    "server.address",
    "ai.model.id",
    "langfuse.trace.name",
    "custom.key",
  );
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    fc.integer({ min: -3, max: 500 }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom("", "chat", "openai", "stop", "12", "[]", '["a"]', "True", "bedrock", "ü", "api.openai.com"),
    fc.string({ maxLength: 40 }),
    fc.constant(null),
    fc.array(fc.constantFrom("stop", "length", ""), { maxLength: 2 }),
    fc.constant(new Map<string, AnyValue>([["a", 1]])),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 62n }),
    fc.uint8Array({ maxLength: 3 }),
  );
  const span = fc
    .tuple(
      fc.array(fc.tuple(key, value), { maxLength: 12 }),
      fc.boolean(),
      fc.constantFrom("sdk", "ai", "pydantic-ai", ""),
    )
    .map(([attributes, isChat, scopeName]) =>
      chatSpan({ ...(isChat ? chat : {}), ...Object.fromEntries(attributes) }, { scopeName }),
    );

  test("agree on spans of any attributes, with one decoder for all messages", () => {
    const decoder = new SpanBatchDecoder();
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 5 }), (spans) => {
        const bytes = encodeTraceRequest(spans);
        expect(byColumns(bytes, decoder)).toEqual(byObjects(bytes));
      }),
      { numRuns: 1_500 },
    );
  });

  test("agree on damaged messages", () => {
    const decoder = new SpanBatchDecoder();
    const sound = encodeTraceRequest([
      chatSpan(chat),
      chatSpan({ ...chat, "gen_ai.response.finish_reasons": ["stop"] }),
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 }),
        (damage) => {
          const bytes = Uint8Array.from(sound);
          for (const [at, byte] of damage) bytes[at] = byte;
          expect(byColumns(bytes, decoder)).toEqual(byObjects(bytes));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test("agree on every prefix of a message", () => {
    const sound = encodeTraceRequest([chatSpan(chat)]);
    for (let length = 0; length < sound.length; length += 1) {
      const bytes = sound.subarray(0, length);
      expect(byColumns(bytes)).toEqual(byObjects(bytes));
    }
  });
});

describe("a decoder in long use", () => {
  test("gives the same answers after its tables were filled by hostile names", () => {
    const decoders = [new SpanBatchDecoder(), new SpanBatchDecoder({ content: true })];
    const named = [
      "gen_ai.request.model",
      "gen_ai.response.model",
      "gen_ai.agent.name",
      "server.address",
      "error.type",
    ];
    const flooding = (seed: number): OtlpSpan => {
      const names = named.map((key): [string, AnyValue] => [key, `${key} ${seed}`]);
      const keys = Array.from({ length: 8 }, (_, at): [string, AnyValue] => [`key.${seed}.${at}`, at]);
      return chatSpan({ ...chat, ...Object.fromEntries([...names, ...keys]) });
    };
    for (let message = 0; message < 8; message += 1) {
      const spans = Array.from({ length: 450 }, (_, at) => flooding(message * 450 + at));
      expect(judgeMessage(encodeTraceRequest(spans), ...decoders)).toBeNull();
    }
  });
});
