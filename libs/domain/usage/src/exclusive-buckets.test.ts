import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { exclusiveBuckets } from "./exclusive-buckets.ts";
import { tallyOf, type Tally } from "./tally.ts";
import { inputTokensOf, outputTokensOf, type Usage } from "./usage.ts";

const tally = (told: Partial<Tally>): Tally => tallyOf((name) => told[name] ?? null);

/** The buckets that are not empty. */
const bucketsOf = (told: Partial<Tally>): Partial<Usage> =>
  Object.fromEntries(Object.entries(exclusiveBuckets(tally(told)).usage).filter(([, count]) => count > 0));

const flagsOf = (told: Partial<Tally>) => [...exclusiveBuckets(tally(told)).flags];

describe("exclusiveBuckets", () => {
  it.each<[string, Partial<Tally>, Partial<Usage>]>([
    ["the cache's part of the input", { input: 10, cacheRead: 4 }, { cacheRead: 4, inputUncached: 6 }],
    [
      "writes by their lifetime",
      { input: 10, cacheWrite: 7, cacheWrite1h: 5 },
      { cacheWrite1h: 5, cacheWrite5m: 2, inputUncached: 3 },
    ],
    [
      "writes that only their lifetimes tell",
      { input: 4, cacheWrite5m: 1, cacheWrite1h: 3 },
      { cacheWrite5m: 1, cacheWrite1h: 3 },
    ],
    [
      "cached images from the images and from the cache",
      { input: 345, inputImage: 258, cacheRead: 191, cacheReadImage: 143 },
      { cacheReadImage: 143, cacheRead: 48, inputImage: 115, inputUncached: 39 },
    ],
    [
      "citations from the answer",
      { output: 9, citations: 2, reasoning: 3 },
      { citations: 2, reasoning: 3, outputText: 4 },
    ],
    ["reasoning from the answer", { output: 9, reasoning: 5 }, { reasoning: 5, outputText: 4 }],
    [
      "modalities of the answer",
      { output: 9, outputImage: 5, outputAudio: 1, outputVideo: 2 },
      { outputImage: 5, outputAudio: 1, outputVideo: 2, outputText: 1 },
    ],
    ["a total that only its modalities tell", { inputText: 3, inputAudio: 2 }, { inputUncached: 3, inputAudio: 2 }],
  ])("takes %s", (_label, told, buckets) => {
    expect(bucketsOf(told)).toEqual(buckets);
    expect(flagsOf(told)).toEqual([]);
  });

  it.each<[string, Partial<Tally>]>([
    ["a cache that is larger than the input", { input: 3, cacheRead: 10 }],
    ["cached images that are more than the cache", { input: 9, cacheRead: 1, cacheReadImage: 2 }],
    ["cached audio that is more than the audio", { input: 9, cacheRead: 5, inputAudio: 1, cacheReadAudio: 2 }],
    ["lifetimes that are more than the writes", { input: 9, cacheWrite: 1, cacheWrite5m: 1, cacheWrite1h: 1 }],
    ["more reasoning than output", { output: 1, reasoning: 2 }],
  ])("flags %s", (_label, told) => {
    expect(flagsOf(told)).toContain("usage_inconsistent");
  });

  it.each<[string, Partial<Tally>, readonly string[]]>([
    ["a total that fits", { input: 1, output: 2, total: 3 }, []],
    ["a total that does not", { input: 1, output: 2, total: 4 }, ["total_mismatch"]],
    ["a total that is less than its part", { input: 5, total: 4 }, ["total_mismatch"]],
    ["a total with an output that was not told", { input: 1, total: 4 }, []],
    ["a cache without an input", { cacheRead: 3 }, ["usage_partial"]],
    ["reasoning without an output", { reasoning: 3 }, ["usage_partial"]],
    ["calls that the totals leave out", { input: 3, output: 1, uncounted: 9 }, ["usage_partial"]],
    ["none of such calls", { input: 3, output: 1, uncounted: 0 }, []],
  ])("judges %s", (_label, told, flags) => {
    expect(flagsOf(told)).toEqual(flags);
  });

  it("never counts a token twice or below zero, and adds up to the totals that were told", () => {
    const count = fc.option(fc.nat(1000), { nil: null });
    const keys = Object.keys(tally({}));
    const anyTally = fc.record(Object.fromEntries(keys.map((key) => [key, count])));
    fc.assert(
      fc.property(anyTally, (told) => {
        const { usage, inputTokens, outputTokens, flags } = exclusiveBuckets(tally(told));
        expect(Math.min(...Object.values(usage))).toBeGreaterThanOrEqual(0);
        if (inputTokens !== null) expect(inputTokensOf(usage)).toBe(inputTokens);
        else if (inputTokensOf(usage) > 0) expect([...flags]).toContain("usage_partial");
        if (outputTokens !== null) expect(outputTokensOf(usage)).toBe(outputTokens);
        if (told["input"] !== null) expect(inputTokens).toBe(told["input"]);
        if (told["output"] !== null) expect(outputTokens).toBe(told["output"]);
      }),
      { numRuns: 2000 },
    );
  });
});
