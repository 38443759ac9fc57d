import { defaultSensitivePolicy } from "@parapet/sensitive";
import { createHash } from "node:crypto";

import type { DeadLetterReason, Message } from "@parapet/delivery";
import { createGenaiPriceBook } from "@parapet/prices";
import type { PriceBook } from "@parapet/pricing";
import { createKeyedHash } from "@parapet/runtime";
import {
  createOtlpSpan,
  encodeTraceRequest,
  encodeTraceRequestJson,
  type AnyValue,
  type OtlpSpan,
} from "@parapet/span";
import { textFeatures } from "@parapet/text";
import { describe, expect, it, test } from "vitest";

import { createRedactions } from "./redactions.ts";
import { ingestMessage, type IngestMessageDeps } from "./ingest-message.ts";

const KEY = "a key of this test alone";
const hash = createKeyedHash(KEY);
const deps: IngestMessageDeps = {
  prices: createGenaiPriceBook(),
  redactionOf: createRedactions({ policy: defaultSensitivePolicy, hashKey: KEY }),
  capture: { default: "redacted", rules: [] },
  hash,
  topicTenants: new Map([["acme.spans", "acme"]]),
};

const receivedAtMs = Date.UTC(2026, 2, 1, 12);
const startNano = BigInt(receivedAtMs) * 1_000_000n;

function message(value: Uint8Array | string | null, topic = "acme.spans"): Message {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return { topic, partition: 3, offset: 7n, timestampMs: receivedAtMs, key: null, value: bytes, headers: {} };
}

function chat(attributes: Record<string, AnyValue> = {}, fields: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "chat gpt-4o",
    startTimeUnixNano: startNano,
    endTimeUnixNano: startNano + 1_500_000_000n,
    resource: new Map([["service.name", "shop"]]),
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.provider.name", "openai"],
      ["gen_ai.request.model", "gpt-4o"],
      ["gen_ai.usage.input_tokens", 1_000],
      ["gen_ai.usage.output_tokens", 200],
      ...Object.entries(attributes),
    ]),
    ...fields,
  });
}

const asking = (content: string): Record<string, AnyValue> => ({
  "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content }] }]),
});

const ingest = (spans: readonly OtlpSpan[], changed: Partial<IngestMessageDeps> = {}) =>
  ingestMessage(message(encodeTraceRequest(spans)), "stream", { ...deps, ...changed });

