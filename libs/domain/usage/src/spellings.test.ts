import { describe, expect, it } from "vitest";

import { extractUsage } from "./extract-usage.ts";
import type { Usage } from "./usage.ts";

/** The buckets that are not empty. */
function bucketsOf(body: unknown, provider = "", apiFlavor?: string): Partial<Usage> {
  const result = extractUsage({ provider, apiFlavor, body });
  if (result.kind === "none") return {};
  return Object.fromEntries(Object.entries(result.usage).filter(([, count]) => count > 0));
}

function flagsOf(body: unknown, provider = ""): readonly string[] {
  const result = extractUsage({ provider, body });
  return result.kind === "none" ? [result.reason] : result.flags;
}

const chat = (more: object) => ({ prompt_tokens: 100, completion_tokens: 50, ...more });
const responses = (more: object) => ({ input_tokens: 100, output_tokens: 50, ...more });
const messages = (more: object) => ({ input_tokens: 100, output_tokens: 50, ...more });
const converse = (more: object) => ({ inputTokens: 100, outputTokens: 50, ...more });

/** Counts that several names tell: each name alone. */
const spellings: readonly (readonly [label: string, body: unknown, bucket: keyof Usage])[] = [
  ["chat's cache", chat({ prompt_tokens_details: { cached_tokens: 7 } }), "cacheRead"],
  ["DeepSeek's cache", chat({ prompt_cache_hit_tokens: 7 }), "cacheRead"],
  ["Moonshot's cache", chat({ cached_tokens: 7 }), "cacheRead"],
  ["LiteLLM's cache", chat({ cache_read_input_tokens: 7 }), "cacheRead"],
  ["the assistants' cache", chat({ prompt_token_details: { cached_tokens: 7 } }), "cacheRead"],
  ["chat's images", chat({ prompt_tokens_details: { image_tokens: 7 } }), "inputImage"],
  ["chat's video", chat({ prompt_tokens_details: { video_tokens: 7 } }), "inputVideo"],
  ["chat's cache writes", chat({ prompt_tokens_details: { cache_write_tokens: 7 } }), "cacheWrite5m"],
  ["LiteLLM's cache writes", chat({ prompt_tokens_details: { cache_creation_tokens: 7 } }), "cacheWrite5m"],
  ["LiteLLM's other cache writes", chat({ cache_creation_input_tokens: 7 }), "cacheWrite5m"],
  [
    "LiteLLM's writes for five minutes",
    chat({ prompt_tokens_details: { cache_creation_token_details: { ephemeral_5m_input_tokens: 7 } } }),
    "cacheWrite5m",
  ],
  [
    "LiteLLM's writes for an hour",
    chat({ prompt_tokens_details: { cache_creation_token_details: { ephemeral_1h_input_tokens: 7 } } }),
    "cacheWrite1h",
  ],
  ["chat's images out", chat({ completion_tokens_details: { image_tokens: 7 } }), "outputImage"],
  ["chat's reasoning beside the details", chat({ reasoning_tokens: 7 }), "reasoning"],
  ["searches", chat({ num_search_queries: 7 }), "webSearches"],
  ["searches by a tool", chat({ server_tool_use: { web_search_requests: 7 } }), "webSearches"],
  ["realtime's images", responses({ input_token_details: { image_tokens: 7 } }), "inputImage"],
  ["images", responses({ input_tokens_details: { image_tokens: 7 } }), "inputImage"],
  ["audio", responses({ input_tokens_details: { audio_tokens: 7 } }), "inputAudio"],
  ["a transcription's audio", responses({ input_token_details: { audio_tokens: 7 } }), "inputAudio"],
  ["audio out", responses({ output_tokens_details: { audio_tokens: 7 } }), "outputAudio"],
  ["realtime's audio out", responses({ output_token_details: { audio_tokens: 7 } }), "outputAudio"],
  ["realtime's images out", responses({ output_token_details: { image_tokens: 7 } }), "outputImage"],
  ["realtime's reasoning", responses({ output_token_details: { reasoning_tokens: 7 } }), "reasoning"],
  ["realtime's cache", responses({ input_token_details: { cached_tokens: 7 } }), "cacheRead"],
  ["Bedrock's reads", converse({ cacheReadInputTokens: 7 }), "cacheRead"],
  ["Bedrock's reads as a count", converse({ cacheReadInputTokenCount: 7 }), "cacheRead"],
  ["Bedrock's writes", converse({ cacheWriteInputTokens: 7 }), "cacheWrite5m"],
  ["Bedrock's writes as a count", converse({ cacheWriteInputTokenCount: 7 }), "cacheWrite5m"],
  ["the AI SDK's cache", { ...converse({}), inputTokenDetails: { cacheReadTokens: 7 } }, "cacheRead"],
  ["the AI SDK's cache writes", { ...converse({}), inputTokenDetails: { cacheWriteTokens: 7 } }, "cacheWrite5m"],
  [
    "the AI SDK's reasoning",
    { ...converse({}), inputTokenDetails: {}, outputTokenDetails: { reasoningTokens: 7 } },
    "reasoning",
  ],
];

