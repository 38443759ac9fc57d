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
