import { createOtlpSpan, normaliseSpan, type AnyValue, type LlmSpan } from "@parapet/span";
import { parseSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import { describe, expect, it } from "vitest";

import { captureSpan } from "./capture-span.ts";
import { redactSpan, type RedactedSpan } from "./redact-span.ts";
import { createRedactions } from "./redactions.ts";

function policyOf(value: object): SensitivePolicy {
  const parsed = parseSensitivePolicy(value);
  if (parsed.kind !== "ok") throw new Error(parsed.problems.join("; "));
  return parsed.policy;
}

function spanOf(told: Readonly<Record<string, AnyValue>>, tenant = "acme"): LlmSpan {
  const attributes = new Map<string, AnyValue>([["gen_ai.operation.name", "chat"], ...Object.entries(told)]);
  const span = createOtlpSpan({ traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat", attributes });
  return normaliseSpan(span, { tenant, receivedAtMs: 0 });
}

const saying = (content: string): Readonly<Record<string, AnyValue>> => ({
  "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content }] }]),
});

function redacted(policy: object, told: Readonly<Record<string, AnyValue>>, tenant = "acme"): RedactedSpan {
  const redactionOf = createRedactions({ policy: policyOf(policy), hashKey: "a key of this test alone" });
  return redactSpan(spanOf(told, tenant), redactionOf(tenant));
}

const saidIn = ({ span }: RedactedSpan): string => JSON.stringify(span.input_messages);

describe("redactions", () => {
  it("look for a tenant's own words in plain names too", () => {
    const policy = {
      deny: { PROJECT: ["Bluebird", "Müller"] },
      recognizers: [{ entity: "EMPLOYEE_ID", patterns: [{ expression: "EMP-[0-9]{3}", score: 0.9 }] }],
    };
    const told = { "gen_ai.agent.name": "Bluebird", "gen_ai.tool.name": "EMP-123", ...saying("Frau Müller ist da") };
    const { span } = redacted(policy, told);
    expect([span.agent_name, span.tool_name]).toEqual(["<PROJECT>", "<EMPLOYEE_ID>"]);
    expect(JSON.stringify(span.input_messages)).toContain("Frau <PROJECT> ist da");
  });

  it("of one tenant are not those of another, not even of one without a name", () => {
    const policy = { tenants: { globex: { detectors: ["secrets"] } } };
    expect(saidIn(redacted(policy, saying("eve.adams@gmail.com"), "globex"))).toContain("eve.adams@gmail.com");
    for (const tenant of ["acme", ""])
      expect(saidIn(redacted(policy, saying("eve.adams@gmail.com"), tenant))).toContain("<EMAIL_ADDRESS>");
  });

  it("tell once of what is found, whatever stands in its place", () => {
    const told = saying("he\u200Bllo wo\u200Brld eve.adams@gmail.com");
    expect(
      redacted({}, told)
        .findings.map(({ finding }) => finding.category)
        .toSorted(),
    ).toEqual(["obfuscation", "obfuscation", "pii"]);
    for (const operator of [
      { kind: "mask", count: 3 },
      { kind: "replace", value: "<mail nobody@gmail.com>" },
    ]) {
      const { findings, redactions } = redacted(
        { operators: { EMAIL_ADDRESS: operator } },
        saying("eve.adams@gmail.com"),
      );
      expect([findings.length, redactions]).toEqual([1, 1]);
    }
  });

  it("tell of what is kept, and do not count it", () => {
    const policy = { operators: { EMAIL_ADDRESS: { kind: "keep" } } };
    const { findings, redactions, span } = redacted(policy, saying("eve.adams@gmail.com paid by 4111 1111 1111 1111"));
    expect(findings.map(({ finding, isReplaced }) => [finding.entity, isReplaced])).toEqual([
      ["EMAIL_ADDRESS", false],
      ["CREDIT_CARD", true],
    ]);
    expect(redactions).toBe(1);
    expect(JSON.stringify(span.input_messages)).toContain("eve.adams@gmail.com paid by <CREDIT_CARD>");
  });

  it("cut the path of a finding that is deeper than anybody reads", () => {
    const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ ["k".repeat(120)]: inner }), {
      mail: "eve.adams@gmail.com",
    });
    const part = { type: "tool_call", id: "1", name: "send", arguments: deep };
    const told = { "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [part] }]) };
    const { findings } = redacted({}, told);
    expect(findings.length).toBeGreaterThan(0);
    for (const { location } of findings) expect(location.length).toBeLessThanOrEqual(512);
  });
});

describe("with capture hash", () => {
  it("no value of what was said stays readable: keys, roles and types do", () => {
    const redactionOf = createRedactions({ policy: policyOf({}), hashKey: "a key of this test alone" });
    const part = { type: "tool_call", id: "1", name: "Marie", arguments: { salary: 85_123, "{note}": "my diary" } };
    const told = {
      "prompt{x": "my private diary",
      "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [part] }]),
    };
    const { span } = captureSpan(spanOf(told), "hash", redactionOf("acme"));
    const stored = JSON.stringify([span.attributes, span.output_messages, span.tool_calls]);
    for (const said of ["diary", "85123", "Marie"]) expect(stored).not.toContain(said);
    for (const kept of ["prompt{x", "salary", "{note}", "assistant", "tool_call"]) expect(stored).toContain(kept);
  });
});
