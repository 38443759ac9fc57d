import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { extractUsage, type UsageQuestion } from "./extract-usage.ts";
import { noUsageReasons } from "./no-usage-reasons.ts";
import { usageFlags } from "./usage-flags.ts";
import { inputTokensOf, outputTokensOf, type Usage } from "./usage.ts";

/** The buckets that are not empty, or the reason why there are none. */
function bucketsOf(question: UsageQuestion): Partial<Usage> | string {
  const result = extractUsage(question);
  if (result.kind === "none") return result.reason;
  return Object.fromEntries(Object.entries(result.usage).filter(([, count]) => count > 0));
}

type Case = readonly [label: string, provider: string, body: unknown, buckets: Partial<Usage>];

const cases: readonly Case[] = [
  [
    "chat completions, whose details are parts of their totals",
    "openai",
    {
      usage: {
        prompt_tokens: 100,
        completion_tokens: 50,
        prompt_tokens_details: { cached_tokens: 30, audio_tokens: 10 },
        completion_tokens_details: { reasoning_tokens: 20, audio_tokens: 5 },
      },
    },
    { inputUncached: 60, inputAudio: 10, cacheRead: 30, outputText: 25, outputAudio: 5, reasoning: 20 },
  ],
  [
    "responses",
    "azure.ai.openai",
    {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 30, cache_write_tokens: 20 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 20 },
    },
    { inputUncached: 50, cacheRead: 30, cacheWrite5m: 20, outputText: 30, reasoning: 20 },
  ],
  [
    "realtime, with its cache by modality",
    "openai",
    {
      type: "response.done",
      response: {
        usage: {
          input_tokens: 100,
          input_token_details: {
            text_tokens: 60,
            audio_tokens: 40,
            cached_tokens: 50,
            cached_tokens_details: { text_tokens: 30, audio_tokens: 20 },
          },
          output_tokens: 9,
          output_token_details: { text_tokens: 2, audio_tokens: 7 },
        },
      },
    },
    { inputUncached: 30, inputAudio: 20, cacheRead: 30, cacheReadAudio: 20, outputText: 2, outputAudio: 7 },
  ],
  [
    "images",
    "openai",
    {
      usage: {
        input_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
        output_tokens: 1120,
        output_tokens_details: { image_tokens: 1120 },
      },
    },
    { inputUncached: 10, inputImage: 40, outputImage: 1120 },
  ],
  [
    "Anthropic, whose input excludes the cache",
    "anthropic",
    {
      usage: {
        input_tokens: 6,
        cache_read_input_tokens: 20_443,
        cache_creation_input_tokens: 600,
        cache_creation: { ephemeral_5m_input_tokens: 574, ephemeral_1h_input_tokens: 26 },
        output_tokens: 489,
        output_tokens_details: { thinking_tokens: 77 },
        server_tool_use: { web_search_requests: 2 },
      },
    },
    {
      inputUncached: 6,
      cacheRead: 20_443,
      cacheWrite5m: 574,
      cacheWrite1h: 26,
      outputText: 412,
      reasoning: 77,
      webSearches: 2,
    },
  ],
  [
    "Anthropic's body without anybody saying whose it is",
    "",
    {
      usage: { input_tokens: 5, cache_read_input_tokens: 128_955, cache_creation_input_tokens: 1253, output_tokens: 1 },
    },
    { inputUncached: 5, cacheRead: 128_955, cacheWrite5m: 1253, outputText: 1 },
  ],
  [
    "Gemini: thoughts and the results of tools beside, the cache within",
    "gcp.vertex_ai",
    {
      modelVersion: "gemini-2.5-flash",
      usageMetadata: {
        promptTokenCount: 345,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 87 },
          { modality: "DOCUMENT", tokenCount: 258 },
        ],
        cachedContentTokenCount: 230,
        cacheTokensDetails: [
          { modality: "TEXT", tokenCount: 58 },
          { modality: "DOCUMENT", tokenCount: 172 },
        ],
        toolUsePromptTokenCount: 20,
        candidatesTokenCount: 51,
        thoughtsTokenCount: 9,
        totalTokenCount: 425,
      },
    },
    { inputUncached: 49, inputImage: 86, cacheRead: 58, cacheReadImage: 172, outputText: 51, reasoning: 9 },
  ],
  [
    "Gemini in the spelling of Google's Python libraries",
    "gcp.gemini",
    {
      usage_metadata: {
        prompt_token_count: 10,
        prompt_tokens_details: [{ modality: "AUDIO", token_count: 4 }],
        candidates_token_count: 2,
        thoughts_token_count: null,
      },
    },
    { inputUncached: 6, inputAudio: 4, outputText: 2 },
  ],
  [
    "Gemini that thought and did not answer",
    "google",
    { usageMetadata: { promptTokenCount: 279, thoughtsTokenCount: 31, totalTokenCount: 310 } },
    { inputUncached: 279, reasoning: 31 },
  ],
  [
    "Bedrock's converse, whose input excludes the cache",
    "aws.bedrock",
    {
      usage: {
        inputTokens: 3,
        outputTokens: 227,
        cacheReadInputTokens: 10,
        cacheWriteInputTokens: 1712,
        cacheDetails: [
          { inputTokens: 700, ttl: "5m" },
          { inputTokens: 1012, ttl: "1h" },
        ],
        totalTokens: 1952,
      },
    },
    { inputUncached: 3, cacheRead: 10, cacheWrite5m: 700, cacheWrite1h: 1012, outputText: 227 },
  ],
  [
    "Titan",
    "aws.bedrock",
    { inputTextTokenCount: 28, results: [{ tokenCount: 190 }, { tokenCount: 7 }] },
    { inputUncached: 28, outputText: 197 },
  ],
  [
    "Llama on Bedrock",
    "aws.bedrock",
    { generation: "…", prompt_token_count: 158, generation_token_count: 128 },
    { inputUncached: 158, outputText: 128 },
  ],
  [
    "the counts that Bedrock adds to a stream",
    "aws.bedrock",
    { "amazon-bedrock-invocationMetrics": { inputTokenCount: 8, outputTokenCount: 3, cacheReadInputTokenCount: 2 } },
    { inputUncached: 8, cacheRead: 2, outputText: 3 },
  ],
  [
    "Cohere, as it bills",
    "cohere",
    {
      usage: {
        billed_units: { input_tokens: 41, output_tokens: 25 },
        tokens: { input_tokens: 1441, output_tokens: 54 },
      },
    },
    { inputUncached: 41, outputText: 25 },
  ],
  [
    "DeepSeek's own words for its cache",
    "deepseek",
    { prompt_tokens: 563, prompt_cache_hit_tokens: 512, prompt_cache_miss_tokens: 51, completion_tokens: 1 },
    { inputUncached: 51, cacheRead: 512, outputText: 1 },
  ],
  [
    "xAI, whose reasoning is beside the completion",
    "x_ai",
    { prompt_tokens: 10, completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 30 }, total_tokens: 44 },
    { inputUncached: 10, outputText: 4, reasoning: 30 },
  ],
  [
    "Perplexity, whose citations and reasoning are beside the completion",
    "perplexity",
    {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 4,
        citation_tokens: 5,
        reasoning_tokens: 30,
        num_search_queries: 3,
      },
    },
    { inputUncached: 10, outputText: 4, citations: 5, reasoning: 30, webSearches: 3 },
  ],
  [
    "Groq's last chunk",
    "groq",
    { x_groq: { usage: { prompt_tokens: 18, completion_tokens: 73 } } },
    { inputUncached: 18, outputText: 73 },
  ],
  ["Ollama", "ollama", { prompt_eval_count: 17, eval_count: 63 }, { inputUncached: 17, outputText: 63 }],
  [
    "Replicate",
    "replicate",
    { metrics: { input_token_count: 5, output_token_count: 6, predict_time: 0.5 } },
    { inputUncached: 5, outputText: 6 },
  ],
  [
    "watsonx",
    "ibm.watsonx.ai",
    { results: [{ input_token_count: 5, generated_token_count: 6 }] },
    { inputUncached: 5, outputText: 6 },
  ],
  [
    "Aleph Alpha",
    "aleph_alpha",
    { num_tokens_prompt_total: 5, num_tokens_generated: 6 },
    { inputUncached: 5, outputText: 6 },
  ],
  [
    "text generation inference",
    "huggingface",
    [{ details: { generated_tokens: 6, input_length: 5 } }],
    { inputUncached: 5, outputText: 6 },
  ],
  [
    "SGLang",
    "",
    { meta_info: { prompt_tokens: 5, cached_tokens: 2, completion_tokens: 6 } },
    { inputUncached: 3, cacheRead: 2, outputText: 6 },
  ],
  [
    "Vertex AI before Gemini",
    "gcp.vertex_ai",
    {
      predictions: [],
      metadata: { tokenMetadata: { inputTokenCount: { totalTokens: 5 }, outputTokenCount: { totalTokens: 6 } } },
    },
    { inputUncached: 5, outputText: 6 },
  ],
  [
    "Vertex AI's embeddings",
    "gcp.vertex_ai",
    { predictions: [{ embeddings: { statistics: { token_count: 5 } } }] },
    { inputUncached: 5 },
  ],
  ["Voyage, which tells a total only", "voyageai", { usage: { total_tokens: 12 } }, { inputUncached: 12 }],
  [
    "LiteLLM, whose prompt holds what Anthropic keeps apart",
    "litellm",
    { prompt_tokens: 100, completion_tokens: 1, cache_read_input_tokens: 60, cache_creation_input_tokens: 30 },
    { inputUncached: 10, cacheRead: 60, cacheWrite5m: 30, outputText: 1 },
  ],
  [
    "the AI SDK",
    "openai",
    { inputTokens: 10, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 3, totalTokens: 15 },
    { inputUncached: 6, cacheRead: 4, outputText: 2, reasoning: 3 },
  ],
  [
    "Cursor's events",
    "cursor",
    { tokenUsage: { inputTokens: 1, cacheReadTokens: 2, cacheWriteTokens: 3, outputTokens: 4 } },
    { inputUncached: 1, cacheRead: 2, cacheWrite5m: 3, outputText: 4 },
  ],
];