describe("the rows of a message", () => {
  it("are the same for the same message, whenever it is read", () => {
    const value = encodeTraceRequest([chat(asking("Write to jane@example.com"))]);
    expect(ingestMessage(message(value), "s", deps)).toEqual(ingestMessage(message(value), "s", deps));
  });

  it("carry the tenant that owns the topic, and the place of the message", () => {
    const { spans, contents } = ingest([chat(asking("Hello"))]);
    const place = { tenant: "acme", topic: "acme.spans", partition: 3, offset: "7", idx: 0 };
    expect(spans).toEqual([expect.objectContaining(place)]);
    expect(contents).toEqual([expect.objectContaining(place)]);
  });

  it("have no content where nothing but facts was said", () => {
    expect(ingest([chat(), chat(asking("Hello"))]).contents.map(({ idx }) => idx)).toEqual([1]);
  });

  it("price a call exactly", () => {
    // gpt-4o: 2.50 USD a million input tokens, 10 USD a million output tokens.
    expect(ingest([chat()]).spans[0]).toMatchObject({ cost_usd: "0.0045", unpriced_reason: "" });
  });

  it("leave the cost of an unknown model null, and say why", () => {
    const { spans } = ingest([chat({ "gen_ai.request.model": "nobody-knows-it" })]);
    expect(spans[0]).toMatchObject({ cost_usd: null, unpriced_reason: "unknown_model" });
  });

  it("measure and hash the prompt as it was sent, not as it is stored", () => {
    const prompt = "My mail is jane@example.com, thanks a lot!";
    const { spans, contents } = ingest([chat(asking(prompt))]);
    const { chars, words } = textFeatures(prompt);
    expect(spans[0]).toMatchObject({ input_chars: chars, input_words: words, prompt_hash: hash(prompt) });
    expect(contents[0]?.input_messages).toContain("My mail is <EMAIL_ADDRESS>, thanks a lot!");
  });

  it("have no features and no hash where nothing was said", () => {
    expect(ingest([chat()]).spans[0]).toMatchObject({ input_chars: null, output_chars: null, prompt_hash: "" });
  });

  it("keep a model's name whole, though its release date looks like a telephone number", () => {
    const model = "claude-sonnet-4-5-20250929";
    const span = chat(
      { "gen_ai.request.model": model, "gen_ai.provider.name": "anthropic" },
      { name: `chat ${model}` },
    );
    const { spans } = ingest([span]);
    expect(spans[0]).toMatchObject({ name: `chat ${model}`, request_model: model, redaction_count: 0 });
  });

  it("keep the address of a server, which is nobody's", () => {
    expect(ingest([chat({ "server.address": "10.0.0.7" })]).spans[0]?.server_address).toBe("10.0.0.7");
  });

  it("keep identifiers whose digits look like a number of somebody", () => {
    const ids = { "gen_ai.response.id": "gen-4111111111111111", "gen_ai.tool.call.id": "call 415-555-0132" };
    expect(ingest([chat(ids)]).spans[0]).toMatchObject({
      response_id: "gen-4111111111111111",
      tool_call_id: "call 415-555-0132",
    });
  });

  it.each([
    ["user_id", "user.id"],
    ["session_id", "session.id"],
  ])("turn a %s that is an address into a hash", (column, key) => {
    const [first, second, third] = ["ann@example.org", "ann@example.org", "bob@example.org"].map(
      (value) => ingest([chat({ [key]: value })]).spans[0]?.[column as "user_id" | "session_id"],
    );
    expect(first).toBe(hash("ann@example.org"));
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("leave a user_id alone that names nobody", () => {
    expect(ingest([chat({ "user.id": "u-17" })]).spans[0]?.user_id).toBe("u-17");
  });
});

describe("a finding", () => {
  it("tells what, where and how sure, but not the value", () => {
    const { findings } = ingest([chat(asking("Write to jane@example.com"))]);
    expect(findings).toEqual([
      expect.objectContaining({
        category: "pii",
        entity: "EMAIL_ADDRESS",
        score: 1,
        location: "input_messages.0.parts.0.content",
        start: 9,
        end: 25,
        fingerprint: hash("jane@example.com"),
        decision: "modify",
        service_name: "shop",
      }),
    ]);
  });

  it("has the same fingerprint for the same value, another under another key", () => {
    const span = chat(asking("From jane@example.com to jane@example.com, copy bob@example.com"));
    const prints = ingest([span]).findings.map(({ fingerprint }) => fingerprint);
    expect(prints[0]).toBe(prints[1]);
    expect(prints[2]).not.toBe(prints[0]);
    const otherwise = createRedactions({ policy: defaultSensitivePolicy, hashKey: "another key of this test" });
    const others = ingest([span], { redactionOf: otherwise }).findings;
    expect(others.map(({ fingerprint }) => fingerprint)).not.toContain(prints[0]);
  });

  it("is stored a thousand times for a span at most, but counted always", () => {
    const { findings, spans, contents } = ingest([chat(asking("a@example.com, ".repeat(5_000)))]);
    expect(findings).toHaveLength(1_000);
    expect(spans[0]?.redaction_count).toBe(5_000);
    expect(contents[0]?.input_messages).not.toContain("@example.com");
  });
});

describe("a message that cannot be stored", () => {
  test.each<[string, Uint8Array | string | null, DeadLetterReason]>([
    ["nothing at all", null, "empty_message"],
    ["noise", Uint8Array.of(0xff, 0xff, 0xff), "undecodable_protobuf"],
    ["half of a JSON object", '{"resourceSpans": [}', "undecodable_json"],
    ["metrics", '{"resourceMetrics": []}', "other_signal"],
    ["20 MB", new Uint8Array(20 * 1024 * 1024), "message_too_large"],
  ])("is one dead letter: %s", (_label, value, reason) => {
    const rows = ingestMessage(message(value), "stream", deps);
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : (value ?? new Uint8Array());
    expect(rows).toMatchObject({ spans: [], contents: [], findings: [], faults: [] });
    expect(rows.deadLetters).toEqual([
      {
        topic: "acme.spans",
        partition: 3,
        offset: "7",
        idx: -1,
        tenant: "acme",
        reason,
        hash: createHash("sha256").update(bytes).digest("hex"),
        size_bytes: bytes.length,
        message_time: "2026-03-01T12:00:00.000000000Z",
        stage: "ingester",
      },
    ]);
    expect(rows.ledger).toMatchObject({
      stream_id: "stream",
      spans_stored: 0,
      spans_dead_lettered: 1,
      spans_dropped: 0,
    });
  });

  it("takes only its unusable spans to the dead letters, and the others keep their places", () => {
    const rows = ingest([chat(), chat({}, { spanId: "0".repeat(16) }), chat()]);
    expect(rows.spans.map(({ idx }) => idx)).toEqual([0, 2]);
    expect(rows.deadLetters).toEqual([expect.objectContaining({ idx: 1, reason: "invalid_span_id" })]);
    expect(rows.ledger).toMatchObject({ spans_stored: 2, spans_dead_lettered: 1 });
  });

  it("loses only the span that our own code fails on, and tells the kind of the fault", () => {
    const book = createGenaiPriceBook();
    const failing: PriceBook = {
      price: (query) => {
        if (query.requestModel === "poison") throw new RangeError("the secret of jane@example.com");
        return book.price(query);
      },
    };
    const rows = ingest([chat(), chat({ "gen_ai.request.model": "poison" }), chat()], { prices: failing });
    expect(rows.spans.map(({ idx }) => idx)).toEqual([0, 2]);
    expect(rows.deadLetters).toEqual([expect.objectContaining({ idx: 1, reason: "processing_failed" })]);
    expect(rows.ledger).toMatchObject({ spans_stored: 2, spans_dead_lettered: 1 });
    expect(rows.faults).toEqual(["RangeError"]);
  });

  it("is hashed once, however many of its spans are unusable", () => {
    const spans = `{},`.repeat(50_000);
    const value = `{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}{}]}]}],"padding":"${"x".repeat(8_000_000)}"}`;
    const began = performance.now();
    const { deadLetters } = ingestMessage(message(value), "stream", deps);
    expect(deadLetters).toHaveLength(50_001);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it("without spans is known to the ledger", () => {
    const rows = ingestMessage(message(encodeTraceRequestJson([]).replace("[]", "[{}]")), "stream", deps);
    expect(rows.deadLetters).toEqual([]);
    expect(rows.ledger).toMatchObject({ spans_stored: 0, spans_dead_lettered: 0 });
  });
});
