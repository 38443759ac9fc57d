import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { openInferenceRows } from "./openinference.mapping-rows.ts";

testMappingRows("OpenInference's attributes", openInferenceRows);

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };

function rowOf(attributes: Readonly<Record<string, AnyValue>>) {
  const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), name: "get_weather" };
  return normaliseSpan(createOtlpSpan({ ...ids, attributes: new Map(Object.entries(attributes)) }), context);
}

describe("the body of a provider's answer", () => {
  const llm = { "openinference.span.kind": "LLM", "llm.output_messages.0.message.content": "Hi" };
  const body = { id: "msg_1", content: [], stop_reason: "end_turn", service_tier: "priority" };

  test("says the id of the call, its tier and why it ended", () => {
    expect(rowOf({ ...llm, "output.value": JSON.stringify(body) })).toMatchObject({
      response_id: "msg_1",
      service_tier: "priority",
      finish_reasons: ["end_turn"],
    });
  });

  test("is believed only where it is an answer, and on the span of a call", () => {
    const { content: _, ...noAnswer } = body;
    const bare = { response_id: "", service_tier: "" };
    expect(rowOf({ ...llm, "output.value": JSON.stringify(noAnswer) })).toMatchObject(bare);
    const chain = { ...llm, "openinference.span.kind": "CHAIN" };
    expect(rowOf({ ...chain, "output.value": JSON.stringify(body) })).toMatchObject(bare);
  });
});

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("an OpenInference span and its twin", fixturesAvailability()), () => {
  const twins = (file: string): Readonly<Record<string, AnyValue>> =>
    JSON.parse(readFileSync(join(folder ?? "", "spans", "openinference-genai", `${file}.json`), "utf8"));
  /** What OpenInference has no name for, and what stays as it was sent. */
  const incomparable = { dialect: "", response_id: "", attributes: {} };

  test.each([
    ["openinference_client_span_tool_calls", "otel_genai_client_span_tool_calls"],
    ["openinference_client_span_input_output_only", "otel_genai_deprecated_client_span_tool_calls"],
  ])("%s is the row of %s", (openInference, otel) => {
    const expected = { ...rowOf(twins(otel)), ...incomparable };
    const found = { ...rowOf(twins(openInference)), ...incomparable };
    // A reason within a message is the same as one beside it.
    const bare = (row: typeof found) => ({
      ...row,
      output_messages: row.output_messages.map(({ role, parts }) => ({ role, parts })),
    });
    expect(bare(found)).toEqual(bare(expected));
  });

  test("of a tool is the row of a tool", () => {
    const otel = twins("otel_genai_tool_execution_span");
    const openInference = {
      "openinference.span.kind": "TOOL",
      "tool.name": "get_weather",
      "tool.id": "1234",
      "input.value": otel["input"] ?? null,
      "output.value": otel["output"] ?? null,
    };
    expect({ ...rowOf(openInference), ...incomparable }).toEqual({ ...rowOf(otel), ...incomparable });
  });
});

test("a cost is never negative", () => {
  const row = rowOf({ "openinference.span.kind": "LLM", "llm.cost.total": -1 });
  expect(row).toMatchObject({ reported_cost_usd: null, quality_flags: expect.arrayContaining(["invalid_number"]) });
  expect(row.attributes["llm.cost.total"]).toBe("-1");
});
