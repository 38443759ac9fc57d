import { readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import { extractUsage } from "./extract-usage.ts";
import { inputTokensOf, noUsage, outputTokensOf, type Usage } from "./usage.ts";

/** Every bucket but the two that hold what no other takes. */
const details = [
  "inputImage",
  "inputAudio",
  "inputVideo",
  "cacheRead",
  "cacheReadImage",
  "cacheReadAudio",
  "cacheReadVideo",
  "cacheWrite5m",
  "cacheWrite1h",
  "outputImage",
  "outputAudio",
  "outputVideo",
  "citations",
  "reasoning",
  "webSearches",
] as const satisfies readonly (keyof Usage)[];

const folder = fixturesFolder();

/** A usage body of a real provider, as a reference reads it for each provider that could have sent it. */
interface UsageBody {
  readonly body: unknown;
  readonly extracted: readonly {
    readonly usage: Readonly<Record<string, number>>;
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly api_flavor: string;
      readonly input_price?: string;
    }[];
  }[];
}

interface Reading {
  readonly name: string;
  readonly isPriced: boolean;
  readonly expected: Usage;
  readonly actual: Usage;
}

/** The reference's counts, in which every part is also counted in its whole, in exclusive buckets. */
function bucketsOf(usage: Readonly<Record<string, number>>): Usage {
  const count = (name: string): number => usage[`${name}_tokens`] ?? 0;
  const parts = {
    cacheReadImage: count("cache_image_read"),
    cacheReadAudio: count("cache_audio_read"),
    cacheReadVideo: count("cache_video_read"),
    cacheWrite1h: count("cache_write_1h"),
    cacheWrite5m: count("cache_write") - count("cache_write_1h"),
    inputImage: count("input_image") - count("cache_image_read"),
    inputAudio: count("input_audio") - count("cache_audio_read"),
    inputVideo: count("input_video") - count("cache_video_read"),
  };
  const cacheRead = count("cache_read") - parts.cacheReadImage - parts.cacheReadAudio - parts.cacheReadVideo;
  const input = Object.values(parts).reduce((sum, part) => sum + part, cacheRead);
  const output = {
    reasoning: count("output_reasoning"),
    outputImage: count("output_image"),
    outputAudio: count("output_audio"),
    outputVideo: count("output_video"),
    citations: count("output_citation"),
  };
  return {
    ...noUsage,
    ...parts,
    ...output,
    cacheRead,
    inputUncached: count("input") - input,
    outputText: count("output") - Object.values(output).reduce((sum, part) => sum + part, 0),
    webSearches: usage["web_searches"] ?? 0,
  };
}

function readingsOf({ body, extracted }: UsageBody): readonly Reading[] {
  return extracted.flatMap(({ usage, extractors }) =>
    extractors.map(({ provider_id: provider, api_flavor: apiFlavor, input_price }) => {
      const result = extractUsage({ provider, apiFlavor, body });
      return {
        name: `${provider}/${apiFlavor}`,
        isPriced: input_price !== undefined,
        expected: bucketsOf(usage),
        actual: result.kind === "usage" ? result.usage : noUsage,
      };
    }),
  );
}

/** The buckets in which two readings differ, but for those that hold what no other bucket takes. */
function differences({ expected, actual }: Reading): readonly (keyof Usage)[] {
  return details.filter((bucket) => expected[bucket] !== actual[bucket]);
}

const tokensOf = (usage: Usage): number => inputTokensOf(usage) + outputTokensOf(usage);

describe.skipIf(folder === null)(suiteName("usage bodies of real providers", fixturesAvailability()), () => {
  const bodies: readonly UsageBody[] =
    folder === null
      ? []
      : readFileSync(join(folder, "usage/provider-usage-bodies.jsonl"), "utf8")
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
  const readings = bodies.map(readingsOf);

  it("are split into the reference's buckets wherever they have a price", () => {
    const priced = readings.map((body) => body.filter(({ isPriced }) => isPriced)).filter((body) => body.length > 0);
    const others = priced.flat().filter((reading) => differences(reading).length > 0);
    expect(priced.length).toBe(784);
    expect(priced.flat().length).toBe(2_091);
    // The release that is pinned reads Azure's cache writes as we do; the reference was made with an older one.
    expect(others.map(({ name }) => name)).toEqual(["azure/responses", "azure/chat", "azure/responses"]);
  });

  it("are split otherwise only where we read a detail that the reference passes over", () => {
    const namesByBucket = new Map<string, Set<string>>();
    for (const reading of readings.flat()) {
      for (const bucket of differences(reading)) {
        expect([reading.name, bucket, reading.expected[bucket]]).toEqual([reading.name, bucket, 0]);
        const names = namesByBucket.get(bucket) ?? new Set();
        namesByBucket.set(bucket, names.add(reading.name.replace(/^huggingface_.*\//, "huggingface/")));
      }
    }
    expect(Object.fromEntries([...namesByBucket].map(([bucket, names]) => [bucket, names.size]))).toEqual({
      reasoning: 3,
      inputVideo: 18,
      cacheWrite5m: 16,
      inputAudio: 12,
      cacheRead: 1,
    });
  });

  it("hold as many tokens as the reference says", () => {
    // Read as Cohere's tokens, a body of chat completions holds nothing to the reference; we go by its shape.
    const others = readings.flat().filter(({ actual, expected }) => tokensOf(actual) !== tokensOf(expected));
    expect(others.map(({ name }) => name)).toEqual(Array.from({ length: 5 }, () => "cohere/tokens"));
  });
});