/** Places of a usage object, and the names that show what it is, each alone. */
const places: readonly (readonly [label: string, body: unknown, buckets: Partial<Usage>])[] = [
  ["chat without a completion", { usage: { prompt_tokens: 3 } }, { inputUncached: 3 }],
  ["chat in an envelope", { result: { usage: { prompt_tokens: 3 } } }, { inputUncached: 3 }],
  ["chat in a batch", { response: { body: { usage: { prompt_tokens: 3 } } } }, { inputUncached: 3 }],
  ["responses in a batch", { response: { body: { usage: { input_tokens: 3 } } } }, { inputUncached: 3 }],
  ["a completion alone", { usage: { completion_tokens: 3 } }, { outputText: 3 }],
  ["responses without an output", { usage: { input_tokens: 3 } }, { inputUncached: 3 }],
  ["responses without an input", { usage: { output_tokens: 3 } }, { outputText: 3 }],
  [
    "text of a realtime answer alone",
    { input_tokens: null, output_tokens: 3, input_token_details: { text_tokens: 2 } },
    { inputUncached: 2, outputText: 3 },
  ],
  [
    "text of an answer alone",
    { input_tokens: 3, output_tokens_details: { text_tokens: 2 } },
    { inputUncached: 3, outputText: 2 },
  ],
  [
    "text of a prompt alone",
    { output_tokens: 3, input_tokens_details: { text_tokens: 2 } },
    { inputUncached: 2, outputText: 3 },
  ],
  [
    "text of a spoken answer alone",
    { input_tokens: 3, output_token_details: { text_tokens: 2 } },
    { inputUncached: 3, outputText: 2 },
  ],
  [
    "Anthropic by its reads",
    messages({ cache_read_input_tokens: 7 }),
    { inputUncached: 100, cacheRead: 7, outputText: 50 },
  ],
  [
    "Anthropic by its writes",
    messages({ cache_creation_input_tokens: 7 }),
    { inputUncached: 100, cacheWrite5m: 7, outputText: 50 },
  ],
  [
    "Anthropic by the lifetimes of its writes",
    messages({ cache_creation: {}, output_tokens_details: { thinking_tokens: 7 } }),
    { inputUncached: 100, outputText: 43, reasoning: 7 },
  ],
  ["converse in the last event", { metadata: { usage: { inputTokens: 3 } } }, { inputUncached: 3 }],
  ["converse without an input", { usage: { outputTokens: 3 } }, { outputText: 3 }],
  ["converse with writes alone", { usage: { cacheWriteInputTokens: 3 } }, { cacheWrite5m: 3 }],
  ["Bedrock's count of the output", { "amazon-bedrock-invocationMetrics": { outputTokenCount: 3 } }, { outputText: 3 }],
  [
    "Bedrock's counts with writes",
    { "amazon-bedrock-invocationMetrics": { inputTokenCount: 2, cacheWriteInputTokenCount: 3 } },
    { inputUncached: 2, cacheWrite5m: 3 },
  ],
  ["Titan's stream", { inputTextTokenCount: 2, totalOutputTextTokenCount: 3 }, { inputUncached: 2, outputText: 3 }],
  ["Cohere's first API", { meta: { billed_units: { input_tokens: 3 } } }, { inputUncached: 3 }],
  ["Cohere's last event", { delta: { usage: { billed_units: { input_tokens: 3 } } } }, { inputUncached: 3 }],
  ["Cohere's first stream", { response: { meta: { billed_units: { input_tokens: 3 } } } }, { inputUncached: 3 }],
  ["Cohere's images", { meta: { billed_units: { image_tokens: 3 } } }, { inputImage: 3 }],
  [
    "Cohere's own count",
    { usage: { tokens: { input_tokens: 9, output_tokens: 3 }, cached_tokens: 4 } },
    { inputUncached: 5, cacheRead: 4, outputText: 3 },
  ],
  ["Gemini in an envelope", { response: { usageMetadata: { promptTokenCount: 3 } } }, { inputUncached: 3 }],
  ["Gemini without a prompt", { usageMetadata: { candidatesTokenCount: 3 } }, { outputText: 3 }],
  ["Gemini's answer in Python", { candidates_token_count: 3 }, { outputText: 3 }],
  [
    "Gemini's thoughts, cache and tools in Python",
    {
      prompt_token_count: 5,
      thoughts_token_count: 2,
      cached_content_token_count: 3,
      cache_tokens_details: [{ modality: "IMAGE", token_count: 1 }],
      prompt_tokens_details: [{ modality: "IMAGE", token_count: 2 }],
      tool_use_prompt_token_count: 6,
      tool_use_prompt_tokens_details: [{ modality: "AUDIO", token_count: 4 }],
    },
    { inputUncached: 3, inputImage: 1, inputAudio: 4, cacheRead: 2, cacheReadImage: 1, reasoning: 2 },
  ],
  [
    "Gemini's modalities",
    {
      promptTokenCount: 30,
      promptTokensDetails: [
        { modality: "AUDIO", tokenCount: 10 },
        { modality: "VIDEO", tokenCount: 9 },
      ],
      cachedContentTokenCount: 6,
      cacheTokensDetails: [
        { modality: "AUDIO", tokenCount: 2 },
        { modality: "VIDEO", tokenCount: 4 },
      ],
      toolUsePromptTokenCount: 5,
      toolUsePromptTokensDetails: [{ modality: "IMAGE", tokenCount: 3 }],
      candidatesTokenCount: 9,
      candidatesTokensDetails: [
        { modality: "IMAGE", tokenCount: 5 },
        { modality: "AUDIO", tokenCount: 1 },
        { modality: "VIDEO", tokenCount: 2 },
      ],
    },
    {
      inputUncached: 13,
      inputImage: 3,
      inputAudio: 8,
      inputVideo: 5,
      cacheReadAudio: 2,
      cacheReadVideo: 4,
      outputText: 1,
      outputImage: 5,
      outputAudio: 1,
      outputVideo: 2,
    },
  ],
  [
    "Gemini's texts without their totals",
    {
      totalTokenCount: 5,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: 3 }],
      candidatesTokensDetails: [{ modality: "TEXT", tokenCount: 2 }],
    },
    { inputUncached: 3, outputText: 2 },
  ],
  ["Ollama with its prompt in the cache", { eval_count: 3 }, { outputText: 3 }],
  [
    "Replicate, newer",
    { metrics: { token_input_count: 2, token_output_count: 3 } },
    { inputUncached: 2, outputText: 3 },
  ],
  ["Replicate's output", { output_token_count: 3 }, { outputText: 3 }],
  [
    "inference that tells its prompt",
    { details: { generated_tokens: 3, prompt_tokens: 2 } },
    { inputUncached: 2, outputText: 3 },
  ],
  ["Aleph Alpha's output", { num_tokens_generated: 3 }, { outputText: 3 }],
  ["SGLang's output", { meta_info: { completion_tokens: 3 } }, { outputText: 3 }],
  ["Vertex AI's output", { metadata: { tokenMetadata: { outputTokenCount: { totalTokens: 3 } } } }, { outputText: 3 }],
  ["Cursor's reads", { inputTokens: 1, cacheReadTokens: 3 }, { inputUncached: 1, cacheRead: 3 }],
  [
    "the AI SDK's first names",
    { usage: { promptTokens: 2, completionTokens: 3 } },
    { inputUncached: 2, outputText: 3 },
  ],
  ["the AI SDK's prompt", { promptTokens: 2 }, { inputUncached: 2 }],
  ["the AI SDK's completion", { completionTokens: 3 }, { outputText: 3 }],
  [
    "the AI SDK's reasoning",
    { inputTokens: 2, outputTokens: 3, reasoningTokens: 1 },
    { inputUncached: 2, outputText: 2, reasoning: 1 },
  ],
  [
    "a stream of messages",
    { message: { usage: messages({ cache_creation: {} }) } },
    { inputUncached: 100, outputText: 50 },
  ],
  [
    "Bedrock's cache as counts",
    converse({ cacheReadInputTokenCount: 7, cacheWriteInputTokenCount: 5 }),
    { inputUncached: 100, cacheRead: 7, cacheWrite5m: 5, outputText: 50 },
  ],
  [
    "Cohere's images beside texts",
    { meta: { billed_units: { input_tokens: 2, image_tokens: 3 } } },
    { inputUncached: 2, inputImage: 3 },
  ],
  [
    "Gemini's pictures in Python",
    { candidates_token_count: 5, candidates_tokens_details: [{ modality: "IMAGE", token_count: 3 }] },
    { outputText: 2, outputImage: 3 },
  ],
  ["Ollama's prompt", { prompt_eval_count: 3 }, { inputUncached: 3 }],
  ["SGLang's prompt", { meta_info: { prompt_tokens: 3 } }, { inputUncached: 3 }],
  ["Replicate's prompt", { input_token_count: 3 }, { inputUncached: 3 }],
  ["Replicate's prompt, newer", { token_input_count: 3 }, { inputUncached: 3 }],
  ["Replicate's output, newer", { token_output_count: 3 }, { outputText: 3 }],
  ["Aleph Alpha's prompt", { num_tokens_prompt_total: 3 }, { inputUncached: 3 }],
  [
    "Vertex AI's prompt",
    { metadata: { tokenMetadata: { inputTokenCount: { totalTokens: 3 } } } },
    { inputUncached: 3 },
  ],
  ["Cursor's writes", { inputTokens: 1, cacheWriteTokens: 3 }, { inputUncached: 1, cacheWrite5m: 3 }],
  ["the AI SDK's cache", { inputTokens: 3, cachedInputTokens: 1 }, { inputUncached: 2, cacheRead: 1 }],
];

