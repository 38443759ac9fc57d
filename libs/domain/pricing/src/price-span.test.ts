import type { LlmSpan } from "@parapet/span";
import { noUsage } from "@parapet/usage";
import { describe, expect, it, test } from "vitest";

import { unpriced, type PriceBook, type PriceQuery } from "./price-book.ts";
import { costRoleOf, priceSpan } from "./price-span.ts";

const chat: LlmSpan = {
  tenant: "acme",
  trace_id: "0af7651916cd43dd8448eb211c80319c",
  span_id: "b7ad6b7169203331",
  parent_span_id: "",
  name: "chat gpt-4o",
  kind: "client",
  service_name: "shop",
  scope_name: "",
  dialect: "otel_genai",
  start_time: "2026-03-01T12:00:00.123456789Z",
  end_time: null,
  duration_ms: null,
  status: "ok",
  error_type: "",
  operation: "chat",
  provider: "openai",
  request_model: "gpt-4o",
  response_model: "gpt-4o-2024-08-06",
  response_id: "",
  server_address: "",
  agent_name: "",
  tool_name: "",
  tool_call_id: "",
  input_tokens: 100,
  output_tokens: 20,
  total_tokens: 120,
  input_uncached_tokens: 60,
  cache_read_tokens: 40,
  cache_write_5m_tokens: null,
  cache_write_1h_tokens: null,
  cache_read_audio_tokens: null,
  cache_read_image_tokens: null,
  input_image_tokens: null,
  input_audio_tokens: null,
  input_video_tokens: null,
  output_text_tokens: null,
  output_image_tokens: null,
  output_audio_tokens: null,
  reasoning_tokens: null,
  input_cost_usd: null,
  output_cost_usd: null,
  cost_usd: null,
  price_version: "",
  price_source: "",
  unpriced_reason: "",
  reported_input_cost_usd: null,
  reported_output_cost_usd: null,
  reported_cost_usd: null,
  call_key: "",
  spend_role: "spend",
  region: "eu-west-1",
  session_id: "",
  user_id: "",
  tags: [],
  prompt_name: "",
  prompt_version: "",
  environment: "",
  release: "",
  trace_name: "",
  level: "",
  scores: [],
  gateway_cache: "",
  retry_count: null,
  fallback_count: null,
  request_id: "",
  ttft_ms: null,
  tpot_ms: null,
  itl_p50_ms: null,
  itl_max_ms: null,
  queue_ms: null,
  prefill_ms: null,
  decode_ms: null,
  is_streaming: null,
  finish_reasons: [],
  service_tier: "flex",
  request_max_tokens: null,
  request_temperature: null,
  request_top_p: null,
  input_features: null,
  output_features: null,
  prompt_hash: "",
  quality_flags: [],
  input_messages: [],
  output_messages: [],
  tool_calls: [],
  system_instructions: "",
  tool_definitions: "",
  status_message: "",
  attributes: {},
  resource_attributes: {},
  events: "",
  links: "",
};

/** A book in which everything costs the same; it keeps what it was asked. */
function flatBook(): PriceBook & { readonly queries: PriceQuery[] } {
  const queries: PriceQuery[] = [];
  return {
    queries,
    price: (query) => {
      queries.push(query);
      const amounts = { inputUsd: "0.2", outputUsd: "0.1", totalUsd: "0.3", isRounded: false };
      return { kind: "priced", ...amounts, version: "7", source: "flat" };
    },
  };
}

const noCost = { input_cost_usd: null, output_cost_usd: null, cost_usd: null, price_version: "", price_source: "" };

