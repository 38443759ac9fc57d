import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import type { PriceOutcome, PriceQuery } from "@parapet/pricing";
import { noUsage, type Usage } from "@parapet/usage";
import { calcPrice, findProvider, waitForUpdate } from "@pydantic/genai-prices";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { createGenaiPriceBook } from "./create-price-book.ts";
import { GENAI_PRICES_VERSION } from "./genai-source.ts";
import { isNearest } from "./testing/is-nearest.ts";
import { reportedUsage } from "./testing/reported-usage.ts";

const book = createGenaiPriceBook();

function price(
  query: Partial<PriceQuery>,
  usage: Partial<Usage> = { inputUncached: 1_000, outputText: 100 },
): PriceOutcome {
  return book.price({
    provider: "openai",
    requestModel: "",
    responseModel: "",
    serviceTier: "",
    region: "",
    atMs: Date.UTC(2026, 5, 1),
    ...query,
    usage: { ...noUsage, ...usage },
  });
}

describe("the genai-prices book", () => {
  it("names the version of the data it bundles", () => {
    const manifest = join(createRequire(import.meta.url).resolve("@pydantic/genai-prices"), "../../package.json");
    expect(JSON.parse(readFileSync(manifest, "utf8"))).toMatchObject({ version: GENAI_PRICES_VERSION });
  });

  it("prices the model that answered", () => {
    expect(price({ requestModel: "gpt-4o-mini", responseModel: "gpt-4o-2024-08-06" })).toEqual({
      kind: "priced",
      inputUsd: "0.0025",
      outputUsd: "0.001",
      totalUsd: "0.0035",
      isRounded: false,
      version: GENAI_PRICES_VERSION,
      source: "genai-prices",
    });
  });

  it("falls back to the model that was asked for", () => {
    const asked = price({ requestModel: "gpt-4o", responseModel: "" });
    expect(asked.kind).toBe("priced");
    expect(price({ requestModel: "gpt-4o", responseModel: "our-deployment" })).toEqual(asked);
  });

  it("charges cached tokens at their own rates", () => {
    const model = { provider: "anthropic", responseModel: "claude-sonnet-4-5-20250929" };
    // 5 at 3, 128955 at 0.3 and 1253 at 3.75 USD per million; one token of output at 15.
    const usage = { inputUncached: 5, cacheRead: 128_955, cacheWrite5m: 1_253, outputText: 1 };
    expect(price(model, usage)).toMatchObject({
      inputUsd: "0.04340025",
      outputUsd: "0.000015",
      totalUsd: "0.04341525",
    });
    expect(price(model, { inputUncached: 86, cacheRead: 17_817 })).toMatchObject({ inputUsd: "0.0056031" });
    // An hour in the cache costs twice the input.
    expect(price(model, { cacheWrite1h: 1_000 })).toMatchObject({ inputUsd: "0.006" });
  });

  it("charges searches of the web by the piece, in the total alone", () => {
    const model = { provider: "anthropic", responseModel: "claude-sonnet-4-20250514" };
    expect(price(model, { inputUncached: 8_984, outputText: 520, webSearches: 1 })).toMatchObject({
      inputUsd: "0.026952",
      outputUsd: "0.0078",
      totalUsd: "0.044752",
    });
  });

  it("charges what an answer cites, and video, at their own rates", () => {
    const research = { provider: "perplexity", responseModel: "sonar-deep-research" };
    // A hundred of each at 8, 3 and 2 USD per million.
    const cited = { outputText: 100, reasoning: 100, citations: 100 };
    expect(price(research, cited)).toMatchObject({ inputUsd: "0", outputUsd: "0.0013" });
    const film = { provider: "google", responseModel: "gemini-omni-flash-preview" };
    expect(price(film, { outputText: 100, outputVideo: 100 })).toMatchObject({ outputUsd: "0.00265" });
  });

  it("prices free usage at zero, which is not unknown", () => {
    expect(price({ responseModel: "gpt-4o" }, {})).toMatchObject({ kind: "priced", totalUsd: "0" });
  });

  it("prices a free model at zero, and not the tokens of one that bills by the hour", () => {
    const free = { provider: "openrouter", responseModel: "google/gemini-2.0-flash-exp:free" };
    expect(price(free)).toMatchObject({ kind: "priced", totalUsd: "0" });
    expect(price({ provider: "groq", responseModel: "whisper-large-v3" })).toEqual({
      kind: "unpriced",
      reason: "missing_price",
    });
  });

  it("gives a call the price of its time", () => {
    const of = (atMs: number): PriceOutcome => price({ responseModel: "o3", atMs });
    expect(of(Date.UTC(2025, 4, 1))).toMatchObject({ inputUsd: "0.01" });
    expect(of(Date.UTC(2025, 6, 1))).toMatchObject({ inputUsd: "0.002" });
  });

  it.each([
    ["2026-01-01T00:29:59.999Z", "0.000135"],
    ["2026-01-01T00:30:00Z", "0.00027"],
    ["2026-01-01T16:29:59.999Z", "0.00027"],
    ["2026-01-01T16:30:00Z", "0.000135"],
  ])("gives a call the price of its time of the day: %s", (time, inputUsd) => {
    const query = { provider: "deepseek", responseModel: "deepseek-chat", atMs: Date.parse(time) };
    expect(price(query)).toMatchObject({ inputUsd });
  });

  test.each([
    ["a provider that nobody knows", { provider: "my-cluster", responseModel: "gpt-4o" }, "unknown_provider"],
    ["a model that its provider does not have", { provider: "openai", responseModel: "llama-9" }, "unknown_model"],
    ["no model", { provider: "openai" }, "unknown_model"],
    ["no provider and a model of one's own", { provider: "", responseModel: "my-model" }, "unknown_model"],
    ["a name of Object's", { provider: "constructor", responseModel: "__proto__" }, "unknown_provider"],
  ])("does not price %s", (_label, query, reason) => {
    expect(price(query)).toEqual({ kind: "unpriced", reason });
  });

  it("does not price what no cost column holds", () => {
    const outcome = price({ responseModel: "gpt-4o" }, { inputUncached: 1_000_000_000_000 });
    expect(outcome).toEqual({ kind: "unpriced", reason: "cost_out_of_range" });
  });

  test.each([
    ["openai", "openai"],
    ["anthropic", "anthropic"],
    ["aws.bedrock", "aws"],
    ["azure.ai.openai", "azure"],
    ["azure.ai.inference", "azure"],
    ["az.ai.openai", "azure"],
    ["azure_ai", "azure"],
    ["cohere", "cohere"],
    ["deepseek", "deepseek"],
    ["gcp.gemini", "google"],
    ["gcp.gen_ai", "google"],
    ["gcp.vertex_ai", "google"],
    ["vertex_ai", "google"],
    ["groq", "groq"],
    ["mistral_ai", "mistral"],
    ["moonshot_ai", "moonshotai"],
    ["perplexity", "perplexity"],
    ["X_AI", "x-ai"],
    ["fireworks_ai", "fireworks"],
    ["togetherai", "together"],
    ["vertex_ai-anthropic_models", "google"],
    ["z_ai", "zai"],
  ])("takes provider %s for %s", (provider, id) => {
    const [model] = findProvider({ providerId: id })?.models ?? [];
    const query = { responseModel: model?.id ?? "" };
    expect(price({ ...query, provider })).toEqual(price({ ...query, provider: id }));
    expect(price({ ...query, provider })).not.toMatchObject({ reason: "unknown_provider" });
  });

  it("takes a model's name from LiteLLM apart", () => {
    const named = price({ provider: "litellm", responseModel: "anthropic/claude-sonnet-4-5" });
    expect(named).toEqual(price({ provider: "anthropic", responseModel: "claude-sonnet-4-5" }));
    expect(named.kind).toBe("priced");
  });
});