describe("spellings of a count", () => {
  it.each(spellings)("say %s", (_label, body, bucket) => {
    expect(bucketsOf(body)[bucket]).toBe(7);
  });

  it.each(places)("stand where %s has them", (_label, body, buckets) => {
    expect(bucketsOf(body)).toEqual(buckets);
  });

  it.each([
    [
      "audio and images in the cache",
      { cached_tokens: 9, cached_tokens_details: { audio_tokens: 2, image_tokens: 3 } },
    ],
  ])("tell %s", (_label, cached) => {
    const expected = { cacheRead: 4, cacheReadAudio: 2, cacheReadImage: 3 };
    expect(bucketsOf(chat({ prompt_tokens_details: cached }))).toMatchObject(expected);
    expect(bucketsOf(responses({ input_token_details: cached }))).toMatchObject(expected);
  });

  it.each([
    ["chat", chat({ total_tokens: 1 })],
    ["responses", responses({ total_tokens: 1 })],
    ["converse", converse({ totalTokens: 1 })],
    ["Gemini", { promptTokenCount: 100, candidatesTokenCount: 50, totalTokenCount: 1 }],
    ["Gemini in Python", { prompt_token_count: 100, candidates_token_count: 50, total_token_count: 1 }],
    ["the AI SDK", { promptTokens: 100, completionTokens: 50, totalTokens: 1 }],
  ])("tell a total of %s that is wrong", (_label, body) => {
    expect(flagsOf(body)).toContain("total_mismatch");
  });

  it.each([
    ["Anthropic", messages({ cache_creation_input_tokens: 5, cache_creation: { ephemeral_5m_input_tokens: 6 } })],
    ["converse", converse({ cacheWriteInputTokens: 5, cacheDetails: [{ ttl: "5m", inputTokens: 6 }] })],
  ])("tell writes for five minutes of %s that are more than all", (_label, body) => {
    expect(flagsOf(body)).toContain("usage_inconsistent");
  });
});

