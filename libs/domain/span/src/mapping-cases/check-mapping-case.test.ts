import { describe, expect, test } from "vitest";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { checkMappingCase } from "./check-mapping-case.ts";
import type { AssertUse, CorpusAssert, ExpectedRow } from "./mapping-case.ts";

const attributes: Readonly<Record<string, AnyValue>> = {
  "gen_ai.operation.name": "chat",
  "gen_ai.request.model": "m",
  "gen_ai.prompt.version": "2",
  "gen_ai.usage.input_tokens": 7,
  "gen_ai.system_instructions": "Be brief.",
  "gen_ai.input.messages": '[{"role":"user","content":"What does {\\"a\\": 1} say?"}]',
  "app.meta": '{"customer":"123"}',
};
const row = normaliseSpan(
  createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "chat",
    startTimeUnixNano: 1_767_225_600_123_456_789n,
    attributes: new Map(Object.entries(attributes)),
  }),
  { tenant: "t", receivedAtMs: 0 },
);

function check(use: AssertUse, assert: CorpusAssert, stated: ExpectedRow = {}): readonly string[] {
  const corpus = { name: "a case", calls: [], asserts: [assert] };
  return checkMappingCase({ at: 0, name: "case", rows: [stated], uses: [use] }, corpus, [row]);
}

const toBe = (expected: unknown): CorpusAssert => ({ matcher: "toBe", expected });
const toBeUndefined: CorpusAssert = { matcher: "toBeUndefined", expected: null };

describe("an asserted value", () => {
  test.each<[string, AssertUse, CorpusAssert]>([
    ["a column", "request_model", toBe("m")],
    ["a number in a column of text", "prompt_version", toBe(2)],
    ["one of several values", "request_model", toBe(["m", "m"])],
    ["a count", "input_tokens", toBe(7)],
    ["the time of another place on earth", "start_time", toBe("2026-01-01T01:00:00.123+01:00")],
    ["a message in another schema", "input", toBe([{ role: "system", content: "Be brief." }, { role: "user" }])],
    ["a field of a kept attribute", "attributes.app.meta", toBe("123")],
    ["an absent attribute", "attributes.gen_ai.request.model", toBeUndefined],
    ["an absent text", "response_model", { matcher: "toBeNull" }],
    ["presence", "input", { matcher: "toBeDefined", expected: null }],
    ["a difference", "input_tokens", { matcher: "not.toBe", expected: 0 }],
    ["the number of traces", "traces", toBe(1)],
  ])("agrees with %s", (_, use, assert) => {
    expect(check(use, assert)).toEqual([]);
  });

  test.each<[string, AssertUse, CorpusAssert]>([
    ["another value", "request_model", toBe("n")],
    ["another count", "input_tokens", toBe(8)],
    ["another time", "start_time", toBe("2026-01-01T00:00:00.124Z")],
    ["a message that is not there", "input", toBe([{ role: "user", content: "No." }])],
    ["an attribute that is there", "attributes.app.meta", toBeUndefined],
    ["an absent column", "response_model", { matcher: "toBeDefined", expected: null }],
    ["the same where it must differ", "input_tokens", { matcher: "not.toBe", expected: 7 }],
    ["a row that is not there", "1.request_model", toBe("m")],
  ])("does not agree with %s", (_, use, assert) => {
    expect(check(use, assert)).toHaveLength(1);
  });

  test("is compared in our own terms where the expected row states them", () => {
    expect(check("operation", toBe("generation-create"), { operation: "chat" })).toEqual([]);
    expect(check("operation", toBe("chat"), { operation: "embeddings" })).toHaveLength(1);
  });

  test("left out is not compared", () => {
    expect(check({ leftOut: "it is no fact of a span" }, toBe("anything"))).toEqual([]);
  });
});

describe("a case", () => {
  const corpus = { name: "a case", calls: [], asserts: [toBe("m")] };

  test.each([
    ["another name", { at: 0, name: "another", uses: ["request_model"] }],
    ["a value without a use", { at: 0, name: "case", uses: [] }],
    ["another number of rows", { at: 0, name: "case", rows: [{}, {}], uses: ["rows"] }],
  ] as const)("does not agree with %s", (_, expected) => {
    expect(checkMappingCase(expected, corpus, [row])).toHaveLength(1);
  });
});
