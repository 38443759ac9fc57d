import { inputTokensOf, noUsage, outputTokensOf, type Usage } from "@parapet/usage";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { usageOf, type TokenCounts } from "./usage-of.ts";

const unreported: TokenCounts = {
  input_tokens: null,
  output_tokens: null,
  input_uncached_tokens: null,
  cache_read_tokens: null,
  cache_read_audio_tokens: null,
  cache_read_image_tokens: null,
  cache_write_5m_tokens: null,
  cache_write_1h_tokens: null,
  input_image_tokens: null,
  input_audio_tokens: null,
  input_video_tokens: null,
  output_text_tokens: null,
  output_image_tokens: null,
  output_audio_tokens: null,
  reasoning_tokens: null,
};

describe("usage", () => {
  test.each<[string, Partial<TokenCounts>, Partial<Usage>]>([
    ["totals alone are text", { input_tokens: 10, output_tokens: 5 }, { inputUncached: 10, outputText: 5 }],
    ["zero is known", { input_tokens: 0, output_tokens: 0 }, {}],
    [
      "cached tokens are part of the input",
      { input_tokens: 130_213, cache_read_tokens: 128_955, cache_write_5m_tokens: 1_253, output_tokens: 1 },
      { inputUncached: 5, cacheRead: 128_955, cacheWrite5m: 1_253, outputText: 1 },
    ],
    [
      "reasoning and audio are part of the output",
      { input_tokens: 0, output_tokens: 100, reasoning_tokens: 60, output_audio_tokens: 10 },
      { outputText: 30, reasoning: 60, outputAudio: 10 },
    ],
    [
      "cached audio and images are part of what was cached",
      { input_tokens: 100, cache_read_tokens: 60, cache_read_audio_tokens: 20, cache_read_image_tokens: 15 },
      { inputUncached: 40, cacheRead: 25, cacheReadAudio: 20, cacheReadImage: 15 },
    ],
    [
      "cached parts make up what was cached where that was not reported",
      { input_tokens: 100, cache_read_audio_tokens: 20 },
      { inputUncached: 80, cacheReadAudio: 20 },
    ],
    [
      "images and video are part of the input, images of the output",
      { input_tokens: 90, input_image_tokens: 30, input_video_tokens: 20, output_tokens: 9, output_image_tokens: 7 },
      { inputUncached: 40, inputImage: 30, inputVideo: 20, outputText: 2, outputImage: 7 },
    ],
    [
      "text alone is text",
      { input_uncached_tokens: 2, output_text_tokens: 4, reasoning_tokens: 3 },
      { inputUncached: 2, outputText: 4, reasoning: 3 },
    ],
    ["output need not be known: embeddings have none", { input_tokens: 8 }, { inputUncached: 8 }],
    ["audio is part of the input", { input_tokens: 50, input_audio_tokens: 20 }, { inputUncached: 30, inputAudio: 20 }],
    [
      "parts make up a total that was not reported",
      { input_uncached_tokens: 86, cache_read_tokens: 17_817, input_audio_tokens: 9, reasoning_tokens: 4 },
      { inputUncached: 86, cacheRead: 17_817, inputAudio: 9, reasoning: 4 },
    ],
  ])("%s", (_label, counts, expected) => {
    expect(usageOf({ ...unreported, ...counts })).toEqual({ kind: "known", usage: { ...noUsage, ...expected } });
  });

  it("is none where nothing was reported", () => expect(usageOf(unreported)).toEqual({ kind: "none" }));

  it.each<[string, Partial<TokenCounts>]>([
    ["a total of the output", { output_tokens: 5 }],
    ["a part of the output", { reasoning_tokens: 5 }],
  ])("is partial with nothing but %s", (_label, counts) => {
    expect(usageOf({ ...unreported, ...counts })).toEqual({ kind: "partial" });
  });

  test.each<[string, Partial<TokenCounts>]>([
    ["more cached than read", { input_tokens: 5, cache_read_tokens: 128_955 }],
    ["more cached audio than cached", { input_tokens: 90, cache_read_tokens: 5, cache_read_audio_tokens: 6 }],
    ["more parts than input", { input_tokens: 9, input_image_tokens: 5, input_video_tokens: 5 }],
    ["more reasoning than output", { output_tokens: 5, reasoning_tokens: 6 }],
    ["a negative count", { input_tokens: -1 }],
    ["half a token", { output_tokens: 0.5 }],
    ["no number", { input_tokens: Number.NaN }],
  ])("is inconsistent with %s", (_label, counts) => {
    expect(usageOf({ ...unreported, ...counts })).toEqual({ kind: "inconsistent" });
  });

  it("counts every reported token once", () => {
    const count = fc.option(fc.nat(1_000_000));
    const columns = Object.keys(unreported).filter(
      (column) => !["input_uncached_tokens", "output_text_tokens"].includes(column),
    );
    const counts = fc.record(Object.fromEntries(columns.map((column) => [column, count])));
    fc.assert(
      fc.property(counts, (reported) => {
        const all: TokenCounts = { ...unreported, ...reported };
        const outcome = usageOf(all);
        if (outcome.kind !== "known") return;
        const usage: Usage = outcome.usage;
        if (all.input_tokens !== null) expect(inputTokensOf(usage)).toBe(all.input_tokens);
        if (all.output_tokens !== null) expect(outputTokensOf(usage)).toBe(all.output_tokens);
      }),
    );
  });
});