describe("pricing a span", () => {
  it("writes the price, its version and its source", () => {
    expect(priceSpan(chat, flatBook())).toEqual({
      ...chat,
      input_cost_usd: "0.2",
      output_cost_usd: "0.1",
      cost_usd: "0.3",
      price_version: "7",
      price_source: "flat",
      unpriced_reason: "",
    });
  });

  it("asks for the models, the tier of service, the region, the exclusive usage and the time of the call", () => {
    const book = flatBook();
    priceSpan(chat, book);
    expect(book.queries).toEqual([
      {
        provider: "openai",
        requestModel: "gpt-4o",
        responseModel: "gpt-4o-2024-08-06",
        serviceTier: "flex",
        region: "eu-west-1",
        usage: { ...noUsage, inputUncached: 60, cacheRead: 40, outputText: 20 },
        atMs: Date.UTC(2026, 2, 1, 12, 0, 0, 123),
      },
    ]);
  });

  test.each<[string, Partial<LlmSpan>, string]>([
    [
      "no counts at all",
      { input_tokens: null, output_tokens: null, input_uncached_tokens: null, cache_read_tokens: null },
      "no_usage",
    ],
    ["parts larger than their whole", { cache_read_tokens: 101 }, "inconsistent_usage"],
    ["output alone", { input_tokens: null, input_uncached_tokens: null, cache_read_tokens: null }, "partial_usage"],
    ["an operation that nobody knows", { operation: "daydream" }, "unknown_operation"],
  ])("leaves a call with %s unpriced, and says why", (_label, change, reason) => {
    const span = { ...chat, ...change };
    expect(priceSpan(span, flatBook())).toEqual({ ...span, ...noCost, unpriced_reason: reason });
  });

  it("passes on the reason of the book: unknown is null, not zero", () => {
    const priced = priceSpan(chat, { price: () => unpriced("unknown_model") });
    expect(priced).toEqual({ ...chat, ...noCost, unpriced_reason: "unknown_model" });
  });

  test.each(["", "invoke_agent", "invoke_workflow", "execute_tool"])(
    "gives operation %j neither cost nor reason, even with the usage of the calls inside",
    (operation) => {
      const book = flatBook();
      const span = { ...chat, operation };
      expect(priceSpan(span, book)).toEqual({ ...span, ...noCost, unpriced_reason: "" });
      expect(book.queries).toEqual([]);
    },
  );

  it("prices embeddings by their input alone", () => {
    const book = flatBook();
    priceSpan({ ...chat, operation: "embeddings", output_tokens: null, cache_read_tokens: null }, book);
    expect(book.queries[0]?.usage).toMatchObject({ inputUncached: 100, outputText: 0 });
  });

  it.each(["hit", "semantic_hit"])(
    "charges nothing for a call that the gateway's cache answered: %s",
    (gateway_cache) => {
      const book = flatBook();
      const span = { ...chat, gateway_cache };
      expect(priceSpan(span, book)).toEqual({
        ...span,
        input_cost_usd: "0",
        output_cost_usd: "0",
        cost_usd: "0",
        price_version: "1",
        price_source: "gateway_cache",
      });
      expect(book.queries).toEqual([]);
    },
  );

  it("charges a call that the gateway's cache could not answer", () => {
    expect(priceSpan({ ...chat, gateway_cache: "miss" }, flatBook())).toMatchObject({ cost_usd: "0.3" });
  });

  it.each([
    ["as it is", {}],
    ["with a hit of the gateway's cache", { gateway_cache: "hit" }],
    ["without usage", { input_tokens: null, output_tokens: null }],
  ])("gives a span of a call that another span pays for neither cost nor reason: %s", (_label, change) => {
    const book = flatBook();
    const span = { ...chat, spend_role: "duplicate", ...change };
    expect(priceSpan(span, book)).toEqual({ ...span, ...noCost, unpriced_reason: "" });
    expect(book.queries).toEqual([]);
  });

  it.each([
    ["chat", "spend", "", "model_call"],
    ["chat", "cache_hit", "", "gateway_hit"],
    ["chat", "spend", "hit", "gateway_hit"],
    ["chat", "duplicate", "hit", "none"],
    ["plan", "spend", "hit", "none"],
    ["", "", "", "none"],
    ["daydream", "", "", "unknown_operation"],
  ])("operation %j, role %j, cache %j: %s", (operation, spend_role, gateway_cache, role) => {
    expect(costRoleOf({ operation, spend_role, gateway_cache })).toBe(role);
  });
});