describe("extractUsage", () => {
  it.each<[string, readonly string[]]>([
    ["message", []],
    ["compaction", ["usage_partial"]],
    ["advisor_message", ["usage_partial"]],
  ])("says whether Anthropic's totals leave out an iteration: %s", (type, flags) => {
    const iterations = [{ type, input_tokens: 100, output_tokens: 82 }];
    const body = { usage: { input_tokens: 180, output_tokens: 8, iterations } };
    expect(extractUsage({ provider: "anthropic", body })).toMatchObject({ inputTokens: 180, flags });
  });

  it.each(cases)("reads %s", (_label, provider, body, buckets) => {
    expect(bucketsOf({ provider, body })).toEqual(buckets);
    const result = extractUsage({ provider, body });
    expect(result.kind === "usage" && result.flags).toEqual([]);
  });

  it.each<[string, string, Partial<Usage>]>([
    ["responses", "azure", { inputUncached: 6, outputText: 9 }],
    ["anthropic", "azure", { inputUncached: 6, cacheRead: 4, outputText: 9 }],
    ["default", "anthropic", { inputUncached: 6, cacheRead: 4, outputText: 7, reasoning: 2 }],
  ])("reads a body as the flavour %s of %s that it is told", (apiFlavor, provider, buckets) => {
    const body = {
      input_tokens: 6,
      cache_read_input_tokens: 4,
      output_tokens: 9,
      output_tokens_details: { thinking_tokens: 2 },
    };
    expect(bucketsOf({ provider, apiFlavor, body })).toEqual(buckets);
  });

  it("goes by the shape of a body that does not speak the flavour it is told", () => {
    expect(
      bucketsOf({ provider: "openai", apiFlavor: "responses", body: { prompt_tokens: 1, completion_tokens: 2 } }),
    ).toEqual({
      inputUncached: 1,
      outputText: 2,
    });
  });

  it("leaves a total unknown that the body does not tell", () => {
    expect(extractUsage({ provider: "aws.bedrock", body: { cacheReadInputTokens: 5 } })).toMatchObject({
      inputTokens: null,
      outputTokens: null,
      usage: { cacheRead: 5 },
      flags: ["usage_partial"],
    });
  });

  it("tells model, tier, region and what was charged", () => {
    const anthropic = {
      model: "claude-opus-5",
      usage: { input_tokens: 1, output_tokens: 1, service_tier: "priority", inference_geo: "us" },
    };
    expect(extractUsage({ provider: "anthropic", model: "asked-for", body: anthropic })).toMatchObject({
      model: "claude-opus-5",
      serviceTier: "priority",
      region: "us",
    });
    const routed = { usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.25 } };
    expect(extractUsage({ provider: "openrouter", model: "asked-for", body: routed })).toMatchObject({
      model: "asked-for",
      reportedCostUsd: 0.25,
    });
    const vertex = { usageMetadata: { promptTokenCount: 1, trafficType: "ON_DEMAND_FLEX" } };
    expect(extractUsage({ provider: "gcp.vertex_ai", body: vertex })).toMatchObject({ serviceTier: "flex" });
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "empty_body"],
    ["null", null, "empty_body"],
    ["an empty object", {}, "empty_body"],
    ["text", "usage", "unknown_shape"],
    ["an object of another kind", { hello: "world" }, "unknown_shape"],
    ["an error", { error: { message: "no" } }, "error_body"],
    ["an answer without usage", { choices: [], usage: null }, "answer_without_usage"],
    ["an answer that is not done", { status: "in_progress", usage: null }, "not_finished"],
    ["a bill for searches", { results: [], meta: { billed_units: { search_units: 1 } } }, "not_in_tokens"],
    ["a bill for pages", { pages: [], usage_info: { pages_processed: 3 } }, "not_in_tokens"],
    ["a bill for seconds", { text: "…", usage: { type: "duration", seconds: 3 } }, "not_in_tokens"],
    ["counts of which none is one", { usage: { prompt_tokens: -1, completion_tokens: "many" } }, "unknown_shape"],
  ])("has a reason for %s", (_label, body, reason) => {
    expect(extractUsage({ provider: "openai", body })).toEqual({ kind: "none", reason });
  });
});

