import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { PriceBook, PriceOutcome, PriceQuery } from "@parapet/pricing";
import { ConfigError } from "@parapet/runtime";
import { noUsage, type Usage } from "@parapet/usage";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";

import { createPriceBook } from "./create-price-book.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "price-files-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function ask(book: PriceBook, query: Partial<PriceQuery>, usage: Partial<Usage>): PriceOutcome {
  return book.price({
    provider: "openai",
    requestModel: "",
    responseModel: "",
    serviceTier: "",
    region: "",
    atMs: Date.UTC(2026, 5, 1, 12),
    ...query,
    usage: { ...noUsage, ...usage },
  });
}

const contract = `
version: 2026-Q2
source: acme-contract
models:
  - provider: openai
    model: gpt-4o
    effective_from: 2026-01-01
    usd_per_million_tokens: { input: 2, cache_read: "0.5", output: 8 }
    usd_per_web_search: 0.01
    context_tiers:
      - { above: 100000, usd_per_million_tokens: { input: 4 } }
    service_tiers:
      batch:
        usd_per_million_tokens: { input: 1, output: 4 }
        context_tiers:
          - { from: 100000, usd_per_million_tokens: { input: 1.5 } }
    off_peak:
      - { start: "22:00", end: "04:00", usd_per_million_tokens: { output: 2 } }
    regions: { EU: "1.10" }
  - model: { prefix: "embed-" }
    usd_per_million_tokens: { input: 0.02 }
    usd_per_request: 0.001
  - provider: vllm
    model: { contains: llama }
    self_hosted: { usd_per_gpu_hour: 2.5, gpus: 4, tokens_per_hour: 20000000 }
`;

describe("a price file", () => {
  const book = (): PriceBook => createPriceBook({ files: [file("contract.yaml", contract)] });
  const gpt = { responseModel: "gpt-4o" };

  it.each<[string, Partial<PriceQuery>, Partial<Usage>, string]>([
    ["its prices", gpt, { inputUncached: 100_000, cacheRead: 0, outputText: 1_000 }, "0.208"],
    ["searches", gpt, { webSearches: 2 }, "0.02"],
    ["long calls", gpt, { inputUncached: 100_001 }, "0.400004"],
    [
      "a tier of service by any of its names",
      { ...gpt, serviceTier: "batches" },
      { inputUncached: 10, outputText: 10 },
      "0.00005",
    ],
    ["a threshold that counts itself in", { ...gpt, serviceTier: "batch" }, { inputUncached: 100_000 }, "0.15"],
    ["off-peak hours", { ...gpt, atMs: Date.UTC(2026, 5, 1, 23) }, { inputUncached: 10, outputText: 10 }, "0.00004"],
    ["a region", { ...gpt, region: "eu-west-1" }, { inputUncached: 10 }, "0.000022"],
    ["requests, of any provider", { provider: "mine", requestModel: "embed-3" }, { inputUncached: 100 }, "0.001002"],
    [
      "a model of one's own",
      { provider: "vllm", responseModel: "our-llama-3" },
      { inputUncached: 10, outputText: 10, cacheRead: 9 },
      "0.00001",
    ],
  ])("prices %s", (_label, query, usage, totalUsd) => {
    expect(ask(book(), query, usage)).toMatchObject({ totalUsd, version: "2026-Q2", source: "acme-contract" });
  });

  it("goes before the built-in data, from its date on", () => {
    const usage = { inputUncached: 1_000_000 };
    expect(ask(book(), { ...gpt, atMs: Date.UTC(2025, 11, 31) }, usage)).toMatchObject({ source: "genai-prices" });
    expect(ask(book(), { responseModel: "gpt-4o-mini" }, usage)).toMatchObject({ source: "genai-prices" });
  });

  it("knows the provider by any of its names", () => {
    const azure = file(
      "azure.json",
      JSON.stringify({
        version: 3,
        models: [{ provider: "azure.ai.openai", model: "GPT-4o", usd_per_million_tokens: { input: 1, output: 1 } }],
      }),
    );
    const priced = ask(
      createPriceBook({ files: [azure] }),
      { provider: "azure", responseModel: "gpt-4o" },
      { inputUncached: 1 },
    );
    expect(priced).toMatchObject({ version: "3", source: "azure.json" });
  });

  it("goes before the files that are named after it", () => {
    const one = (name: string, input: number): string =>
      file(name, JSON.stringify({ version: "1", models: [{ model: "m", usd_per_million_tokens: { input } }] }));
    const files = [one("first.json", 1), one("second.json", 2)];
    const usage = { inputUncached: 1_000_000 };
    expect(ask(createPriceBook({ files }), { responseModel: "m" }, usage)).toMatchObject({ inputUsd: "1" });
    expect(ask(createPriceBook({ files: files.toReversed() }), { responseModel: "m" }, usage)).toMatchObject({
      inputUsd: "2",
    });
  });
});

