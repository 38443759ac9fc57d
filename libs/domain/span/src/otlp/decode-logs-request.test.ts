import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLogsRequestJson, decodeLogsRequest, decodeMessage, normaliseSpan } from "../index.ts";
import type { DecodedRequest, LlmSpan, OtlpSpan } from "../index.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import { encodeLogsRequest } from "../testing/encode-logs-request.ts";
import type { JsonLogRecord } from "../testing/encode-logs-request.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const time = "1767225600000000000";

const details: JsonLogRecord = {
  timeUnixNano: time,
  traceId,
  spanId,
  eventName: "gen_ai.client.inference.operation.details",
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.usage.input_tokens": 12,
    "gen_ai.usage.output_tokens": 3,
    "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
    "gen_ai.output.messages":
      '[{"role":"assistant","parts":[{"type":"text","content":"Hello"}],"finish_reason":"stop"}]',
  },
};
const legacy = (eventName: string, body: JsonLogRecord["body"]): JsonLogRecord => ({
  timeUnixNano: time,
  traceId,
  spanId,
  body,
  attributes: { "event.name": eventName, "gen_ai.system": "openai" },
});

/** The same request in both encodings. */
const encodings: readonly [name: string, encode: (records: readonly JsonLogRecord[]) => Uint8Array][] = [
  ["protobuf", encodeLogsRequest],
  ["JSON", (records) => new TextEncoder().encode(JSON.stringify(jsonRequest(records)))],
];

function jsonRequest(records: readonly JsonLogRecord[]): object {
  const scopeLogs = [{ scope: { name: "my.scope" }, logRecords: records }];
  return { resourceLogs: [{ resource: { attributes: { "service.name": "shop" } }, scopeLogs }] };
}

function decoded(bytes: Uint8Array): DecodedRequest {
  const outcome = decodeMessage(bytes);
  if (outcome.kind !== "ok") throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const rowOf = (span: OtlpSpan): LlmSpan => normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });

describe.each(encodings)("GenAI events that come as log records, in %s", (_, encode) => {
  test("of one call are one span with its ids and their facts", () => {
    const { spans, rejected } = decoded(encode([details]));
    expect(rejected).toEqual([]);
    expect(spans.map(rowOf)).toMatchObject([
      {
        trace_id: traceId,
        span_id: spanId,
        name: "gen_ai.events",
        kind: "internal",
        service_name: "shop",
        scope_name: "my.scope",
        start_time: "2026-01-01T00:00:00.000000000Z",
        operation: "chat",
        provider: "openai",
        request_model: "gpt-4o",
        input_tokens: 12,
        output_tokens: 3,
        finish_reasons: ["stop"],
        input_messages: [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
        events: "",
      },
    ]);
  });

  test("of the names before 1.37 have their message in the body", () => {
    const records = [
      legacy("gen_ai.system.message", { content: "Be brief" }),
      legacy("gen_ai.user.message", { content: "Weather?" }),
      legacy("gen_ai.choice", { index: 0, finish_reason: "stop", message: { role: "assistant", content: "Rain" } }),
    ];
    const { spans } = decoded(encode(records));
    expect(spans.map(rowOf)).toMatchObject([
      {
        provider: "openai",
        operation: "chat",
        input_messages: [
          { role: "system", parts: [{ type: "text", content: "Be brief" }] },
          { role: "user", parts: [{ type: "text", content: "Weather?" }] },
        ],
        output_messages: [{ role: "assistant", parts: [{ type: "text", content: "Rain" }], finish_reason: "stop" }],
      },
    ]);
  });

  test.each<[string, JsonLogRecord["body"]]>([
    ["JSON", '{"content":"Weather?"}'],
    ["a text", "Weather?"],
  ])("have a body that is %s", (__, body) => {
    const [span] = decoded(encode([legacy("gen_ai.user.message", body)])).spans;
    expect(span && rowOf(span).input_messages).toEqual([
      { role: "user", parts: [{ type: "text", content: "Weather?" }] },
    ]);
  });

  test("judge, and tell errors", () => {
    const records: JsonLogRecord[] = [
      {
        ...details,
        eventName: "gen_ai.evaluation.result",
        attributes: { "gen_ai.evaluation.name": "relevance", "gen_ai.evaluation.score.value": 0.5 },
      },
      { ...details, eventName: "gen_ai.client.operation.exception", attributes: { "exception.type": "TimeoutError" } },
    ];
    const [span] = decoded(encode(records)).spans;
    expect(span && rowOf(span)).toMatchObject({
      dialect: "otel_genai",
      scores: [{ name: "relevance", value: 0.5, label: "", source: "evaluation" }],
      error_type: "TimeoutError",
      operation: "",
      input_tokens: null,
    });
  });

  test("of several calls are a span each; other records are passed over", () => {
    const other = { ...details, spanId: "00f067aa0ba902b7" };
    const line = { timeUnixNano: time, traceId, spanId, body: "GET / 200", attributes: {} };
    const { spans } = decoded(encode([line, details, other, details, line]));
    expect(spans.map((span) => [span.spanId, span.events.length])).toEqual([
      [spanId, 2],
      ["00f067aa0ba902b7", 1],
    ]);
  });

  test("without a span are rejected, by their position among the spans", () => {
    const { spans, rejected } = decoded(encode([{ ...details, traceId: "", spanId: "" }, details]));
    expect(spans).toHaveLength(1);
    expect(rejected).toEqual([{ idx: 0, reason: "invalid_span_id" }]);
  });

  test("stand from the first to the last, or where they were observed", () => {
    const observed = { ...details, timeUnixNano: "0", observedTimeUnixNano: "1767225599000000000" };
    const [span] = decoded(encode([details, observed])).spans;
    expect(span && [span.startTimeUnixNano, span.endTimeUnixNano]).toEqual([
      1_767_225_599_000_000_000n,
      1_767_225_600_000_000_000n,
    ]);
  });

  test("beyond the bounds are left out and flagged, or refused", () => {
    const limits = { ...defaultDecodeLimits, maxEvents: 2, maxSpans: 3 };
    const decode = (records: readonly JsonLogRecord[]) => {
      const bytes = encode(records);
      return bytes[0] === 0x0a ? decodeLogsRequest(bytes, limits) : decodeLogsRequestJson(bytes, limits);
    };
    expect(decode([details, details, details])).toMatchObject({
      kind: "ok",
      value: { spans: [{ flags: ["events_dropped"], events: [{}, {}] }] },
    });
    expect(decode([details, details, details, details])).toMatchObject({ reason: "too_many_spans" });
  });

  test("are other signals where there is none", () => {
    const line = { timeUnixNano: time, traceId, spanId, body: "GET / 200", attributes: { "event.name": "http" } };
    expect(decodeMessage(encode([line]))).toMatchObject({ kind: "dead_letter", reason: "other_signal" });
  });
});

test("whatever the bytes, nothing is thrown", () => {
  const bytes = encodeLogsRequest([details]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, byte] of changes) damaged[at] = byte;
      expect(["ok", "dead_letter"]).toContain(decodeLogsRequest(damaged).kind);
    }),
  );
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(["ok", "dead_letter"]).toContain(decodeLogsRequestJson(`{"resourceLogs":[${json}]}`).kind);
    }),
  );
});