describe("extractUsage, on what nobody should send", () => {
  it("reads numbers that are text, and says so", () => {
    expect(extractUsage({ provider: "openai", body: { prompt_tokens: "12", completion_tokens: 3 } })).toMatchObject({
      inputTokens: 12,
      flags: ["usage_malformed"],
    });
  });

  it("takes a detail that is no count as unknown, and says so", () => {
    const body = { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: -4 } };
    expect(extractUsage({ provider: "openai", body })).toMatchObject({
      usage: { inputUncached: 12, cacheRead: 0 },
      flags: ["usage_malformed"],
    });
  });

  it("cuts parts to their whole, and says so", () => {
    const body = { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 40 } };
    expect(extractUsage({ provider: "openai", body })).toMatchObject({
      inputTokens: 12,
      usage: { inputUncached: 0, cacheRead: 12 },
      flags: ["usage_inconsistent"],
    });
  });

  it("is not led by keys that name the prototype", () => {
    const body: unknown = JSON.parse('{"__proto__":{"usage":{"prompt_tokens":9}},"constructor":{"prompt_tokens":9}}');
    expect(extractUsage({ provider: "openai", body })).toEqual({ kind: "none", reason: "unknown_shape" });
    expect(extractUsage({ provider: "__proto__", apiFlavor: "constructor", body: {} })).toMatchObject({ kind: "none" });
  });

  it("is done with a deep or a wide body at once", () => {
    const deep: unknown = JSON.parse(`${'{"usage":'.repeat(50_000)}1${"}".repeat(50_000)}`);
    expect(extractUsage({ provider: "openai", body: deep }).kind).toBe("none");
    const wide = { results: Array.from({ length: 200_000 }, () => ({ tokenCount: 1 })), inputTextTokenCount: 1 };
    expect(extractUsage({ provider: "aws", body: wide })).toMatchObject({ outputTokens: 4096 });
  });

  it("never throws, and answers within its bounds, whatever the JSON", () => {
    const providers = fc.constantFrom("", "openai", "anthropic", "aws", "google", "cohere", "x-ai", "perplexity");
    const flavours = fc.constantFrom(undefined, "chat", "responses", "default", "anthropic", "tokens", "embeddings");
    fc.assert(
      fc.property(providers, flavours, fc.oneof(fc.jsonValue(), usageLike), (provider, apiFlavor, body) => {
        expectSound(extractUsage({ provider, apiFlavor, body }));
      }),
      { numRuns: 3000 },
    );
  });
});

