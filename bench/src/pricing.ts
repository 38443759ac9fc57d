import { createGenaiPriceBook } from "@parapet/prices";
import { BUCKET_COUNT, charge, selectLadder, selectTerms, writeCounts, type PriceQuery } from "@parapet/pricing";
import { noUsage } from "@parapet/usage";
import { calcPrice } from "@pydantic/genai-prices";

import { costOf, medianOf, print } from "./measure.ts";

/** Ours, and the data set's id of the provider. */
const models = [
  ["openai", "openai", "gpt-4o-2024-08-06"],
  ["anthropic", "anthropic", "claude-sonnet-4-5-20250929"],
  ["gcp.gemini", "google", "gemini-2.5-flash"],
  ["deepseek", "deepseek", "deepseek-chat"],
] as const;
const CALLS = 1_000;
const RUNS = 7;
const REPEATS = 400;
/** The package takes so much longer that fewer calls are as exact. */
const PEER_REPEATS = 8;
const START_MS = 1_790_000_000_000;

interface Call {
  readonly query: PriceQuery;
  readonly counts: Float64Array;
  readonly providerId: string;
  readonly reported: Readonly<Record<string, number>>;
}

/** Tiers by context, hours of the day, cached and reasoning tokens: what a mixed stream of calls has. */
const calls = Array.from({ length: CALLS }, (_, index): Call => {
  const [provider, providerId, responseModel] = models[index % models.length] ?? models[0];
  const [cacheRead, reasoning] = [(index * 11) % 700, index % 31];
  const usage = {
    ...noUsage,
    inputUncached: (index * 37) % 5_000,
    cacheRead,
    outputText: (index * 7) % 900,
    reasoning,
  };
  const query: PriceQuery = {
    provider,
    requestModel: "",
    responseModel,
    serviceTier: "",
    region: "",
    usage,
    atMs: START_MS + index * 60_000,
  };
  const counts = new Float64Array(BUCKET_COUNT);
  writeCounts(usage, counts);
  const reported = {
    input_tokens: usage.inputUncached + cacheRead,
    cache_read_tokens: cacheRead,
    output_tokens: usage.outputText + reasoning,
    output_reasoning_tokens: reasoning,
  };
  return { query, counts, providerId, reported };
});

/** `pnpm bench pricing`: nanoseconds of CPU that the price of one call takes, and what the data set's own package takes. */
export async function benchPricing(): Promise<void> {
  const peer = await nanosecondsOf(PEER_REPEATS, ({ query, providerId, reported }) =>
    calcPrice(reported, query.responseModel, { providerId, timestamp: new Date(query.atMs) }),
  );
  const book = createGenaiPriceBook();
  const cost = new Float64Array(3);
  const columns = await nanosecondsOf(REPEATS, ({ query, counts }) => {
    const resolved = book.resolve(query.provider, query.requestModel, query.responseModel);
    const terms = typeof resolved === "string" ? null : selectTerms(resolved, query.atMs);
    if (terms === null) throw new Error("the sample has a call without a price");
    return charge(selectLadder(terms, query.serviceTier, query.region), counts, cost);
  });
  const objects = await nanosecondsOf(REPEATS, ({ query }) => book.price(query));
  for (const [name, value, repeats] of [
    ["numbers to pico-dollars", columns, REPEATS],
    ["a query to decimals", objects, REPEATS],
  ] as const) {
    const figure = { bench: "pricing", case: name, value, unit: "ns/call", cpu_s: (value * CALLS * repeats) / 1e9 };
    print({ ...figure, peer: "@pydantic/genai-prices calcPrice", ratio: Number((peer / value).toPrecision(3)) });
  }
}

async function nanosecondsOf(repeats: number, price: (call: Call) => unknown): Promise<number> {
  const figures: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const { cpuSeconds } = await costOf(() => {
      for (let repeat = 0; repeat < repeats; repeat += 1) for (const call of calls) price(call);
    });
    if (run > 0) figures.push((cpuSeconds / (repeats * CALLS)) * 1e9);
  }
  return medianOf(figures);
}
