import { describe, expect, test } from "vitest";
import type { AnyValue, LlmSpan } from "../index.ts";
import { createOtlpSpan, mapTexts, normaliseSpan } from "../index.ts";

const SECRET = "ann@example.org";
const hide = (text: string): string => text.replaceAll(SECRET, "[EMAIL]");

const messages = JSON.stringify([
  {
    role: `user ${SECRET}`,
    parts: [
      { type: "text", content: SECRET },
      { type: "tool_call", id: SECRET, name: SECRET, arguments: { to: [SECRET, { [SECRET]: SECRET }] } },
    ],
  },
  {
    role: "tool",
    parts: [
      { type: "tool_call_response", response: { deep: [[SECRET]] } },
      { type: "file", uri: SECRET, other: { x: SECRET } },
    ],
    finish_reason: SECRET,
  },
]);

const withSecret: AnyValue = new Map<string, AnyValue>([["list", [SECRET]]]);

/** A span that has the secret in every place a sender can write to. */
const span: LlmSpan = normaliseSpan(
  createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: `chat ${SECRET}`,
    statusCode: 2,
    statusMessage: `no answer for ${SECRET}`,
    traceState: `k=${SECRET}`,
    scopeVersion: SECRET,
    scopeAttributes: new Map([["owner", SECRET]]),
    resource: new Map<string, AnyValue>([
      ["service.name", "api"],
      ["host.owner", SECRET],
      [SECRET, "x"],
    ]),
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.request.model", "gpt-4o"],
      ["gen_ai.input.messages", messages],
      ["gen_ai.output.messages", messages],
      ["gen_ai.system_instructions", `Answer ${SECRET}`],
      ["gen_ai.tool.definitions", JSON.stringify([{ name: "mail", description: SECRET }])],
      ["gen_ai.agent.name", SECRET],
      ["gen_ai.tool.name", SECRET],
      ["gen_ai.prompt.name", SECRET],
      ["error.type", SECRET],
      ["session.id", SECRET],
      ["user.id", SECRET],
      ["tag.tags", [SECRET, "blue"]],
      ["trace.name", SECRET],
      ["deployment.environment.name", SECRET],
      ["service.version", SECRET],
      ["cloud.region", SECRET],
      ["annotations.0.annotation.name", SECRET],
      ["annotations.0.annotation.label", SECRET],
      ["annotations.0.annotation.annotator_kind", SECRET],
      ["http.url", `https://example.org/?q=${SECRET}`],
      ["structured", withSecret],
      [`to.${SECRET}`, "x"],
    ]),
    events: [
      {
        name: SECRET,
        timeUnixNano: 1n,
        attributes: new Map<string, AnyValue>([
          ["k", withSecret],
          [SECRET, 1],
        ]),
      },
    ],
    links: [{ traceId: "c".repeat(32), spanId: "d".repeat(16), attributes: new Map([["k", SECRET]]) }],
  }),
  { tenant: "t", receivedAtMs: 0 },
);

describe("every text of a span is rewritten", () => {
  test("none is left in any column", () => {
    expect(JSON.stringify(span).split(SECRET).length).toBeGreaterThan(40);
    expect(span).toMatchObject({ trace_name: SECRET, environment: SECRET, release: SECRET, region: SECRET });
    expect(span.scores).toMatchObject([{ name: SECRET, label: SECRET, source: SECRET }]);
    expect(JSON.stringify(mapTexts(span, hide))).not.toContain(SECRET);
  });

  test("nor in a location", () => {
    const locations: string[] = [];
    mapTexts(span, (text, location) => {
      locations.push(location);
      return hide(text);
    });
    expect(locations.filter((location) => location.includes(SECRET))).toEqual([]);
    expect(locations).toEqual(
      expect.arrayContaining([
        "name",
        "input_messages.0.parts.0.content",
        "input_messages.0.parts.1.arguments.to.0",
        "output_messages.1.parts.0.response.deep.0.0",
        "system_instructions",
        "status_message",
        "attributes.http.url",
        "resource_attributes.host.owner",
        "events.0.attributes.k.list.0",
        "links.0.attributes.k",
        "tags.0",
        "session_id",
        "user_id",
      ]),
    );
  });

  test("a rewrite that changes nothing gives an equal span", () => {
    expect(mapTexts(span, (text) => text)).toEqual(span);
  });

  test("ids, models and service stay what they are, whatever the rewrite does", () => {
    const { trace_id, span_id, request_model, service_name, provider, start_time } = span;
    const rewritten = mapTexts(span, () => "?");
    expect(rewritten).toMatchObject({ trace_id, span_id, request_model, service_name, provider, start_time });
  });

  test("columns of JSON stay JSON", () => {
    const rewritten = mapTexts(span, () => 'a "quote"');
    expect(JSON.parse(rewritten.events)).toHaveLength(1);
    expect(JSON.parse(rewritten.links)).toMatchObject([{ trace_id: "c".repeat(32), span_id: "d".repeat(16) }]);
    expect(JSON.parse(rewritten.tool_definitions)).toHaveLength(1);
  });
});

describe("structured values", () => {
  const of = (argument: unknown): LlmSpan => ({
    ...span,
    input_messages: [{ role: "assistant", parts: [{ type: "tool_call", arguments: argument }] }],
  });
  const argumentsOf = (rewritten: LlmSpan) => rewritten.input_messages[0]?.parts[0]?.arguments;

  test("a long number is offered as text, and stays a number unless it is changed", () => {
    const rewritten = mapTexts(of({ card: 4_111_111_111_111_111, count: 12, size: 2_000_000 }), (text) =>
      text === "4111111111111111" ? "[CARD]" : text,
    );
    expect(argumentsOf(rewritten)).toEqual({ card: "[CARD]", count: 12, size: 2_000_000 });
  });

  test.each([
    ["a word", "max_tokens", false],
    ["words with numbers", "gen_ai.prompt.0.content_2", false],
    ["an address", "ann@example.org", true],
    ["a token of letters alone", "AKIAQWERTYUIOPASDFGH", true],
    ["a number in small groups", "tel.612-345-678", true],
    ["an address of a host", "ip-10.0.0.17", true],
  ])("whether a key that is %s is offered", (_, key, isOffered) => {
    const offered: string[] = [];
    mapTexts(of({ [key]: "" }), (text) => {
      offered.push(text);
      return text;
    });
    expect(offered.includes(key)).toBe(isOffered);
  });

  test("keys that become equal keep both values", () => {
    const rewritten = mapTexts(of({ "ann@example.org": 1, "bob@example.org": 2 }), (text) =>
      text.replace(/^\w+@\S+$/, "[EMAIL]"),
    );
    expect(argumentsOf(rewritten)).toEqual({ "[EMAIL]": 1, "[EMAIL] (2)": 2 });
  });
});
