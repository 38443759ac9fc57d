import { readFileSync } from "node:fs";
import { join } from "node:path";

import { formatUsd, parseUsd, usageOf, type TokenCounts } from "@parapet/pricing";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import { createGenaiPriceBook } from "./genai-price-book.ts";

const folder = fixturesFolder();

/** A usage body of a real provider, read and priced by the reference for each provider that could have sent it. */
interface UsageBody {
  readonly model?: string;
  readonly extracted: readonly {
    readonly usage: Readonly<Record<string, number>>;
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly input_price?: string;
      readonly output_price?: string;
    }[];
  }[];
}

interface ReferencePrice {
  readonly provider: string;
  readonly model: string;
  readonly usage: Readonly<Record<string, number>>;
  readonly inputUsd: string;
  readonly outputUsd: string;
}

function referencePrices(path: string): ReferencePrice[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const { model, extracted } = JSON.parse(line) as UsageBody;
    if (model === undefined) return [];
    return extracted.flatMap(({ usage, extractors }) =>
      extractors.flatMap(({ provider_id: provider, input_price: inputUsd, output_price: outputUsd }) =>
        inputUsd === undefined || outputUsd === undefined ? [] : [{ provider, model, usage, inputUsd, outputUsd }],
      ),
    );
  });
}

/** The reference's counts, whose totals include their parts, as a span would report them. */
function countsOf(usage: ReferencePrice["usage"]): TokenCounts {
  const writes = usage["cache_write_tokens"];
  const long = usage["cache_write_1h_tokens"];
  return {
    input_tokens: usage["input_tokens"] ?? null,
    output_tokens: usage["output_tokens"] ?? null,
    input_uncached_tokens: null,
    cache_read_tokens: usage["cache_read_tokens"] ?? null,
    cache_write_5m_tokens: writes === undefined ? null : writes - (long ?? 0),
    cache_write_1h_tokens: long ?? null,
    input_audio_tokens: usage["input_audio_tokens"] ?? null,
    output_audio_tokens: usage["output_audio_tokens"] ?? null,
    reasoning_tokens: usage["output_reasoning_tokens"] ?? null,
  };
}

/** `7E-7` as `0.0000007`. */
function plainDecimal(usd: string): string {
  return formatUsd(parseUsd(usd) ?? parseUsd(Number(usd).toFixed(12)) ?? -1n);
}

const book = createGenaiPriceBook();

/** Time of the prices that the reference used; some models cost something else since. */
const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);

function agrees({ provider, model, usage, inputUsd, outputUsd }: ReferencePrice): boolean {
  const outcome = usageOf(countsOf(usage));
  if (outcome.kind !== "known") return false;
  const price = book.price({
    provider,
    requestModel: "",
    responseModel: model,
    usage: outcome.usage,
    atMs: REFERENCE_TIME_MS,
  });
  if (price.kind === "unpriced") return false;
  return price.inputUsd === plainDecimal(inputUsd) && price.outputUsd === plainDecimal(outputUsd);
}

describe.skipIf(folder === null)(suiteName("usage bodies of real providers", fixturesAvailability()), () => {
  const prices = folder === null ? [] : referencePrices(join(folder, "usage/provider-usage-bodies.jsonl"));

  it("cost what the reference says", () => {
    const others = prices.filter((price) => !agrees(price)).map(({ provider, model }) => `${provider} ${model}`);
    expect(prices.length).toBe(2_091);
    expect(others).toEqual([
      // Image output, and audio out of the cache: a span has no count for them.
      "google gemini-2.5-flash-image",
      // Long context, time of day and successors: the reference priced these at another time.
      "google claude-sonnet-4-5-20250929",
      "google claude-sonnet-4-5-20250929",
      "google gemini-2.5-flash",
      "google gemini-2.5-flash",
      // A body without usage: to the reference it is free, to us unknown.
      "azure gpt-4o-2024-08-06",
      "azure gpt-4o-2024-08-06",
      "openai gpt-4o-2024-08-06",
      "deepseek deepseek-reasoner",
      "mistral ministral-8b-latest",
    ]);
  });
});
