import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

interface CapturedSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, AnyValue>>;
}

const folder = fixturesFolder();

function rowOf({ name, spanId, parentSpanId, attributes }: CapturedSpan): LlmSpan {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    parentSpanId,
    name,
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_601_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

describe.skipIf(folder === null)(suiteName("captured spans of LiteLLM", fixturesAvailability()), () => {
  const file = join(folder ?? "", "spans/litellm-otel-spans.json");
  const spans: readonly CapturedSpan[] = folder === null ? [] : JSON.parse(readFileSync(file, "utf8")).spans;
  const [received, request, raw] = spans.map(rowOf);

  test("the request that the proxy received is no GenAI operation", () => {
    expect(received).toMatchObject({ operation: "", dialect: "none", input_tokens: null });
  });

  test("LiteLLM's own span is complete", () => {
    expect(request).toMatchObject({
      dialect: "litellm",
      operation: "chat",
      provider: "hosted_vllm",
      request_model: "Qwen/Qwen2.5-0.5B-Instruct",
      response_model: "Qwen/Qwen2.5-0.5B-Instruct",
      response_id: "chatcmpl-8b25...3e6e",
      input_tokens: 36,
      input_uncached_tokens: 36,
      output_tokens: 48,
      output_text_tokens: 48,
      total_tokens: 84,
      reported_input_cost_usd: 0,
      reported_output_cost_usd: 0,
      reported_cost_usd: 0,
      is_streaming: false,
      finish_reasons: ["stop"],
      input_messages: [{ role: "user", parts: [{ type: "text", content: "Hello, what's your name?" }] }],
      output_messages: [
        {
          role: "assistant",
          finish_reason: "stop",
          parts: [{ type: "text", content: "Hello! I am Qwen, an AI assistant created by Alibaba Cloud." }],
        },
      ],
      quality_flags: [],
    });
    expect(Object.keys(request?.attributes ?? {}).toSorted()).toEqual([
      "gen_ai.cost.discount_percent",
      "gen_ai.response.model",
      "metadata.usage_object",
      "metadata.user_api_key_request_route",
    ]);
  });

  test("the span of the raw request tells the same call", () => {
    expect(raw).toMatchObject({
      dialect: "litellm",
      operation: "chat",
      provider: "hosted_vllm",
      request_model: "Qwen/Qwen2.5-0.5B-Instruct",
      response_model: request?.response_model,
      response_id: request?.response_id,
      input_tokens: 36,
      output_tokens: 48,
      total_tokens: 84,
    });
  });
});
