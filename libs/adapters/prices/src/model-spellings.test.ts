import { noUsage } from "@parapet/usage";
import { describe, expect, it } from "vitest";

import { createGenaiPriceBook } from "./create-price-book.ts";
import { modelSpellings } from "./model-spellings.ts";

const book = createGenaiPriceBook();

function price(provider: string, requestModel: string) {
  const usage = { ...noUsage, inputUncached: 1_000_000, outputText: 1_000_000 };
  const atMs = Date.UTC(2026, 5, 1);
  return book.price({ provider, requestModel, responseModel: "", serviceTier: "", region: "", usage, atMs });
}

describe("a model that the data set knows under another spelling", () => {
  it.each([
    ["openai", "openai/gpt-4o", "openai", "gpt-4o"],
    ["", "openai/gpt-4o", "openai", "gpt-4o"],
    ["openai", " OpenAI/GPT-4o ", "openai", "gpt-4o"],
    ["azure.ai.openai", "azure/gpt-4o", "azure", "gpt-4o"],
    ["deepseek", "deepseek/deepseek-chat", "deepseek", "deepseek-chat"],
    ["xai", "xai/grok-4", "x-ai", "grok-4"],
    ["", "bedrock/us.amazon.nova-lite-v1:0", "aws", "amazon.nova-lite-v1:0"],
    ["openrouter", "openrouter/openai/gpt-4o", "openrouter", "openai/gpt-4o"],
    ["gcp.gemini", "models/gemini-2.5-pro", "google", "gemini-2.5-pro"],
    ["gcp.vertex_ai", "projects/p/locations/l/publishers/google/models/gemini-2.5-flash", "google", "gemini-2.5-flash"],
    ["", "vertex_ai/gemini-2.5-flash", "google", "gemini-2.5-flash"],
    ["google", "gemini-2.0-flash@001", "google", "gemini-2.0-flash"],
  ])("costs the same: %j %j", (provider, model, knownProvider, knownModel) => {
    const known = price(knownProvider, knownModel);
    expect(known.kind).toBe("priced");
    expect(price(provider, model)).toEqual(known);
  });

  it.each([
    ["openai", "gpt-4o-2099-01-01"],
    ["openai", "gpt-4oops"],
    ["openai", "ft:gpt-4.1-2025-04-14:acme::x"],
    ["openai", "anthropic/claude-sonnet-4-5"],
    ["openai", "azure/gpt-4o"],
    ["", "acme/gpt-4o"],
    ["", "openai/gpt-oss-120b"],
    ["azure", "azure/eu/gpt-4o"],
    ["google", "tunedModels/gemini-2.5-flash"],
    ["openai", "models/gpt-4o"],
    ["openrouter", "openai/gpt-4o:free"],
    ["", "/"],
  ])("is no other model, nor another's: %j %j", (provider, model) => {
    expect(price(provider, model)).toEqual({ kind: "unpriced", reason: "unknown_model" });
  });

  it("is looked up as it was sent first", () => {
    const [first] = modelSpellings("openrouter", "openrouter/auto");
    expect(first).toEqual({ provider: "openrouter", model: "openrouter/auto" });
  });
});
