import { describe, expect, test } from "vitest";

import { parseCostKey } from "./litellm-cost-key.ts";

describe("a key of LiteLLM's", () => {
  test.each([
    ["input_cost_per_token", "inputUncached", "", null],
    ["output_cost_per_token_batches", "outputText", "batch", null],
    ["output_cost_per_reasoning_token", "reasoning", "", null],
    ["citation_cost_per_token", "citations", "", null],
    ["cache_creation_input_token_cost", "cacheWrite5m", "", null],
    ["cache_creation_input_token_cost_above_1hr", "cacheWrite1h", "", null],
    ["cache_creation_input_token_cost_above_1hr_above_200k_tokens", "cacheWrite1h", "", 200_000],
    ["cache_read_input_token_cost_above_512k_tokens", "cacheRead", "", 512_000],
    ["input_cost_per_token_above_128_tokens", "inputUncached", "", 128],
    ["input_cost_per_token_above_272k_tokens_priority", "inputUncached", "priority", 272_000],
    ["input_cost_per_token_flex_above_272k_tokens", "inputUncached", "flex", 272_000],
    ["input_cost_per_audio_token", "inputAudio", "", null],
    ["input_cost_per_image_token", "inputImage", "", null],
    ["input_cost_per_request", "request", "", null],
  ] as const)("%s prices %s", (key, price, serviceTier, above) => {
    expect(parseCostKey(key)).toEqual({ price, serviceTier, above });
  });

  test.each([
    "max_input_tokens",
    "input_cost_per_second",
    "input_cost_per_character_above_128k_tokens",
    "input_cost_per_token_cache_hit",
    "constructor",
    "",
  ])("%j prices nothing that is billed here", (key) => expect(parseCostKey(key)).toBeNull());
});