describe("readings of one provider", () => {
  const legacy = { prompt_tokens: 10, completion_tokens: 4, reasoning_tokens: 3, cached_prompt_text_tokens: 2 };

  it.each<[string, string, object, Partial<Usage>]>([
    ["anthropic", "messages", { message: { usage: { output_tokens: 3 } } }, { outputText: 3 }],
    ["anthropic", "messages", { message: { usage: { input_tokens: 3 } } }, { inputUncached: 3 }],
    ["anthropic", "chat", chat({ cached_tokens: 7 }), { inputUncached: 93, cacheRead: 7, outputText: 50 }],
    [
      "openrouter",
      "chat",
      chat({ prompt_tokens_details: { video_tokens: 7 } }),
      { inputUncached: 100, outputText: 50 },
    ],
    ["x-ai", "default", legacy, { inputUncached: 8, cacheRead: 2, outputText: 4, reasoning: 3 }],
    ["x-ai", "chat", legacy, { inputUncached: 8, cacheRead: 2, outputText: 4, reasoning: 3 }],
    [
      "x-ai",
      "chat",
      chat({ prompt_tokens_details: { cached_tokens: 7 } }),
      { inputUncached: 93, cacheRead: 7, outputText: 50 },
    ],
    ["openai", "embeddings", chat({}), { inputUncached: 100 }],
    ["openai", "embeddings", { total_tokens: 7 }, { inputUncached: 7 }],
    [
      "aws",
      "anthropic",
      messages({
        cache_read_input_tokens: 7,
        cache_creation_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 3 },
      }),
      { inputUncached: 100, cacheRead: 7, cacheWrite5m: 2, cacheWrite1h: 3, outputText: 50 },
    ],
    [
      "minimax",
      "default",
      messages({ cache_read_input_tokens: 7 }),
      { inputUncached: 100, cacheRead: 7, outputText: 50 },
    ],
    ["cohere", "tokens", { usage: { tokens: { input_tokens: 9 } } }, { inputUncached: 9 }],
  ])("read %s/%s as it counts", (provider, apiFlavor, body, buckets) => {
    expect(bucketsOf(body, provider, apiFlavor)).toEqual(buckets);
  });
});
