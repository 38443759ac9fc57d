import { expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rows } from "./openrouter.mapping-rows.ts";

testMappingRows("the attributes of openrouter", rows);

function normalised(attributes: Readonly<Record<string, AnyValue>>, service = "openrouter") {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
    resource: new Map([["service.name", service]]),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

const broadcast = { "openrouter.source": "openrouter" };

test("a broadcast names the provider that was asked, or OpenRouter, which bills", () => {
  expect(normalised({ "openrouter.source": "openrouter" }).provider).toBe("openrouter");
  expect(normalised({ "trace.metadata.openrouter.source": "openrouter" }).provider).toBe("openrouter");
  expect(normalised({ ...broadcast, "gen_ai.provider.name": "anthropic" }).provider).toBe("anthropic");
  expect(normalised({ "gen_ai.request.model": "m" }).provider).toBe("");
});

test("the route stays an attribute", () => {
  const route = { "trace.metadata.openrouter.provider_name": "DeepInfra" };
  expect(normalised({ ...broadcast, ...route }).attributes).toMatchObject(route);
});

const failed = (environment: unknown, completion: unknown = null) => ({
  ...broadcast,
  "gen_ai.completion": JSON.stringify({ completion, rawRequest: { trace: { environment } } }),
});

test.each<[string, Readonly<Record<string, AnyValue>>, string]>([
  [
    "the environment of an evaluator is in its request, where that failed",
    failed("langfuse-llm-as-a-judge"),
    "langfuse-llm-as-a-judge",
  ],
  ["an attribute wins", { ...failed("langfuse-llm-as-a-judge"), "langfuse.environment": "customer" }, "customer"],
  ["one of a customer is not taken from there", failed("production"), ""],
  ["one of an answer is not taken", failed("langfuse-llm-as-a-judge", {}), ""],
  ["a number is none", failed(7), ""],
  ["no JSON is none", { ...broadcast, "gen_ai.completion": "null" }, ""],
  ["no broadcast is none", { "gen_ai.completion": failed("langfuse-x")["gen_ai.completion"] }, ""],
])("%s", (_, attributes, environment) => {
  expect(normalised(attributes).environment).toBe(environment);
});

test("of another service's requests nothing is taken", () => {
  expect(normalised(failed("langfuse-llm-as-a-judge"), "application").environment).toBe("");
});

test("a cost below zero, or none, is flagged", () => {
  expect(normalised({ ...broadcast, "openrouter.usage.cost": -1 })).toMatchObject({
    reported_cost_usd: null,
    quality_flags: expect.arrayContaining(["invalid_number"]),
  });
});
