import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./inference-engines.mapping-rows.ts";

testMappingRows("the attributes of inference engines", rows);

const request = {
  "gen_ai.request.id": "chatcmpl-8b25",
  "gen_ai.request.n": 1,
  "gen_ai.request.max_tokens": 64,
  "gen_ai.request.temperature": 0.7,
  "gen_ai.request.top_p": 0.9,
  "gen_ai.response.model": "Qwen/Qwen2.5-0.5B-Instruct",
  "gen_ai.usage.prompt_tokens": 36,
  "gen_ai.usage.completion_tokens": 48,
  "gen_ai.latency.time_in_queue": 0.002,
  "gen_ai.latency.time_to_first_token": 0.05,
  "gen_ai.latency.time_in_model_prefill": 0.045,
  "gen_ai.latency.time_in_model_decode": 0.94,
  "gen_ai.latency.time_in_model_inference": 0.985,
  "gen_ai.latency.e2e": 1,
};

test("a request of vLLM has its phases, and the id by which its caller's span is found", () => {
  const row = rowOf(request, { name: "llm_request", scopeName: "vllm.llm_engine", kind: 2 });
  expect(row).toMatchObject({
    dialect: "inference_engine",
    provider: "vllm",
    operation: "chat",
    request_id: "chatcmpl-8b25",
    response_model: "Qwen/Qwen2.5-0.5B-Instruct",
    input_tokens: 36,
    output_tokens: 48,
    queue_ms: 2,
    ttft_ms: 50,
    prefill_ms: 45,
    decode_ms: 940,
    tpot_ms: 20,
    request_max_tokens: 64,
    quality_flags: [],
  });
  expect(row.attributes).toMatchObject({ "gen_ai.latency.e2e": "1", "gen_ai.request.n": "1" });
});

test("a request of SGLang has the cached tokens", () => {
  const attributes = { ...request, "gen_ai.usage.cached_tokens": 32, "gen_ai.response.finish_reasons": '["stop"]' };
  expect(rowOf(attributes, { name: "Req 8b25", scopeName: "sglang server" })).toMatchObject({
    provider: "sglang",
    operation: "chat",
    cache_read_tokens: 32,
    input_uncached_tokens: 4,
    finish_reasons: ["stop"],
  });
});

describe("the id of a request tells the operation", () => {
  test.each([
    ["chatcmpl-1", "chat", false],
    ["cmpl-1-0", "text_completion", false],
    ["2_chatcmpl-1", "chat", false],
    ["resp_1", "chat", false],
    ["embd-1", "embeddings", false],
    ["1f9e3c", "chat", true],
    ["toString-1", "chat", true],
  ])("%s is %s", (id, operation, isInferred) => {
    const row = rowOf({ "gen_ai.request.id": id, "gen_ai.usage.completion_tokens": 1 }, { name: "llm_request" });
    expect(row.operation).toBe(operation);
    expect(row.quality_flags.includes("inferred_operation")).toBe(isInferred);
  });
});

test.each([
  ["negative", -0.5],
  ["longer than a day", 90_000],
  ["a point in time", 1_767_225_600],
  ["no number", "soon"],
])("a phase that is %s is unknown, flagged, and kept", (_, value) => {
  const row = rowOf({ "gen_ai.latency.time_in_queue": value, "gen_ai.usage.completion_tokens": 1 });
  expect(row).toMatchObject({ queue_ms: null, quality_flags: expect.arrayContaining(["invalid_timing"]) });
  expect(row.attributes["gen_ai.latency.time_in_queue"]).toBe(String(value));
});
