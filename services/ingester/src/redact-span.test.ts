import type { Finding } from "@parapet/detection";
import { createKeyedHash } from "@parapet/runtime";
import { SensitiveSearch } from "@parapet/sensitive";
import { createOtlpSpan, normaliseSpan, type AnyValue, type LlmSpan } from "@parapet/span";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { redactSpan } from "./redact-span.ts";

const hash = createKeyedHash("a key of this test alone");
const search = new SensitiveSearch();
const find = (text: string): readonly Finding[] => search.find(text);
const deps = { find, findInId: find, operators: {}, isRepeatable: true, hasOwnWords: false, hash };

const values = {
  EMAIL_ADDRESS: "jane.doe@example.com",
  CREDIT_CARD: "4111 1111 1111 1111",
  IBAN_CODE: "DE89 3704 0044 0532 0130 00",
  PHONE_NUMBER: "+1 415 555 0132",
  US_SSN: "536-90-4399",
  IP_ADDRESS: "203.0.113.77",
};

/** A span of which every place that a sender can fill holds the text. */
function spanFullOf(text: string): LlmSpan {
  const nested: AnyValue = new Map<string, AnyValue>([["list", [text, `line\n${text}`, new Map([["deep", text]])]]]);
  const attributes: AnyValue = new Map([["said", text]]);
  const messages = JSON.stringify([
    { role: "system", parts: [{ type: "text", content: text }] },
    {
      role: text,
      parts: [
        { type: "text", content: `first\n${text}\nlast` },
        { type: "reasoning", content: text },
      ],
    },
    {
      role: "assistant",
      parts: [
        { type: "tool_call", id: "call_1", name: "send", arguments: { to: text, list: [text] } },
        { type: "tool_call", id: "call_2", name: "send", arguments: JSON.stringify({ to: `x\n${text}` }) },
        { type: "uri", uri: `https://example.org/?q=${text}` },
      ],
      finish_reason: text,
    },
    { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", response: { answer: [text] } }] },
  ]);
  const span = createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: text,
    statusCode: 2,
    statusMessage: text,
    traceState: `k=${text}`,
    scopeName: text,
    scopeVersion: text,
    scopeAttributes: new Map([["owner", text]]),
    resource: new Map<string, AnyValue>([
      ["service.name", text],
      ["host.name", text],
      [text, nested],
    ]),
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", text],
      ["gen_ai.provider.name", text],
      ["gen_ai.request.model", text],
      ["gen_ai.response.model", text],
      ["gen_ai.response.finish_reasons", [text]],
      ["gen_ai.agent.name", text],
      ["gen_ai.agent.id", text],
      ["gen_ai.tool.name", text],
      ["gen_ai.tool.description", text],
      ["gen_ai.tool.call.arguments", nested],
      ["gen_ai.prompt.name", text],
      ["gen_ai.conversation.id", text],
      ["gen_ai.input.messages", messages],
      ["gen_ai.output.messages", messages],
      ["gen_ai.system_instructions", text],
      ["gen_ai.tool.definitions", JSON.stringify([{ name: text, description: `a\n${text}` }])],
      ["error.type", text],
      ["user.id", text],
      ["http.url", `https://example.org/${text}`],
      ["db.statement", `select '${text}'`],
      ["tag.tags", [text]],
      ["nested", nested],
      [`key ${text}`, "x"],
    ]),
    events: [
      {
        name: text,
        timeUnixNano: 1n,
        attributes: new Map<string, AnyValue>([
          ["body", nested],
          [text, text],
        ]),
      },
    ],
    links: [{ traceId: "c".repeat(32), spanId: "d".repeat(16), attributes }],
  });
  return normaliseSpan(span, { tenant: "acme", receivedAtMs: 0 });
}

describe("a redacted span", () => {
  it.each(Object.entries(values))("holds no %s anywhere", (entity, value) => {
    const { span, findings } = redactSpan(spanFullOf(value), deps);
    // The address of a server, which is nobody's, is not filled in here; all else is.
    expect(JSON.stringify({ span, findings })).not.toContain(value);
    expect(findings.length).toBeGreaterThan(50);
    expect(new Set(findings.map(({ finding }) => finding.entity))).toEqual(new Set([entity]));
  });

  it.each(["server.address", "gen_ai.response.id", "gen_ai.tool.call.id"])(
    "holds no address of a person in %s",
    (key) => {
      const attributes = new Map([
        [key, values.EMAIL_ADDRESS],
        ["gen_ai.operation.name", "chat"],
      ]);
      const sent = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat", attributes });
      const { span } = redactSpan(normaliseSpan(sent, { tenant: "acme", receivedAtMs: 0 }), deps);
      expect(JSON.stringify(span)).not.toContain(values.EMAIL_ADDRESS);
    },
  );

  it("holds no credential in a name, though its characters are those of names", () => {
    const token = "sk_live_hQzFvJkLmNpRsTwXyBcDgHjK";
    const { span, findings } = redactSpan(spanFullOf(token), deps);
    expect(JSON.stringify({ span, findings })).not.toContain(token);
  });

  const spanOf = (key: string, value: AnyValue): LlmSpan => {
    const attributes = new Map([[key, value]]);
    const sent = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "x", attributes });
    return normaliseSpan(sent, { tenant: "acme", receivedAtMs: 0 });
  };

  it.each<[string, AnyValue]>([
    ["db.password", "Tr0cBq9ZfWk2LxPv7"],
    ["db.password", ["Tr0cBq9ZfWk2LxPv7"]],
    ["http.request.header.authorization", ["Bearer Tr0cBq9ZfWk2LxPv7"]],
  ])("holds no credential that only %s tells to be one: %j", (key, value) => {
    const { span, findings } = redactSpan(spanOf(key, value), deps);
    expect(JSON.stringify(span)).not.toContain("Tr0cBq9ZfWk2LxPv7");
    expect(findings).toMatchObject([{ location: `attributes.${key}` }]);
  });

  it("keeps the keys of attributes that end as hosts do", () => {
    const span = spanOf("conversationalRetrieval.chain.name", "x");
    expect(redactSpan(span, deps)).toEqual({ span, findings: [], redactions: 0 });
  });

  it("is the same object of texts when there was nothing to find", () => {
    const clean = spanFullOf("nothing in here");
    expect(redactSpan(clean, deps)).toEqual({ span: clean, findings: [], redactions: 0 });
  });

  it("stays free of a value whatever stands around it", () => {
    const around = fc.string({ unit: fc.constantFrom(" ", "\n", "\\", '"', "{", "é", "😀", "\ud83e", ",", ":") });
    fc.assert(
      fc.property(around, around, (before, after) => {
        const { span } = redactSpan(spanFullOf(`${before} ${values.EMAIL_ADDRESS} ${after}`), deps);
        expect(JSON.stringify(span)).not.toContain(values.EMAIL_ADDRESS);
      }),
      { numRuns: 50 },
    );
  });
});
