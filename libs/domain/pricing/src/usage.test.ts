import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { usageOf, type TokenCounts, type Usage } from "./usage.ts";

const unreported: TokenCounts = {
  input_tokens: null,
  output_tokens: null,
  input_uncached_tokens: null,
  cache_read_tokens: null,
  cache_write_5m_tokens: null,
  cache_write_1h_tokens: null,
  input_audio_tokens: null,
  output_audio_tokens: null,
  reasoning_tokens: null,
};

const nothing: Usage = {
  inputUncached: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  inputAudio: 0,
  outputText: 0,
  reasoning: 0,
  outputAudio: 0,
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
      { output_tokens: 100, reasoning_tokens: 60, output_audio_tokens: 10 },
      { outputText: 30, reasoning: 60, outputAudio: 10 },
    ],
    ["audio is part of the input", { input_tokens: 50, input_audio_tokens: 20 }, { inputUncached: 30, inputAudio: 20 }],
    [
      "parts make up a total that was not reported",
      { input_uncached_tokens: 86, cache_read_tokens: 17_817, input_audio_tokens: 9, reasoning_tokens: 4 },
      { inputUncached: 86, cacheRead: 17_817, inputAudio: 9, reasoning: 4 },
    ],
  ])("%s", (_label, counts, expected) => {
    expect(usageOf({ ...unreported, ...counts })).toEqual({ kind: "known", usage: { ...nothing, ...expected } });
  });

  it("is none where nothing was reported", () => expect(usageOf(unreported)).toEqual({ kind: "none" }));

  test.each<[string, Partial<TokenCounts>]>([
    ["more cached than read", { input_tokens: 5, cache_read_tokens: 128_955 }],
    ["more reasoning than output", { output_tokens: 5, reasoning_tokens: 6 }],
    ["a negative count", { input_tokens: -1 }],
    ["half a token", { output_tokens: 0.5 }],
    ["no number", { input_tokens: Number.NaN }],
  ])("is inconsistent with %s", (_label, counts) => {
    expect(usageOf({ ...unreported, ...counts })).toEqual({ kind: "inconsistent" });
  });

  it("counts every reported token once", () => {
    const count = fc.option(fc.nat(1_000_000));
    const counts = fc.record({
      input_tokens: count,
      output_tokens: count,
      cache_read_tokens: count,
      cache_write_5m_tokens: count,
      cache_write_1h_tokens: count,
      input_audio_tokens: count,
      output_audio_tokens: count,
      reasoning_tokens: count,
    });
    fc.assert(
      fc.property(counts, (reported) => {
        const outcome = usageOf({ ...unreported, ...reported });
        if (outcome.kind !== "known") return;
        const { inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, inputAudio, outputText, reasoning, outputAudio } =
          outcome.usage;
        const input = inputUncached + cacheRead + cacheWrite5m + cacheWrite1h + inputAudio;
        if (reported.input_tokens !== null) expect(input).toBe(reported.input_tokens);
        if (reported.output_tokens !== null) expect(outputText + reasoning + outputAudio).toBe(reported.output_tokens);
      }),
    );
  });
});
