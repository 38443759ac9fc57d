import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { formatUsd, parseUsd, type PriceOutcome, type PriceQuery, type Usage } from "@parapet/pricing";
import { findProvider } from "@pydantic/genai-prices";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { createGenaiPriceBook, GENAI_PRICES_VERSION } from "./genai-price-book.ts";

const book = createGenaiPriceBook();

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

function price(
  query: Partial<PriceQuery>,
  usage: Partial<Usage> = { inputUncached: 1_000, outputText: 100 },
): PriceOutcome {
  return book.price({
    provider: "openai",
    requestModel: "",
    responseModel: "",
    atMs: Date.UTC(2026, 5, 1),
    ...query,
    usage: { ...nothing, ...usage },
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
    // An hour in the cache costs twice the input.
    expect(price(model, { cacheWrite1h: 1_000 })).toMatchObject({ inputUsd: "0.006" });
  });

  it("prices free usage at zero, which is not unknown", () => {
    expect(price({ responseModel: "gpt-4o" }, {})).toMatchObject({ kind: "priced", totalUsd: "0" });
  });

  it("gives a call the price of its time", () => {
    const of = (atMs: number): PriceOutcome => price({ responseModel: "o3", atMs });
    expect(of(Date.UTC(2025, 4, 1))).toMatchObject({ inputUsd: "0.01" });
    expect(of(Date.UTC(2025, 6, 1))).toMatchObject({ inputUsd: "0.002" });
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
  ])("takes provider %s for %s", (provider, id) => {
    const [model] = findProvider({ providerId: id })?.models ?? [];
    const query = { responseModel: model?.id ?? "" };
    expect(price({ ...query, provider })).toEqual(price({ ...query, provider: id }));
    expect(price({ ...query, provider })).not.toMatchObject({ reason: "unknown_provider" });
  });

  it("answers every model and every usage, and its total is input, output and what is charged per call", () => {
    const ids = [
      "openai",
      "anthropic",
      "google",
      "aws",
      "azure",
      "perplexity",
      "groq",
      "mistral",
      "x-ai",
      "openrouter",
    ];
    const models = ids.flatMap((id) =>
      (findProvider({ providerId: id })?.models ?? []).map((model) => [id, model.id] as const),
    );
    const count = fc.nat(1_000_000);
    const usages = fc.record({
      inputUncached: count,
      cacheRead: count,
      cacheWrite5m: count,
      cacheWrite1h: count,
      inputAudio: count,
      outputText: count,
      reasoning: count,
      outputAudio: count,
    });
    fc.assert(
      fc.property(fc.constantFrom(...models), usages, ([provider, responseModel], usage) => {
        const outcome = price({ provider, responseModel }, usage);
        if (outcome.kind === "unpriced") {
          expect(outcome.reason).toBe("unknown_model");
          return;
        }
        const [input, output, total] = [outcome.inputUsd, outcome.outputUsd, outcome.totalUsd].map(parseUsd);
        expect(input).not.toBeNull();
        expect(output).not.toBeNull();
        const parts = (input ?? 0n) + (output ?? 0n);
        expect(parts <= (total ?? -1n), `${formatUsd(parts)} of ${outcome.totalUsd}`).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