const litellm = {
  sample_spec: { input_cost_per_token: 0, output_cost_per_token: 0, litellm_provider: "one of the providers" },
  "azure/gpt-x": {
    litellm_provider: "azure",
    mode: "chat",
    input_cost_per_token: 5e-6,
    output_cost_per_token: "3e-05",
    cache_read_input_token_cost: 5e-7,
    input_cost_per_token_above_272k_tokens: 1e-5,
    input_cost_per_token_priority: 1.25e-5,
    input_cost_per_token_above_272k_tokens_priority: 2.5e-5,
    output_cost_per_token_batches: 1.5e-5,
    regional_processing_uplift_multiplier_eu: 1.1,
    search_context_cost_per_query: { search_context_size_medium: 0.025 },
    supports_vision: true,
    output_cost_per_second: null,
  },
  "grok-x": {
    litellm_provider: "xai",
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    input_cost_per_token_above_128k_tokens: 6e-6,
  },
  "claude-x": {
    litellm_provider: "anthropic",
    input_cost_per_token: 3e-6,
    output_cost_per_token: 0,
    provider_specific_entry: { us: 1.1, fast: 6 },
  },
  "dashscope/qwen-x": {
    litellm_provider: "dashscope",
    tiered_pricing: [
      { range: [32_000, 128_000], input_cost_per_token: 2e-6, output_cost_per_token: 4e-6 },
      { range: [0, 32_000], input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 },
    ],
  },
  "deepseek/v-x": {
    litellm_provider: "deepseek",
    input_cost_per_token: 2e-6,
    output_cost_per_token: 4e-6,
    off_peak_pricing: { hours_utc: "16:30-00:30", input_cost_per_token: 1e-6, output_cost_per_token: 5e-7 },
  },
  "weekly-x": {
    litellm_provider: "deepseek",
    input_cost_per_token: 2e-6,
    off_peak_pricing: { windows: [{ hours_utc: "00:00-01:00", weekdays: [1] }] },
  },
  "dall-x": { litellm_provider: "openai", output_cost_per_image: 0.04 },
};

describe("LiteLLM's price file", () => {
  const book = (): PriceBook => createPriceBook({ files: [file("litellm.json", JSON.stringify(litellm))] });
  const azure = { provider: "azure.ai.openai", responseModel: "gpt-x" };

  it.each<[string, Partial<PriceQuery>, Partial<Usage>, string]>([
    ["by provider and model", azure, { inputUncached: 10, outputText: 1, cacheRead: 2 }, "0.000081"],
    ["by the whole name", { provider: "litellm", requestModel: "azure/gpt-x" }, { inputUncached: 10 }, "0.00005"],
    [
      "by the whole name without a provider",
      { provider: "", requestModel: "azure/gpt-x" },
      { inputUncached: 10 },
      "0.00005",
    ],
    ["up to a threshold", azure, { inputUncached: 272_000 }, "1.36"],
    ["above it", azure, { inputUncached: 272_001 }, "2.72001"],
    ["by priority", { ...azure, serviceTier: "priority" }, { inputUncached: 10, outputText: 1 }, "0.000155"],
    ["by priority above a threshold", { ...azure, serviceTier: "priority" }, { inputUncached: 300_000 }, "7.5"],
    [
      "by batch, standard where it has no price",
      { ...azure, serviceTier: "batch" },
      { inputUncached: 10, outputText: 1 },
      "0.000065",
    ],
    ["by region", { ...azure, region: "eu" }, { inputUncached: 10 }, "0.000055"],
    ["by search", azure, { webSearches: 2 }, "0.05"],
    ["below xAI's threshold", { provider: "x_ai", responseModel: "grok-x" }, { inputUncached: 127_999 }, "0.383997"],
    [
      "at xAI's threshold, which counts itself in",
      { provider: "x_ai", responseModel: "grok-x" },
      { inputUncached: 128_000 },
      "0.768",
    ],
    [
      "with an explicit zero",
      { provider: "anthropic", responseModel: "claude-x", region: "us" },
      { inputUncached: 10, outputText: 99 },
      "0.000033",
    ],
    ["by its lowest range", { provider: "dashscope", responseModel: "qwen-x" }, { inputUncached: 32_000 }, "0.032"],
    [
      "by a higher range",
      { provider: "dashscope", responseModel: "qwen-x" },
      { inputUncached: 32_001, outputText: 1 },
      "0.064006",
    ],
    [
      "inside off-peak hours",
      { provider: "deepseek", responseModel: "v-x", atMs: Date.UTC(2026, 0, 1, 16, 30) },
      { inputUncached: 50, outputText: 30 },
      "0.000065",
    ],
    [
      "outside off-peak hours",
      { provider: "deepseek", responseModel: "v-x" },
      { inputUncached: 50, outputText: 30 },
      "0.00022",
    ],
  ])("prices a call %s", (_label, query, usage, totalUsd) => {
    expect(ask(book(), query, usage)).toMatchObject({ totalUsd, source: "litellm" });
  });

  it("has the hash of its content for a version", () => {
    const outcome = ask(book(), azure, { inputUncached: 1 });
    expect(outcome.kind === "priced" ? outcome.version : "").toMatch(/^[0-9a-f]{12}$/);
  });

  test.each([
    ["hours that depend on the day of the week", "deepseek", "weekly-x"],
    ["nothing but images", "openai", "dall-x"],
    ["its example", "one of the providers", "sample_spec"],
  ])("leaves out %s", (_label, provider, responseModel) => {
    expect(ask(book(), { provider, responseModel }, { inputUncached: 1 })).toMatchObject({ kind: "unpriced" });
  });
});

