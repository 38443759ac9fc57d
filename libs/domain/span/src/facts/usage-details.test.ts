import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { FactDraft } from "./span-facts.ts";
import type { SpanFacts } from "./span-facts.ts";
import { normaliseUsage } from "../row/usage.ts";
import { readUsageDetails } from "./usage-details.ts";

function factsOf(value: AnyValue): SpanFacts {
  const draft = new FactDraft();
  for (const offer of readUsageDetails(value)?.facts ?? []) offer(draft, { dialect: "d", rank: 0, keys: [] });
  return draft.facts;
}

/** The columns that are known. */
function usageOf(details: unknown): Readonly<Record<string, number>> {
  const { usage, flags } = normaliseUsage(factsOf(JSON.stringify(details)));
  expect(flags).toEqual([]);
  return Object.fromEntries(
    Object.entries(usage).flatMap(([name, count]): [string, number][] => (count === null ? [] : [[name, count]])),
  );
}

const fiveCachedOfTen = { input_tokens: 10, input_uncached_tokens: 5, cache_read_tokens: 5 };

describe("token counts by kind", () => {
  test.each<[string, unknown, object]>([
    ["Langfuse's own: parts beside the input", { input: 5, input_cached_tokens: 5 }, fiveCachedOfTen],
    ["LangChain's handler: the same by other names", { input: 5, input_cache_read: 5 }, fiveCachedOfTen],
    ["Anthropic's: the cache beside the input", { input_tokens: 5, cache_read_input_tokens: 5 }, fiveCachedOfTen],
    ["OpenAI's: within", { prompt_tokens: 10, prompt_tokens_details: { cached_tokens: 5 } }, fiveCachedOfTen],
    ["OpenAI's Responses: within", { input_tokens: 10, input_tokens_details: { cached_tokens: 5 } }, fiveCachedOfTen],
    ["LangChain's: within", { input_tokens: 10, input_token_details: { cache_read: 5 } }, fiveCachedOfTen],
    ["OpenInference's: within", { input: 10, "prompt_details.cache_read": 5 }, fiveCachedOfTen],
    ["Google's: within", { promptTokenCount: 10, cachedContentTokenCount: 5 }, fiveCachedOfTen],
    ["AI SDK's: within", { inputTokens: 10, cachedInputTokens: 5 }, fiveCachedOfTen],
  ])("%s", (_, details, expected) => {
    expect(usageOf(details)).toMatchObject(expected);
  });

  test.each<[string, unknown, object]>([
    ["Langfuse's own", { output: 30, output_reasoning_tokens: 60 }, { output_tokens: 90, output_text_tokens: 30 }],
    ["OpenAI's", { completion_tokens: 90, completion_tokens_details: { reasoning_tokens: 60 } }, { output_tokens: 90 }],
    ["Google's", { candidates_token_count: 30, thoughts_token_count: 60 }, { output_tokens: 90 }],
    ["OpenInference's", { output: 90, "completion_details.reasoning": 60 }, { output_tokens: 90 }],
  ])("reasoning in %s form", (_, details, expected) => {
    expect(usageOf(details)).toMatchObject({ ...expected, output_text_tokens: 30, reasoning_tokens: 60 });
  });

  test("a stated total settles whether parts are within or beside", () => {
    const within = { input: 10, output: 4, input_cached_tokens: 5, total: 14 };
    const beside = { input: 10, output: 4, input_cached_tokens: 5, total: 19 };
    const mixed = { input: 10, output: 4, input_cached_tokens: 5, output_reasoning: 2, total: 16 };
    expect(usageOf(within)).toMatchObject({ input_tokens: 10, input_uncached_tokens: 5, total_tokens: 14 });
    expect(usageOf(beside)).toMatchObject({ input_tokens: 15, input_uncached_tokens: 10, total_tokens: 19 });
    expect(usageOf(mixed)).toMatchObject({ input_tokens: 10, output_tokens: 6, total_tokens: 16 });
  });

  test("parts that exceed the whole are beside it, whatever the total says", () => {
    const { usage } = normaliseUsage(factsOf('{"input":5,"output":1,"cache_read_input_tokens":100,"total":6}'));
    expect(usage).toMatchObject({ input_tokens: 105, input_uncached_tokens: 5, cache_read_tokens: 100 });
  });

  test("cache writes are told apart by lifetime, beside the write that names none and within it", () => {
    const lifetimes = { cache_write_5m_tokens: 20, cache_write_1h_tokens: 10 };
    const flat = { input: 5, input_cache_creation: 0, input_cache_creation_5m: 20, input_cache_creation_1h: 10 };
    expect(usageOf(flat)).toMatchObject({ ...lifetimes, input_tokens: 35 });
    const ofLangChain = { input: 5, input_ephemeral_5m_input_tokens: 20, input_ephemeral_1h_input_tokens: 10 };
    expect(usageOf(ofLangChain)).toMatchObject({ ...lifetimes, input_tokens: 35, input_uncached_tokens: 5 });
    const raw = {
      input_tokens: 5,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 },
    };
    expect(usageOf(raw)).toMatchObject({ ...lifetimes, input_tokens: 35 });
  });

  test("modalities have buckets of their own", () => {
    const details = { input: 1, input_audio: 2, input_modality_image: 3, output: 4, output_audio_tokens: 5 };
    expect(usageOf(details)).toMatchObject({
      input_tokens: 6,
      input_uncached_tokens: 1,
      input_audio_tokens: 2,
      input_image_tokens: 3,
      output_tokens: 9,
      output_audio_tokens: 5,
    });
  });

  test("a part without its whole tells no whole", () => {
    expect(factsOf('{"output_reasoning":5}')).toMatchObject({ reasoningTokens: 5 });
    expect(factsOf('{"output_reasoning":5}').outputTokens).toBeUndefined();
  });

  test("what is counted in other units than tokens is no usage", () => {
    expect(factsOf('{"input":100,"unit":"CHARACTERS"}')).toEqual({});
    expect(factsOf('{"input":100,"unit":"TOKENS"}')).toMatchObject({ inputTokens: 100 });
  });

  test("two names for one bucket are not added up", () => {
    expect(usageOf({ input: 5, input_cached_tokens: 5, cache_read_input_tokens: 5 })).toMatchObject(fiveCachedOfTen);
    expect(readUsageDetails('{"prompt_tokens":10,"input":11}')?.isWhole).toBe(false);
  });

  test.each([
    ["all known", '{"input":1,"output":2,"total":3}', true, undefined],
    ["a count of something else", '{"input":1,"searches":2}', false, undefined],
    ["a part that no column holds", '{"input":1,"input_magic":2}', false, undefined],
    ["a negative count", '{"input":-1}', false, "invalid_token_count"],
    ["a fraction", '{"input":1.5}', false, "invalid_token_count"],
    ["a list of details", '{"promptTokensDetails":[{"modality":"TEXT","tokenCount":1}]}', false, undefined],
    ["unknown counts", '{"input":null}', true, undefined],
  ])("says whether the columns hold everything: %s", (_, text, isWhole, flag) => {
    expect(readUsageDetails(text)).toMatchObject({ isWhole, flag });
  });

  test("any JSON gives buckets that are not negative and add up, and no failure", () => {
    const key = fc.constantFrom(
      "input",
      "input_tokens",
      "output",
      "total",
      "input_cached_tokens",
      "cache_read_input_tokens",
      "input_audio",
      "output_reasoning",
      "input_other",
      "prompt_tokens_details",
      "__proto__",
    );
    const count = fc.oneof(fc.nat(1000), fc.integer(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.dictionary(key, count), (details) => {
        const { usage, flags } = normaliseUsage(factsOf(JSON.stringify(details)));
        const buckets = [
          usage.input_uncached_tokens,
          usage.cache_read_tokens,
          usage.cache_write_5m_tokens,
          usage.cache_write_1h_tokens,
          usage.input_image_tokens,
          usage.input_audio_tokens,
          usage.input_video_tokens,
        ];
        for (const bucket of buckets) expect(bucket ?? 0).toBeGreaterThanOrEqual(0);
        if (usage.input_tokens === null || flags.includes("usage_inconsistent")) return;
        expect(buckets.reduce<number>((sum, bucket) => sum + (bucket ?? 0), 0)).toBe(usage.input_tokens);
      }),
    );
  });
});
