import { describe, expect, test } from "vitest";

import { writeAttributes, writeId } from "../otlp/encode-trace-request.ts";
import {
  requestFields,
  resourceFields,
  resourceSpansFields,
  scopeSpansFields,
  spanFields,
} from "../otlp/otlp-fields.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { defaultDecodeLimits } from "../otlp/decode-limits.ts";
import { ProtoWriter } from "../otlp/proto-writer.ts";
import { encodeLogsRequest } from "../testing/encode-logs-request.ts";
import { judgeMessage } from "../testing/fuzz/judge-message.ts";
import { SpanBatchDecoder } from "./span-batch-decoder.ts";

const START_NANOS = 1_789_999_000_000_000_000n;
const chat = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5" };

const FINISH_REASONS = new TextEncoder().encode("gen_ai.response.finish_reasons");

type Attributes = Readonly<Record<string, AnyValue>>;
type Write = (writer: ProtoWriter) => void;

function bytesOf(write: Write): Uint8Array {
  const writer = new ProtoWriter();
  write(writer);
  return writer.finish();
}

function span(attributes: Attributes, start = START_NANOS): Write {
  return (scopeSpans) =>
    scopeSpans.message(scopeSpansFields.spans, (target) => {
      writeId(target, spanFields.traceId, "0af7651916cd43dd8448eb211c80319c");
      writeId(target, spanFields.spanId, "b7ad6b7169203331");
      target.fixed64(spanFields.startTime, start);
      target.fixed64(spanFields.endTime, start + 1_000_000n);
      writeAttributes(target, spanFields.attributes, new Map(Object.entries(attributes)));
    });
}

function resource(attributes: Attributes): Write {
  return (group) =>
    group.message(resourceSpansFields.resource, (target) =>
      writeAttributes(target, resourceFields.attributes, new Map(Object.entries(attributes))),
    );
}

const inScope =
  (...writes: readonly Write[]): Write =>
  (group) =>
    group.message(resourceSpansFields.scopeSpans, (scopeSpans) => {
      for (const write of writes) write(scopeSpans);
    });

function request(...writes: readonly Write[]): Uint8Array {
  return bytesOf((writer) =>
    writer.message(requestFields.resourceSpans, (group) => {
      for (const write of writes) write(group);
    }),
  );
}

/** Bytes before which a field's tag is replaced by one that only differs in its upper half. */
function withHighTag(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([0x8a, 0x80, 0x80, 0x80, 0x10, ...bytes.subarray(1)]);
}

/** A KeyValue of a key alone. */
const keyAlone =
  (key: string): Write =>
  (target) =>
    target.message(spanFields.attributes, (pair) => pair.string(1, key));

/** A span that begins with a KeyValue of these bytes. */
function spanOf(pair: readonly number[]): Write {
  return (scopeSpans) =>
    scopeSpans.message(scopeSpansFields.spans, (target) => {
      writeId(target, spanFields.traceId, "0af7651916cd43dd8448eb211c80319c");
      writeId(target, spanFields.spanId, "b7ad6b7169203331");
      target.fixed64(spanFields.startTime, START_NANOS);
      target.fixed64(spanFields.endTime, START_NANOS);
      target.bytes(spanFields.attributes, Uint8Array.from(pair));
      writeAttributes(target, spanFields.attributes, new Map(Object.entries(chat)));
    });
}

const bothDecoders = (): readonly SpanBatchDecoder[] => [
  new SpanBatchDecoder(),
  new SpanBatchDecoder({ content: true }),
];