describe("every model, usage and time", async () => {
  const providers = (await waitForUpdate()) ?? [];
  const models = providers.flatMap(({ id, models: own }) => own.map((model) => [id, model.id] as const));
  const dates = providers.flatMap(({ models: own }) =>
    own.flatMap(({ prices }) =>
      Array.isArray(prices)
        ? prices.flatMap(({ constraint }) =>
            constraint?.type === "start_date" ? [Date.parse(constraint.start_date)] : [],
          )
        : [],
    ),
  );
  const thresholds = [128_000, 200_000, 272_000, 512_000, 199_999, 271_999];

  const count = fc.oneof(fc.constant(0), fc.nat(2_000), fc.nat(300_000));
  const usages = fc.record<Usage>({
    inputUncached: fc.oneof(count, fc.constantFrom(...thresholds.flatMap((at) => [at, at + 1]))),
    inputImage: fc.oneof(fc.constant(0), count),
    inputAudio: fc.oneof(fc.constant(0), count),
    inputVideo: fc.oneof(fc.constant(0), count),
    cacheRead: count,
    cacheReadImage: fc.oneof(fc.constant(0), count),
    cacheReadAudio: fc.oneof(fc.constant(0), count),
    cacheReadVideo: fc.oneof(fc.constant(0), count),
    cacheWrite5m: count,
    cacheWrite1h: count,
    outputText: count,
    outputImage: fc.oneof(fc.constant(0), count),
    outputAudio: fc.oneof(fc.constant(0), count),
    outputVideo: fc.oneof(fc.constant(0), count),
    reasoning: count,
    citations: fc.oneof(fc.constant(0), count),
    webSearches: fc.nat(20),
  });
  const times = fc.oneof(
    fc.constantFrom(...dates.flatMap((at) => [at - 1, at, at + 1])),
    fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) }),
  );

  it("cost what the package computes, without its noise", () => {
    expect(models.length).toBeGreaterThan(1_500);
    let priced = 0;
    fc.assert(
      fc.property(fc.constantFrom(...models), usages, times, ([provider, responseModel], usage, atMs) => {
        const options = { providerId: provider, timestamp: new Date(atMs) };
        const expected = calcPrice(reportedUsage(usage), responseModel, options);
        const outcome = price({ provider, responseModel, atMs }, usage);
        if (outcome.kind === "unpriced") {
          // By the hour, page or message: the package charges the tokens of such a model nothing.
          expect(outcome.reason).toBe(expected === null ? "unknown_model" : "missing_price");
          if (expected !== null) expect(expected.model_price["input_mtok"]).toBeUndefined();
          return;
        }
        priced += 1;
        const { input_price = -1, output_price = -1, total_price = -1 } = expected ?? {};
        const label = `${provider} ${responseModel} ${outcome.totalUsd} ${total_price}`;
        expect(isNearest(outcome.inputUsd, input_price), `input of ${label}`).toBe(true);
        expect(isNearest(outcome.outputUsd, output_price), `output of ${label}`).toBe(true);
        expect(isNearest(outcome.totalUsd, total_price), `total of ${label}`).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(priced).toBeGreaterThan(9_000);
  });
});
