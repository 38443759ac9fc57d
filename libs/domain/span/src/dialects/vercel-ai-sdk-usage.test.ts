import { describe, expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

/** The span of a call that tells `attributes`, and `metadata` as JSON. */
function normalised(attributes: Readonly<Record<string, AnyValue>>, metadata?: unknown): LlmSpan {
  const told = metadata === undefined ? [] : [["ai.response.providerMetadata", JSON.stringify(metadata)] as const];
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "ai.generateText.doGenerate",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    attributes: new Map<string, AnyValue>([
      ["ai.operationId", "ai.generateText.doGenerate"],
      ...Object.entries(attributes),
      ...told,
    ]),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

describe("counts in the provider's metadata", () => {
  test.each<[keyof LlmSpan, unknown]>([
    ["cache_read_tokens", { anthropic: { usage: { cache_read_input_tokens: 7 } } }],
    ["cache_read_tokens", { anthropic: { cacheReadInputTokens: 7 } }],
    ["cache_read_tokens", { bedrock: { usage: { cacheReadInputTokens: 7 } } }],
    ["cache_read_tokens", { openai: { cachedPromptTokens: 7 } }],
    ["cache_read_tokens", { azure: { cachedPromptTokens: 7 } }],
    ["cache_read_tokens", { google: { usageMetadata: { cachedContentTokenCount: 7 } } }],
    ["cache_read_tokens", { vertex: { usageMetadata: { cachedContentTokenCount: 7 } } }],
    ["cache_read_tokens", { deepseek: { promptCacheHitTokens: 7 } }],
    ["cache_read_tokens", { openrouter: { usage: { promptTokensDetails: { cachedTokens: 7 } } } }],
    ["cache_write_5m_tokens", { anthropic: { usage: { cache_creation_input_tokens: 7 } } }],
    ["cache_write_5m_tokens", { anthropic: { cacheCreationInputTokens: 7 } }],
    ["cache_write_5m_tokens", { bedrock: { usage: { cacheWriteInputTokens: 7 } } }],
    ["cache_write_5m_tokens", { anthropic: { usage: { cache_creation: { ephemeral_5m_input_tokens: 7 } } } }],
    [
      "cache_write_5m_tokens",
      {
        bedrock: {
          usage: {
            cacheDetails: [
              { inputTokens: 3, ttl: "5m" },
              { inputTokens: 4, ttl: "5m" },
            ],
          },
        },
      },
    ],
    ["cache_write_1h_tokens", { anthropic: { usage: { cache_creation: { ephemeral_1h_input_tokens: 7 } } } }],
    ["cache_write_1h_tokens", { bedrock: { usage: { cacheDetails: [{ inputTokens: 7, ttl: "1h" }] } } }],
    ["reasoning_tokens", { openai: { reasoningTokens: 7 } }],
    ["reasoning_tokens", { azure: { reasoningTokens: 7 } }],
    ["reasoning_tokens", { google: { usageMetadata: { thoughtsTokenCount: 7 } } }],
    ["reasoning_tokens", { vertex: { usageMetadata: { thoughtsTokenCount: 7 } } }],
    ["reasoning_tokens", { openrouter: { usage: { completionTokensDetails: { reasoningTokens: 7 } } } }],
    ["reported_cost_usd", { gateway: { cost: "7" } }],
    ["reported_cost_usd", { openrouter: { usage: { cost: 7 } } }],
  ])("%s from %j", (column, metadata) => {
    expect(normalised({ "ai.usage.promptTokens": 100, "ai.usage.completionTokens": 50 }, metadata)[column]).toBe(7);
  });

  test.each<[keyof LlmSpan, string, unknown]>([
    ["service_tier", "flex", { openai: { serviceTier: "flex" } }],
    ["service_tier", "flex", { azure: { serviceTier: "flex" } }],
    ["service_tier", "priority", { anthropic: { usage: { service_tier: "priority" } } }],
    ["service_tier", "flex", { google: { serviceTier: "flex" } }],
    ["service_tier", "flex", { vertex: { serviceTier: "flex" } }],
    ["service_tier", "flex", { bedrock: { serviceTier: "flex" } }],
    ["response_id", "resp_1", { openai: { responseId: "resp_1" } }],
    ["response_id", "resp_1", { azure: { responseId: "resp_1" } }],
  ])("%s is %s by %j", (column, expected, metadata) => {
    expect(normalised({ "ai.model.id": "m" }, metadata)[column]).toBe(expected);
  });

  test("under the names of older versions, and as an object", () => {
    const metadata = '{"openai":{"cachedPromptTokens":7}}';
    for (const key of ["ai.result.providerMetadata", "ai.providerMetadata"]) {
      expect(normalised({ [key]: metadata }).cache_read_tokens).toBe(7);
    }
    const object = new Map<string, AnyValue>([["openai", new Map([["cachedPromptTokens", 7]])]]);
    expect(normalised({ "ai.response.providerMetadata": object }).cache_read_tokens).toBe(7);
  });

  test("stay an attribute", () => {
    const span = normalised({ "ai.model.id": "m" }, { openai: { responseId: "resp_1", logprobs: [] } });
    expect(span.attributes["ai.response.providerMetadata"]).toBe('{"openai":{"responseId":"resp_1","logprobs":[]}}');
  });

  test("Vercel's gateway tells who answered, and after how many others", () => {
    const routing = { finalProvider: "bedrock", attempts: [{ provider: "anthropic" }, { provider: "bedrock" }] };
    const span = normalised({ "ai.model.provider": "gateway", "gen_ai.system": "gateway" }, { gateway: { routing } });
    expect(span).toMatchObject({ provider: "aws.bedrock", fallback_count: 1 });
    const resolved = normalised(
      { "ai.model.provider": "gateway" },
      { gateway: { routing: { resolvedProvider: "openai" } } },
    );
    expect(resolved).toMatchObject({ provider: "openai", fallback_count: null });
  });
});

describe("cached tokens beside the input or within it", () => {
  const anthropic = (input: number) => ({
    anthropic: {
      usage: {
        input_tokens: input,
        cache_read_input_tokens: 16_399,
        cache_creation_input_tokens: 2089,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 1089 },
      },
    },
  });
  const told = {
    input_tokens: 18_495,
    input_uncached_tokens: 7,
    cache_read_tokens: 16_399,
    cache_write_5m_tokens: 1000,
    cache_write_1h_tokens: 1089,
  };

  test("Anthropic's own count tells: version 6 includes them, versions 4 and 5 do not", () => {
    expect(normalised({ "ai.usage.inputTokens": 18_495 }, anthropic(7))).toMatchObject({ ...told, quality_flags: [] });
    expect(normalised({ "ai.usage.inputTokens": 7 }, anthropic(7))).toMatchObject({
      ...told,
      quality_flags: ["exclusive_cache_tokens"],
    });
  });

  test("also where more was read anew than from the cache, so that the counts alone say nothing", () => {
    const metadata = {
      anthropic: { usage: { input_tokens: 5000, cache_read_input_tokens: 1500, cache_creation_input_tokens: 3000 } },
    };
    expect(normalised({ "gen_ai.usage.input_tokens": 5000 }, metadata)).toMatchObject({
      input_tokens: 9500,
      input_uncached_tokens: 5000,
    });
    expect(normalised({ "gen_ai.usage.input_tokens": 9500 }, metadata)).toMatchObject({
      input_tokens: 9500,
      input_uncached_tokens: 5000,
    });
  });

  test.each<[string, Record<string, AnyValue>, unknown, number]>([
    ["version 4 of Anthropic's", {}, { anthropic: { cacheReadInputTokens: 40 } }, 100],
    ["Bedrock's up to version 5", {}, { bedrock: { usage: { cacheReadInputTokens: 40 } } }, 100],
    [
      "Bedrock's from version 6 on",
      { "ai.request.headers.user-agent": "app/1 ai/6.0.68" },
      { bedrock: { usage: { cacheReadInputTokens: 40 } } },
      60,
    ],
    [
      "Bedrock's from version 6 on, streamed, where only the total tells",
      { "ai.usage.outputTokens": 5, "ai.usage.totalTokens": 105 },
      { bedrock: { usage: { cacheReadInputTokens: 40 } } },
      60,
    ],
    [
      "Bedrock's up to version 5, by its own total",
      { "ai.usage.outputTokens": 5, "ai.usage.totalTokens": 145 },
      { bedrock: { usage: { cacheReadInputTokens: 40 } } },
      100,
    ],
    ["OpenAI's", {}, { openai: { cachedPromptTokens: 40 } }, 60],
    [
      "version 6's own details",
      { "ai.usage.inputTokenDetails.noCacheTokens": 60, "ai.usage.inputTokenDetails.cacheReadTokens": 40 },
      { bedrock: {} },
      60,
    ],
    [
      "version 6's own details as JSON",
      { "ai.usage.inputTokenDetails": '{"noCacheTokens":60,"cacheReadTokens":40}' },
      { anthropic: {} },
      60,
    ],
  ])("%s: %#", (_, attributes, metadata, uncached) => {
    const span = normalised({ "ai.usage.promptTokens": 100, ...attributes }, metadata);
    expect(span).toMatchObject({ input_uncached_tokens: uncached, cache_read_tokens: 40, input_tokens: uncached + 40 });
  });

  test("of the details, writes and the parts of the output too", () => {
    const span = normalised({
      "ai.usage.inputTokens": 100,
      "ai.usage.outputTokens": 50,
      "ai.usage.inputTokenDetails": '{"noCacheTokens":50,"cacheReadTokens":40,"cacheWriteTokens":10}',
      "ai.usage.outputTokenDetails": '{"textTokens":20,"reasoningTokens":30}',
    });
    expect(span).toMatchObject({
      cache_write_5m_tokens: 10,
      reasoning_tokens: 30,
      output_text_tokens: 20,
      quality_flags: [],
    });
  });
});

test("Google counts reasoning beside the answer up to version 5, within the output from version 6 on", () => {
  const metadata = { google: { usageMetadata: { candidatesTokenCount: 20, thoughtsTokenCount: 30 } } };
  const beside = normalised({ "ai.usage.inputTokens": 5, "ai.usage.outputTokens": 20 }, metadata);
  const within = normalised({ "ai.usage.inputTokens": 5, "ai.usage.outputTokens": 50 }, metadata);
  for (const span of [beside, within]) {
    expect(span).toMatchObject({ output_tokens: 50, output_text_tokens: 20, reasoning_tokens: 30, total_tokens: 55 });
  }
});