describe("columns equal objects", () => {
  test.each<[string, Uint8Array]>([
    ["a tag beyond 32 bits", withHighTag(request(inScope(span(chat))))],
    [
      "a resource whose tags are longer than they need be",
      request(
        (group) =>
          group.bytes(
            resourceSpansFields.resource,
            // A KeyValue of `a` and `b`, each of whose tags has a byte that says nothing.
            Uint8Array.of(0x8a, 0, 11, 0x8a, 0, 1, 0x61, 0x92, 0, 4, 0x8a, 0, 1, 0x62),
          ),
        inScope(span(chat)),
      ),
    ],
    [
      "a list of texts whose tags are longer than they need be",
      request(
        inScope(
          spanOf([
            0x0a,
            FINISH_REASONS.length,
            ...FINISH_REASONS,
            // Each tag of the list's one entry has a byte that says nothing.
            ...Uint8Array.of(0x12, 10, 0x2a, 8, 0x8a, 0, 5, 0x8a, 0, 2, 0x68, 0x69),
          ]),
        ),
      ),
    ],
    [
      "a marker without a value",
      request(
        inScope((scopeSpans) =>
          scopeSpans.message(scopeSpansFields.spans, (target) => {
            writeId(target, spanFields.traceId, "0af7651916cd43dd8448eb211c80319c");
            writeId(target, spanFields.spanId, "b7ad6b7169203331");
            target.fixed64(spanFields.startTime, START_NANOS);
            target.fixed64(spanFields.endTime, START_NANOS);
            keyAlone("gen_ai.system")(target);
          }),
        ),
      ),
    ],
    [
      "a scope that is malformed, and then one that is not",
      request(
        inScope(
          (scopeSpans) => scopeSpans.message(scopeSpansFields.scope, (scope) => scope.int64(1, 7)),
          (scopeSpans) => scopeSpans.message(scopeSpansFields.scope, (scope) => scope.string(1, "sdk")),
          span(chat),
        ),
      ),
    ],
    [
      "a resource that its spans would repeat into gigabytes",
      request(
        resource(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${at}`, "x".repeat(500)]))),
        inScope(...Array.from({ length: 1_500 }, () => span(chat))),
      ),
    ],
    [
      "log records of a GenAI event",
      encodeLogsRequest([
        {
          timeUnixNano: String(START_NANOS),
          traceId: "0af7651916cd43dd8448eb211c80319c",
          spanId: "b7ad6b7169203331",
          eventName: "gen_ai.evaluation.result",
          attributes: { "gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.value": 1 },
        },
      ]),
    ],
    [
      "an answer whose reason is spelt as Google spells it",
      request(
        inScope(
          span({
            ...chat,
            "gen_ai.output.messages": JSON.stringify({
              candidates: [{ content: { role: "model", parts: [{ text: "four" }] }, finishReason: "STOP" }],
            }),
          }),
        ),
      ),
    ],
    [
      "an answer whose reason is escaped",
      request(
        inScope(
          span({ ...chat, "gen_ai.output.messages": '[{"role":"assistant","parts":[],"finish\\u005freason":"stop"}]' }),
        ),
      ),
    ],
    [
      "content that says nothing, where the facts are counted",
      request(
        inScope(
          span({
            "gen_ai.request.id": `cmpl-${"0".repeat(32)}`,
            "langfuse.observation.input": "no tools are offered in here",
            "langfuse.observation.model.name": "gpt-5",
            "langsmith.metadata.ls_provider": "openai",
            "langsmith.metadata.ls_model_name": "gpt-5",
            "langsmith.metadata.session_id": "s1",
          }),
        ),
      ),
    ],
    [
      "an operation that several facts are read of",
      request(inScope(span({ ...chat, "operation.name": "ai.embed.doEmbed" }))),
    ],
  ])("for %s", (_, bytes) => {
    expect(judgeMessage(bytes, ...bothDecoders())).toBeNull();
  });

  test("for a canonical name that the text table has no room for", () => {
    // Fills the table but for nothing.
    const flood = Array.from({ length: 4_000 }, (_, at) =>
      span({
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": `m${at}`,
        "gen_ai.response.model": `r${at}`,
        "gen_ai.agent.name": `a${at}`,
        "gen_ai.prompt.name": `p${at}`,
        "gen_ai.tool.name": `t${at}`,
      }),
    );
    const first = span({ ...chat, "gen_ai.agent.name": "bedrock" });
    const last = span({ ...chat, "gen_ai.provider.name": "bedrock" });
    const bytes = request(inScope(first, ...flood, last));
    expect(judgeMessage(bytes, ...bothDecoders())).toBeNull();
  });
});

describe("a row whose first attribute is like that of the row before", () => {
  const usual = [0x0a, 2, 0x6b, 0x6c, 0x12, 3, 0x0a, 1, 0x76];
  const longLength = [0x0a, 0x82, 0, 0x6b, 0x6c, 0x12, 3, 0x0a, 1, 0x76];

  test.each<[string, readonly number[]]>([
    ["the same", usual],
    ["another value", [0x0a, 2, 0x6b, 0x6c, 0x12, 2, 0x10, 1]],
    ["another key of its length", [0x0a, 2, 0x6b, 0x6d, 0x12, 3, 0x0a, 1, 0x76]],
    ["a key that it is the beginning of", [0x0a, 3, 0x6b, 0x6c, 0x6c, 0x12, 3, 0x0a, 1, 0x76]],
    ["the same key, and a tag of a value without one", [0x0a, 2, 0x6b, 0x6c, 0x12]],
    ["the same key alone", [0x0a, 2, 0x6b, 0x6c]],
    ["no key", [0x0a, 0, 0x12, 3, 0x0a, 1, 0x76]],
    ["a value alone", [0x12, 3, 0x0a, 1, 0x76]],
    ["a tag that is longer than it need be", [0x8a, 0, 2, 0x6b, 0x6c, 0x12, 3, 0x0a, 1, 0x76]],
    ["a length that is", longLength],
    ["a tag of the value that is", [0x0a, 2, 0x6b, 0x6c, 0x92, 0, 3, 0x0a, 1, 0x76]],
    ["a value that ends too late", [0x0a, 2, 0x6b, 0x6c, 0x12, 4, 0x0a, 1, 0x76]],
  ])("is read for what it is: %s", (_, pair) => {
    const rows = [usual, pair, pair, usual, usual].map(spanOf);
    expect(judgeMessage(request(inScope(...rows)), ...bothDecoders())).toBeNull();
  });

  test("has no key where only the end of a longer tag and length is the same", () => {
    const rows = [longLength, longLength.slice(1)].map(spanOf);
    expect(judgeMessage(request(inScope(...rows)), ...bothDecoders())).toBeNull();
  });

  test("is not taken for it where it stands in another message", () => {
    const decoders = bothDecoders();
    const names = ["gpt-5", "gpt-4", "gpt-4.1", "o3", "o1", ""];
    for (const model of names) {
      const bytes = request(inScope(span({ ...chat, "gen_ai.request.model": model }), span(chat)));
      expect(judgeMessage(bytes, ...decoders)).toBeNull();
    }
  });
});

test("a resource of more attributes than are kept is flagged", () => {
  const bytes = request(resource({ a: 1, b: 2, c: 3 }), inScope(span({ "gen_ai.operation.name": "chat" })));
  const limits = { ...defaultDecodeLimits, maxAttributes: 2 };
  const decoded = new SpanBatchDecoder({ limits }).decode(bytes, {
    tenant: "acme",
    receivedAtMs: Date.UTC(2027, 0, 1),
  });
  expect(decoded.kind === "ok" && decoded.value.batch.objects[0]?.quality_flags).toContain("attributes_dropped");
});

describe("a time of receipt beyond what can be stored", () => {
  test("lets no span pass that is as far away", () => {
    const receivedAtMs = Date.UTC(2400, 0, 1);
    const bytes = request(inScope(span(chat, BigInt(Date.UTC(2300, 0, 1)) * 1_000_000n)));
    const decoded = new SpanBatchDecoder().decode(bytes, { tenant: "acme", receivedAtMs });
    expect(decoded.kind === "ok" && decoded.value.batch.objects[0]?.quality_flags).toContain("missing_start_time");
  });
});
