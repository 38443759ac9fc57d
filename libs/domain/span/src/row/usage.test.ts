import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SpanFacts } from "../facts/span-facts.ts";
import { normaliseUsage, usageFacts } from "./usage.ts";
import type { Usage } from "./usage.ts";

describe("usage is split into buckets that exclude one another", () => {
  const cases: readonly [label: string, facts: SpanFacts, usage: Partial<Usage>, flags: string[]][] = [
    [
      "nothing known is null, not zero",
      {},
      { input_tokens: null, total_tokens: null, input_uncached_tokens: null },
      [],
    ],
    [
      "cached tokens within the input",
      { inputTokens: 100, outputTokens: 40, cacheReadTokens: 20, cacheWriteTokens: 10 },
      {
        input_tokens: 100,
        input_uncached_tokens: 70,
        cache_write_5m_tokens: 10,
        cache_write_1h_tokens: null,
        total_tokens: 140,
      },
      [],
    ],
    [
      "cached tokens beside the input, seen by their size",
      { inputTokens: 5, outputTokens: 7, cacheReadTokens: 128_955, cacheWriteTokens: 1253 },
      { input_tokens: 130_213, input_uncached_tokens: 5, total_tokens: 130_220 },
      ["exclusive_cache_tokens"],
    ],
    [
      "the same call as counted by OpenTelemetry",
      { inputTokens: 130_213, outputTokens: 7, cacheReadTokens: 128_955, cacheWriteTokens: 1253 },
      { input_tokens: 130_213, input_uncached_tokens: 5, total_tokens: 130_220 },
      [],
    ],
    [
      "an input that is all but cached",
      { inputTokens: 17_903, cacheReadTokens: 17_817 },
      { input_tokens: 17_903, input_uncached_tokens: 86 },
      [],
    ],
    [
      "cached tokens beside the input, seen by the total",
      { inputTokens: 100, outputTokens: 10, cacheReadTokens: 50, totalTokens: 160 },
      { input_tokens: 150, input_uncached_tokens: 100, total_tokens: 160 },
      ["exclusive_cache_tokens"],
    ],
    [
      "an input that was cached as a whole",
      { inputTokens: 50, cacheReadTokens: 50 },
      { input_tokens: 50, input_uncached_tokens: 0 },
      [],
    ],
    [
      "cache writes by lifetime",
      { inputTokens: 5000, cacheWriteTokens: 3000, cacheWrite5mTokens: 2000, cacheWrite1hTokens: 1000 },
      { cache_write_5m_tokens: 2000, cache_write_1h_tokens: 1000, input_uncached_tokens: 2000 },
      [],
    ],
    [
      "cache writes of which only the long-lived are told",
      { inputTokens: 5000, cacheWriteTokens: 3000, cacheWrite1hTokens: 1000 },
      { cache_write_5m_tokens: 2000, cache_write_1h_tokens: 1000 },
      [],
    ],
    [
      "audio within the input",
      { inputTokens: 100, cacheReadTokens: 20, inputAudioTokens: 30 },
      { input_uncached_tokens: 50, input_audio_tokens: 30 },
      [],
    ],
    [
      "audio that was cached counts as cached",
      { inputTokens: 100, cacheReadTokens: 90, inputAudioTokens: 30 },
      { input_uncached_tokens: 0, input_audio_tokens: 10 },
      ["usage_inconsistent"],
    ],
    [
      "reasoning beyond the output",
      { outputTokens: 50, reasoningTokens: 60 },
      { output_tokens: 50, reasoning_tokens: 60 },
      ["usage_inconsistent"],
    ],
    [
      "a total that is not the sum",
      { inputTokens: 10, outputTokens: 5, totalTokens: 99 },
      { total_tokens: 15 },
      ["total_mismatch"],
    ],
    ["a total alone", { totalTokens: 99 }, { total_tokens: 99, input_tokens: null }, []],
    [
      "a total that is less than the part of it that is known",
      { outputTokens: 30, totalTokens: 25 },
      { total_tokens: 25, output_tokens: 30 },
      ["total_mismatch"],
    ],
    [
      "cache reads of which only the modalities are told",
      { inputTokens: 100, inputImageTokens: 30, cacheReadTextTokens: 5, cacheReadImageTokens: 4 },
      { cache_read_tokens: 9, cache_read_image_tokens: 4, input_image_tokens: 26, input_uncached_tokens: 65 },
      [],
    ],
    [
      "more cached audio than audio",
      { inputTokens: 100, cacheReadTokens: 50, inputAudioTokens: 10, cacheReadAudioTokens: 20 },
      { input_audio_tokens: 0, cache_read_audio_tokens: 20 },
      ["usage_inconsistent"],
    ],
    [
      "more cache writes by lifetime than writes",
      { inputTokens: 100, cacheWriteTokens: 30, cacheWrite5mTokens: 20, cacheWrite1hTokens: 20 },
      { cache_write_5m_tokens: 20, cache_write_1h_tokens: 20, input_uncached_tokens: 60 },
      ["usage_inconsistent"],
    ],
    [
      "cache counts alone",
      { cacheReadTokens: 9 },
      { input_tokens: null, input_uncached_tokens: null, cache_read_tokens: 9 },
      [],
    ],
  ];
  test.each(cases)("%s", (_, facts, expected, flags) => {
    const { usage, flags: raised } = normaliseUsage(facts);
    expect(usage).toMatchObject(expected);
    expect(raised).toEqual(flags);
  });

  test("whatever is sent, the buckets add up or are flagged, and none is negative", () => {
    const count = fc.option(fc.nat(1000), { nil: undefined });
    const counted = [...usageFacts, "inputTokens"] as const;
    const facts = fc.record({
      ...Object.fromEntries(counted.map((name) => [name, count])),
      cacheCounting: fc.constantFrom("inclusive", "exclusive", undefined),
      reasoningCounting: fc.constantFrom("inclusive", "exclusive", undefined),
    });
    const sumOf = (parts: readonly (number | null)[]): number =>
      parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    fc.assert(
      fc.property(facts, (given) => {
        const known: SpanFacts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const { usage, flags } = normaliseUsage(known);
        const input = sumOf([
          usage.input_uncached_tokens,
          usage.cache_read_tokens,
          usage.cache_write_5m_tokens,
          usage.cache_write_1h_tokens,
          usage.input_image_tokens,
          usage.input_audio_tokens,
          usage.input_video_tokens,
        ]);
        const output = sumOf([
          usage.output_text_tokens,
          usage.output_image_tokens,
          usage.output_audio_tokens,
          usage.reasoning_tokens,
        ]);
        const addUp = input === (usage.input_tokens ?? input) && output === (usage.output_tokens ?? output);
        expect(addUp || flags.includes("usage_inconsistent")).toBe(true);
        expect(Math.min(...Object.values(usage).map((bucket) => bucket ?? 0))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