const counts = fc.oneof(
  { weight: 6, arbitrary: fc.nat(5000) },
  fc.constantFrom<unknown>(null, -1, 1.5, "7", "x", Number.NaN, {}, [], true, 2 ** 70),
);
const details = fc.dictionary(
  fc.constantFrom("cached_tokens", "audio_tokens", "image_tokens", "reasoning_tokens", "ephemeral_1h_input_tokens"),
  counts,
);
const list = fc.array(fc.record({ modality: fc.constantFrom("TEXT", "AUDIO", "IMAGE", 1), tokenCount: counts }));
const usageKeys =
  "prompt_tokens completion_tokens input_tokens output_tokens inputTokens outputTokens total_tokens cost __proto__ " +
  "prompt_tokens_details completion_tokens_details input_tokens_details cache_creation cache_read_input_tokens " +
  "cache_creation_input_tokens cacheReadInputTokens promptTokenCount candidatesTokenCount thoughtsTokenCount " +
  "promptTokensDetails cacheTokensDetails";
const usageObject = fc.dictionary(fc.constantFrom(...usageKeys.split(" ")), fc.oneof(counts, details, list));
/** Bodies that nearly are what providers send. */
const usageLike = fc.oneof(usageObject, fc.record({ usage: usageObject }), fc.record({ usageMetadata: usageObject }));

function expectSound(result: ReturnType<typeof extractUsage>): void {
  if (result.kind === "none") return expect(noUsageReasons).toContain(result.reason);
  const { usage, inputTokens, outputTokens, flags } = result;
  for (const count of Object.values(usage)) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  if (inputTokens !== null) expect(inputTokensOf(usage)).toBe(inputTokens);
  if (outputTokens !== null) expect(outputTokensOf(usage)).toBe(outputTokens);
  for (const flag of flags) expect(usageFlags).toContain(flag);
}
