import { describe, expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { langfuseRows } from "./langfuse.mapping-rows.ts";

testMappingRows("Langfuse's attributes", langfuseRows);

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };

function rowOf(attributes: Readonly<Record<string, AnyValue>>, resource: Readonly<Record<string, AnyValue>> = {}) {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "observation",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_601_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
    resource: new Map(Object.entries(resource)),
  });
  return normaliseSpan(span, context);
}

describe("an observation of Langfuse's SDKs", () => {
  test("is of the environment and the release that its resource names", () => {
    const resource = { "langfuse.environment": "staging", "langfuse.release": "v2" };
    expect(rowOf({}, resource)).toMatchObject({ environment: "staging", release: "v2" });
    expect(rowOf({ "langfuse.environment": "production" }, resource)).toMatchObject({ environment: "production" });
  });

  test("keeps usage that its columns cannot hold, and counts that are none are flagged", () => {
    const usage = '{"input":10,"output":5,"searches":2}';
    expect(rowOf({ "langfuse.observation.usage_details": usage })).toMatchObject({
      input_tokens: 10,
      attributes: { "langfuse.observation.usage_details": usage },
    });
    const wrong = rowOf({ "langfuse.observation.usage_details": '{"input":-10,"output":5}' });
    expect(wrong).toMatchObject({ input_tokens: null, output_tokens: 5 });
    expect(wrong.quality_flags).toContain("invalid_token_count");
    expect(wrong.attributes).toHaveProperty(["langfuse.observation.usage_details"]);
    expect(rowOf({ "langfuse.observation.usage_details": "{" }).quality_flags).toContain("invalid_number");
  });

  test("gives up the attributes that its columns hold in whole", () => {
    const row = rowOf({
      "langfuse.observation.type": "generation",
      "langfuse.observation.usage_details": '{"input":10,"output":5,"input_cached_tokens":3,"total":18}',
      "langfuse.observation.cost_details": '{"input":0.1,"total":0.1}',
      "langfuse.trace.tags": '["a"]',
    });
    expect(row.attributes).toEqual({});
    expect(row.quality_flags).toEqual([]);
  });
});

test("of cached tokens that another attribute tells, Langfuse's counts do not say how they are counted", () => {
  const row = rowOf({
    "langfuse.observation.type": "generation",
    "langfuse.observation.usage_details": '{"input":5,"output":10}',
    "gen_ai.usage.cache_read.input_tokens": 100,
  });
  expect(row).toMatchObject({
    input_tokens: 105,
    input_uncached_tokens: 5,
    cache_read_tokens: 100,
    quality_flags: ["exclusive_cache_tokens"],
  });
});

test("counts may come as Python prints them", () => {
  const row = rowOf({ "langfuse.observation.usage_details": "{'input': 5, 'output': 10, 'total': None}" });
  expect(row).toMatchObject({ input_tokens: 5, output_tokens: 10 });
});

test("the parameters of a model stay: they hold more than the columns", () => {
  const parameters = '{"temperature":0.5,"frequency_penalty":0.25}';
  const row = rowOf({ "langfuse.observation.model.parameters": parameters });
  expect(row).toMatchObject({
    request_temperature: 0.5,
    attributes: { "langfuse.observation.model.parameters": parameters },
  });
});

test.each([
  ["a list that Python printed", "['a', 'b']", ["a", "b"]],
  ["a list in JSON", '["a","b"]', ["a", "b"]],
  ["texts with commas between", "a, b", ["a", "b"]],
])("tags may be %s", (_, value, tags) => {
  expect(rowOf({ "langfuse.trace.tags": value }).tags).toEqual(tags);
});
