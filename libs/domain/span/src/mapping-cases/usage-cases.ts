import type { MappingCase } from "./mapping-case.ts";

const exclusiveCache =
  "the provider counts cached tokens beside this input, as its own metadata on the span says; they are not part of it";

/**
 * Token counts and cost. The corpus asserts an input without cached tokens and an output without reasoning and audio:
 * here they are `input_uncached_tokens` and `output_text_tokens`, beside the wholes.
 */
export const usageCases: readonly MappingCase[] = [
  {
    at: 44,
    name: "OpenInference llm.token_count.prompt_details.cache_read/cache_write",
    rows: [{ input_tokens: 50_000, total_tokens: 50_200 }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_tokens",
      "cache_read_tokens",
      "cache_write_5m_tokens",
      "attributes.llm.token_count.prompt_details.cache_read",
      "attributes.llm.token_count.prompt_details.cache_write",
    ],
  },
  {
    at: 45,
    name: "subtract gen_ai.usage.input_cached_tokens",
    rows: [{ input_tokens: 50_000, total_tokens: 50_200 }],
    uses: ["rows", "input_uncached_tokens", "output_tokens", "cache_read_tokens", "cache_write_5m_tokens"],
  },
  { at: 51, name: "cast input_tokens from string", uses: ["input_tokens"] },
  { at: 65, name: "llm.token_count (input_tokens)", uses: ["input_tokens"] },
  { at: 66, name: "gen_ai.usage (input_tokens)", uses: ["input_tokens"] },
  { at: 67, name: "gen_ai.usage (completion_tokens)", uses: ["output_tokens"] },
  { at: 68, name: "gen_ai.usage (total_tokens)", uses: ["total_tokens"] },
  { at: 69, name: "gen_ai.usage (custom_tokens)", uses: ["attributes.gen_ai.usage.custom_tokens"] },
  { at: 70, name: "cost from gen_ai.usage.cost", uses: ["reported_cost_usd"] },
  {
    at: 71,
    name: "not treat usage.cost as usage",
    rows: [{ input_tokens: null, output_tokens: null }],
    uses: ["total_tokens"],
  },
  { at: 77, name: "llm.token_count.completion", uses: ["output_tokens"] },
  { at: 78, name: "llm.token_count.total", uses: ["total_tokens"] },
  { at: 105, name: "string-encoded intValue (usage input)", uses: ["input_tokens"] },
  {
    at: 140,
    name: "official gen_ai cache usage",
    rows: [{ input_tokens: 100, output_text_tokens: 35 }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_tokens",
      "total_tokens",
      "cache_read_tokens",
      "cache_write_5m_tokens",
      "output_audio_tokens",
    ],
  },
  {
    at: 141,
    name: "completion_details.reasoning/audio into output detail buckets",
    rows: [{ input_tokens: 100, total_tokens: 150 }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_text_tokens",
      "reasoning_tokens",
      "output_audio_tokens",
      "output_tokens",
      "attributes.llm.token_count.completion_details.reasoning",
      "attributes.llm.token_count.completion_details.audio",
    ],
  },
  {
    at: 142,
    name: "gen_ai.usage.reasoning.output_tokens from inclusive output tokens (Google ADK)",
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_text_tokens",
      "reasoning_tokens",
      "total_tokens",
      "output_tokens",
      "attributes.gen_ai.usage.reasoning.output_tokens",
    ],
  },
  {
    // Contradictory counts are kept as they came, so the detail is among the attributes here.
    at: 143,
    name: "clamp output at 0 when reasoning details exceed",
    rows: [
      {
        output_tokens: 50,
        quality_flags: ["usage_inconsistent"],
        attributes: { "llm.token_count.completion_details.reasoning": "60" },
      },
    ],
    uses: ["rows", "output_text_tokens", "reasoning_tokens", "attributes.llm.token_count.completion_details.reasoning"],
  },
  {
    at: 144,
    name: "keep output absent when only a reasoning detail",
    rows: [{ output_text_tokens: null, total_tokens: null }],
    uses: ["rows", "output_tokens", "reasoning_tokens", "attributes.gen_ai.usage.reasoning.output_tokens"],
  },
  {
    at: 145,
    name: "raw Anthropic cache_read_input_tokens",
    rows: [{ total_tokens: 140 }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_tokens",
      "cache_read_tokens",
      "cache_write_5m_tokens",
      "input_tokens",
      "attributes.gen_ai.usage.cache_read_input_tokens",
      "attributes.gen_ai.usage.cache_creation_input_tokens",
    ],
  },
  {
    // The older name says something else than the column, so it is kept.
    at: 146,
    name: "dotted cache value of 0 shadow the flat spelling",
    rows: [{ input_tokens: 100, attributes: { "gen_ai.usage.cache_read_input_tokens": "20" } }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "cache_read_tokens",
      "attributes.gen_ai.usage.cache_read.input_tokens",
      "attributes.gen_ai.usage.cache_read_input_tokens",
    ],
  },
  {
    at: 147,
    name: "derive input_cached_tokens from the llm_response blob",
    rows: [{ total_tokens: 1200 }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "cache_read_tokens",
      "output_tokens",
      "input_tokens",
      "cache_write_5m_tokens",
    ],
  },
  {
    at: 148,
    name: "not subtract twice",
    rows: [{ input_tokens: 1000, total_tokens: 1200 }],
    uses: ["rows", "input_uncached_tokens", "input_uncached_tokens", "cache_read_tokens"],
  },
  {
    at: 149,
    name: "content capture is off and the blob is '{}'",
    rows: [{ input_tokens: 1000 }],
    uses: ["rows", "input_uncached_tokens", "output_tokens", "cache_read_tokens"],
  },
  {
    at: 150,
    name: "blob is malformed JSON",
    rows: [{ input_tokens: 1000 }],
    uses: ["rows", "input_uncached_tokens", "output_tokens", "cache_read_tokens"],
  },
  {
    at: 151,
    name: "ignore the blob for spans from other instrumentation scopes",
    rows: [{ input_tokens: 1000 }],
    uses: ["rows", "input_uncached_tokens", "output_tokens", "cache_read_tokens"],
  },
  {
    at: 152,
    name: "clamp input to zero when the blob cache count exceeds",
    rows: [{ quality_flags: ["usage_inconsistent"] }],
    uses: ["rows", "input_uncached_tokens", "cache_read_tokens"],
  },
  {
    at: 153,
    name: "usage details from both provider metadata and 'ai.usage'",
    rows: [{ input_tokens: 18_495, cache_write_5m_tokens: 2089, service_tier: "standard" }],
    uses: [
      "rows",
      "input_uncached_tokens",
      "output_tokens",
      "cache_read_tokens",
      "attributes.ai.usage.cachedInputTokens",
      // Nothing was written to the cache beyond the two lifetimes.
      "cache_write_5m_tokens",
      "cache_write_5m_tokens",
      "cache_write_1h_tokens",
      { leftOut: "nothing says which count it is that must be absent" },
    ],
  },
  {
    // Anthropic counts its cache beside the input, and the SDK passed that on up to version 5.
    at: 154,
    name: "both 5m and 1h cache creation tokens",
    rows: [{ input_tokens: 9500, input_uncached_tokens: 5000, cache_write_5m_tokens: 2000 }],
    uses: [
      "rows",
      { leftOut: exclusiveCache },
      "output_tokens",
      "cache_read_tokens",
      "cache_write_5m_tokens",
      "cache_write_5m_tokens",
      "cache_write_1h_tokens",
    ],
  },
  {
    at: 155,
    name: "Bedrock provider metadata with only cache read tokens",
    rows: [{ input_tokens: 5100, input_uncached_tokens: 100 }],
    uses: ["rows", { leftOut: exclusiveCache }, "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens"],
  },
];
