import { readFileSync } from "node:fs";
import { join } from "node:path";

import { formatUsd, parseDecimal, type PriceOutcome } from "@parapet/pricing";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";

import { createGenaiPriceBook } from "./create-price-book.ts";
import { isNearest } from "./testing/is-nearest.ts";
import { bucketsOf, type ReportedUsage } from "./testing/reported-usage.ts";

const folder = fixturesFolder();

/** A usage body of a real provider, read and priced by the reference for each provider that could have sent it. */
interface UsageBody {
  readonly model?: string;
  readonly extracted: readonly {
    readonly usage: ReportedUsage;
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly input_price?: string;
      readonly output_price?: string;
      readonly total_price?: string;
    }[];
  }[];
}

interface ReferencePrice {
  readonly provider: string;
  readonly model: string;
  readonly usage: ReportedUsage;
  readonly inputUsd: string;
  readonly outputUsd: string;
  readonly totalUsd: string | undefined;
}

function referencePrices(path: string): ReferencePrice[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const { model, extracted } = JSON.parse(line) as UsageBody;
    if (model === undefined) return [];
    return extracted.flatMap(({ usage, extractors }) =>
      extractors.flatMap(({ provider_id: provider, input_price, output_price, total_price: totalUsd }) =>
        input_price === undefined || output_price === undefined
          ? []
          : [{ provider, model, usage, inputUsd: input_price, outputUsd: output_price, totalUsd }],
      ),
    );
  });
}

/** `7E-7` as `0.0000007`. */
function plainDecimal(usd: string): string {
  const decimal = parseDecimal(usd) ?? { units: -1n, scale: 0 };
  return formatUsd(decimal.units * 10n ** BigInt(12 - decimal.scale));
}

const book = createGenaiPriceBook();

function price({ provider, model, usage }: ReferencePrice, atMs: number): PriceOutcome | null {
  const buckets = bucketsOf(usage);
  if (buckets === null) return null;
  const query = { provider, requestModel: "", responseModel: model, serviceTier: "", region: "", atMs };
  return book.price({ ...query, usage: buckets });
}

/** Noon of a day on which nearly all prices of the reference were those of the release. */
const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1, 12);

function isAsTheReference(reference: ReferencePrice): boolean {
  const outcome = price(reference, REFERENCE_TIME_MS);
  if (outcome?.kind !== "priced" || outcome.isRounded) return false;
  const isTotal = reference.totalUsd === undefined || outcome.totalUsd === plainDecimal(reference.totalUsd);
  const isInput = outcome.inputUsd === plainDecimal(reference.inputUsd);
  return isTotal && isInput && outcome.outputUsd === plainDecimal(reference.outputUsd);
}

function isAsTheRelease(reference: ReferencePrice, atMs: number): boolean {
  const { provider, model, usage } = reference;
  const expected = calcPrice(usage, model, { providerId: provider, timestamp: new Date(atMs) });
  const outcome = price(reference, atMs);
  if (expected === null || outcome?.kind !== "priced") return false;
  const { input_price, output_price, total_price } = expected;
  const isSide = isNearest(outcome.inputUsd, input_price) && isNearest(outcome.outputUsd, output_price);
  return isSide && isNearest(outcome.totalUsd, total_price);
}

describe.skipIf(folder === null)(suiteName("usage bodies of real providers", fixturesAvailability()), () => {
  const prices = folder === null ? [] : referencePrices(join(folder, "usage/provider-usage-bodies.jsonl"));

  it("cost what the reference says, to the last digit", () => {
    const others = prices
      .filter((reference) => !isAsTheReference(reference))
      .map(({ provider, model, usage }) => `${provider} ${model}, ${usage["input_tokens"]} tokens in`);
    expect(prices.length).toBe(2_091);
    expect(others).toEqual([
      // The reference has no price for long calls of it; the release has twice the price from 200,000 tokens on.
      "google claude-sonnet-4-5-20250929, 401468 tokens in",
      "google claude-sonnet-4-5-20250929, 494549 tokens in",
      // The alias moved to a successor at another price on 2025-12-02; the reference has a third price.
      "mistral ministral-8b-latest, 28 tokens in",
    ]);
  });

  it.each(["2024-06-01T00:00:00Z", "2025-06-01T03:00:00Z", "2026-01-01T12:00:00Z", "2026-11-01T08:30:00Z"])(
    "cost what the release of the data set says at %s",
    (time) => {
      const others = prices.filter((reference) => !isAsTheRelease(reference, Date.parse(time)));
      expect(others.map(({ provider, model }) => `${provider} ${model}`)).toEqual([]);
    },
  );
});
