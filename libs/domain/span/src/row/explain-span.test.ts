import { describe, expect, test } from "vitest";
import { createOtlpSpan, explainSpan, normaliseSpan } from "../index.ts";
import type { AnyValue, OtlpSpan } from "../index.ts";

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };
const explain = (span: OtlpSpan) => explainSpan(span, (part) => normaliseSpan(part, context));

function spanOf(attributes: Readonly<Record<string, AnyValue>>, fields: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "operation",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
    ...fields,
  });
}

describe("an explanation", () => {
  test("names the attribute that told a column", () => {
    const explained = explain(spanOf({ "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" }));
    expect(explained).toMatchObject({
      operation: ["gen_ai.operation.name"],
      request_model: ["gen_ai.request.model"],
      trace_id: ["span.trace_id"],
      duration_ms: ["span.start_time", "span.end_time"],
    });
  });

  test("names all that a computed column was made of", () => {
    const explained = explain(
      spanOf({
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.cache_read.input_tokens": 40,
        "gen_ai.usage.output_tokens": 10,
      }),
    );
    expect(explained).toMatchObject({
      input_tokens: ["gen_ai.usage.input_tokens"],
      input_uncached_tokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.cache_read.input_tokens"],
      total_tokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"],
    });
  });

  test("names every attribute that says the same, and none that is overruled", () => {
    const agreeing = explain(spanOf({ "gen_ai.usage.input_tokens": 100, "llm.token_count.prompt": 100 }));
    expect(agreeing["input_tokens"]).toEqual(["gen_ai.usage.input_tokens", "llm.token_count.prompt"]);
    const overruled = explain(spanOf({ "gen_ai.usage.input_tokens": 100, "llm.token_count.prompt": 90 }));
    expect(overruled["input_tokens"]).toEqual(["gen_ai.usage.input_tokens"]);
  });

  test("names events, the resource, and the span's own name where they decide", () => {
    const event = {
      name: "gen_ai.user.message",
      timeUnixNano: 1_767_225_600_000_000_000n,
      attributes: new Map([["content", "How long do eggs keep?"]]),
    };
    const explained = explain(
      spanOf(
        { "gen_ai.provider.name": "openai" },
        { name: "chat gpt-4o", events: [event], resource: new Map([["service.name", "shop"]]) },
      ),
    );
    expect(explained).toMatchObject({
      input_messages: ["event:gen_ai.user.message"],
      service_name: ["resource:service.name"],
      name: ["span.name"],
    });
  });

  test("names what raised a quality flag, and nothing that would raise another", () => {
    const explained = explain(spanOf({ "gen_ai.usage.input_tokens": "many", "gen_ai.request.model": "m" }));
    expect(explained["quality_flags"]).toEqual(["gen_ai.usage.input_tokens"]);
  });

  test("says nothing of columns that are empty, kept as they came, or not of the span", () => {
    const explained = explain(spanOf({ "app.shelf": "3" }));
    expect(Object.keys(explained).filter((column) => ["tenant", "attributes", "operation"].includes(column))).toEqual(
      [],
    );
  });

  test("is bounded for a span with more names than anyone sends", () => {
    let rows = 0;
    const names = Array.from({ length: 3_000 }, (_, at) => `k${at}`);
    const many = new Map(names.map((name): [string, string] => [name, ""]));
    const events = names.map((name) => ({ name, timeUnixNano: 0n, attributes: new Map<string, string>() }));
    explainSpan(spanOf(Object.fromEntries(many), { resource: many, events }), () => {
      rows += 1;
      return { status: "unset" };
    });
    expect(rows).toBeLessThan(4_000);
  });
});