function faultOf(path: string): string {
  try {
    createPriceBook({ files: [path] });
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return "";
}

describe("a price file that cannot be used", () => {
  const model = (lines: string): string => `version: "1"\nmodels:\n  - model: m\n${lines}`;

  test.each([
    [
      "a price below zero",
      model("    usd_per_million_tokens: { input: -7777 }"),
      "line 4, models.0.usd_per_million_tokens.input",
    ],
    [
      "a price that is none",
      model('    usd_per_million_tokens:\n      input: "hush"'),
      "line 5, models.0.usd_per_million_tokens.input",
    ],
    [
      "a key that nobody knows",
      model("    usd_per_million_tokens: { imput: 1 }"),
      "line 4, models.0.usd_per_million_tokens: Unrecognized",
    ],
    ["no prices", model("    provider: p"), "models.0: needs either usd_per_million_tokens or self_hosted"],
    [
      "an engine without throughput",
      model("    self_hosted: { usd_per_gpu_hour: 1, gpus: 1 }"),
      "line 4, models.0.self_hosted: needs tokens_per_hour",
    ],
    [
      "an engine that does nothing",
      model("    self_hosted: { usd_per_gpu_hour: 1, gpus: 1, tokens_per_hour: 0 }"),
      "models.0.self_hosted.tokens_per_hour: must be more than zero",
    ],
    ["a date that is none", model("    effective_from: yesterday"), "line 4, models.0.effective_from"],
    [
      "a time that is none",
      model(
        '    usd_per_million_tokens: { input: 1 }\n    off_peak: [{ start: "25:00", end: "1:00", usd_per_million_tokens: {} }]',
      ),
      "line 5, models.0.off_peak.0.start",
    ],
    ["no version", "models: []", "version"],
    ["a list", "- 1", "the file"],
    ["no YAML", 'version: "1', "neither YAML nor JSON: line 1"],
    ["an alias of nothing", "version: *secret", "aliases"],
  ])("for %s says where, and shows no value", (_label, content, place) => {
    const fault = faultOf(file("bad.yaml", content));
    expect(fault).toContain(place);
    expect(fault).toContain("bad.yaml");
    expect(fault).not.toMatch(/7777|hush|yesterday|25:00|secret/);
  });

  it("for JSON says the line too", () => {
    expect(faultOf(file("bad.json", '{\n"version": "1",\n"models": [\n{ "model": "m" }\n]}'))).toContain(
      "line 4, models.0",
    );
    expect(faultOf(file("cut.json", '{\n"version": "1",'))).toContain("neither YAML nor JSON: line");
    expect(faultOf(file("litellm-bad.json", '{\n"gpt": 3\n}'))).toContain("line 2, gpt");
  });

  it("that is missing is told apart", () => expect(faultOf(join(folder, "nowhere.yaml"))).toContain("cannot be read"));
});
