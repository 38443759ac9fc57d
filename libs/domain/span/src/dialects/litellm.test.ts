import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rows } from "./litellm.mapping-rows.ts";

testMappingRows("the attributes of litellm", rows);

function normalised(
  attributes: Readonly<Record<string, AnyValue>>,
  name = "litellm_request",
  scopeName = "litellm",
): LlmSpan {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name,
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    scopeName,
    attributes: new Map(Object.entries(attributes)),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

const own = { "metadata.user_api_key_hash": "9f86" };

describe("the operation of a call", () => {
  test.each([
    ["acompletion", "chat"],
    ["completion", "chat"],
    ["anthropic_messages", "chat"],
    ["responses", "chat"],
    ["aresponses", "chat"],
    ["agenerate_content", "generate_content"],
    ["generate_content_stream", "generate_content"],
    ["agenerate_content_stream", "generate_content"],
    ["atext_completion", "text_completion"],
    ["aembedding", "embeddings"],
    ["arerank", "rerank"],
    ["asearch", "retrieval"],
    ["avector_store_search", "retrieval"],
    ["vector_store_search", "retrieval"],
    ["call_mcp_tool", "execute_tool"],
  ])("%s is %s", (type, operation) => {
    expect(normalised({ ...own, "llm.request.type": type }).operation).toBe(operation);
  });
});

describe("the model that ran", () => {
  test.each([
    ["the alias of a deployment", "azure/gpt-4o", "my-fast-model", "azure/gpt-4o"],
    [
      "a deployment with its provider before it",
      "Qwen/Qwen2.5-0.5B-Instruct",
      "hosted_vllm/Qwen/Qwen2.5-0.5B-Instruct",
      "Qwen/Qwen2.5-0.5B-Instruct",
    ],
    ["a snapshot of the deployment", "openai/gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-2024-08-06"],
    ["an alias that begins with its deployment", "openai/gpt-4o", "gpt-4o-fast", "openai/gpt-4o"],
    ["the deployment itself", "gpt-4o", "gpt-4o", "gpt-4o"],
  ])("%s", (_, deployment, answered, ran) => {
    const span = normalised({ ...own, "gen_ai.request.model": deployment, "gen_ai.response.model": answered });
    expect(span).toMatchObject({ request_model: deployment, response_model: ran });
    expect(span.attributes["gen_ai.response.model"]).toBe(answered === ran ? undefined : answered);
  });

  test("is told by the scope, or by any attribute of LiteLLM's own; elsewhere the answer is believed", () => {
    const models = { "gen_ai.request.model": "deployment", "gen_ai.response.model": "alias" };
    expect(normalised(models).response_model).toBe("deployment");
    expect(normalised({ ...models, ...own }, "chat", "app").response_model).toBe("deployment");
    expect(normalised(models, "chat", "app").response_model).toBe("alias");
  });
});

test("names that any sender may use say nothing on spans of others", () => {
  const attributes = { cache_hit: true, response_cost: 1, request_tags: "a", completionStartTime: 1_767_225_601 };
  expect(normalised(attributes, "GET", "redis")).toMatchObject({
    dialect: "none",
    gateway_cache: "",
    reported_cost_usd: null,
    tags: [],
    ttft_ms: null,
  });
});

describe("the usage object, as Python prints it", () => {
  test("adds what the attributes leave out", () => {
    const usage =
      "{'completion_tokens': 50, 'prompt_tokens': 200, 'total_tokens': 250, 'completion_tokens_details': " +
      "{'accepted_prediction_tokens': None, 'audio_tokens': 5, 'reasoning_tokens': 30, 'image_tokens': 3}, " +
      "'prompt_tokens_details': {'audio_tokens': 10, 'cached_tokens': 100, 'image_tokens': 20, 'video_tokens': 15, " +
      "'cache_creation_tokens': 40, 'cache_creation_token_details': {'ephemeral_5m_input_tokens': 30, " +
      "'ephemeral_1h_input_tokens': 10}}}";
    const span = normalised({
      "gen_ai.usage.prompt_tokens": 200,
      "gen_ai.usage.completion_tokens": 50,
      "metadata.usage_object": usage,
    });
    expect(span).toMatchObject({
      input_tokens: 200,
      input_uncached_tokens: 15,
      cache_read_tokens: 100,
      cache_write_5m_tokens: 30,
      cache_write_1h_tokens: 10,
      input_audio_tokens: 10,
      input_image_tokens: 20,
      input_video_tokens: 15,
      output_tokens: 50,
      output_text_tokens: 12,
      output_audio_tokens: 5,
      output_image_tokens: 3,
      reasoning_tokens: 30,
      total_tokens: 250,
    });
    expect(span.attributes["metadata.usage_object"]).toBe(usage);
  });

  test.each<[string, string]>([
    [
      "Anthropic's names",
      "{'prompt_tokens': 100, 'completion_tokens': 9, 'cache_read_input_tokens': 60, 'cache_creation_input_tokens': 10}",
    ],
    [
      "the names of OpenAI's responses",
      "{'input_tokens': 100, 'output_tokens': 9, 'input_tokens_details': {'cached_tokens': 60, 'cache_write_tokens': 10}}",
    ],
    [
      "an object",
      "Usage(prompt_tokens=100, completion_tokens=9, prompt_tokens_details=PromptTokensDetailsWrapper(cached_tokens=60, cache_creation_tokens=10))",
    ],
    [
      "JSON",
      '{"prompt_tokens":100,"completion_tokens":9,"cache_read_input_tokens":60,"cache_creation":{"ephemeral_5m_input_tokens":10}}',
    ],
  ])("%s", (_, usage) => {
    expect(normalised({ "metadata.usage_object": usage })).toMatchObject({
      input_tokens: 100,
      input_uncached_tokens: 30,
      cache_read_tokens: 60,
      cache_write_5m_tokens: 10,
      output_tokens: 9,
    });
  });

  test("texts of both directions stand in for their wholes", () => {
    const usage = "{'prompt_tokens_details': {'text_tokens': 8}, 'completion_tokens_details': {'text_tokens': 3}}";
    expect(normalised({ "metadata.usage_object": usage })).toMatchObject({ input_tokens: 8, output_tokens: 3 });
  });
});

describe("the gateway's own doings", () => {
  test.each<[string, string]>([
    ["{'cache_key': 'a1', 'cache_hit': None}", "hit"],
    ['{"cache_key":"a1"}', "hit"],
    ["{'cache_hit': False, 'cache_key': 'a1'}", "miss"],
    ["{'cache_key': None}", ""],
    ['{"cache_key":""}', ""],
  ])("hidden_params %s: %j", (hidden, cache) => {
    expect(normalised({ hidden_params: hidden }).gateway_cache).toBe(cache);
  });

  test("hidden parameters one by one", () => {
    expect(normalised({ "hidden_params.cache_key": "a1" }).gateway_cache).toBe("hit");
    expect(normalised({ "hidden_params.cache_key": "None" }).gateway_cache).toBe("");
  });

  test("cost, address, id and attempts are hidden parameters", () => {
    const hidden = {
      response_cost: "0.25",
      api_base: "https://gpu-7.example.com:8000/v1",
      litellm_call_id: "call-1",
      additional_headers: { "x-litellm-attempted-retries": 2, "x-litellm-attempted-fallbacks": "1" },
    };
    expect(normalised({ hidden_params: JSON.stringify(hidden) })).toMatchObject({
      reported_cost_usd: 0.25,
      server_address: "gpu-7.example.com",
      request_id: "call-1",
      retry_count: 2,
      fallback_count: 1,
    });
    expect(normalised({ hidden_params: '{"api_base":"not a url"}' }).server_address).toBe("");
  });

  test("failed deployments count as retries", () => {
    const previous = "[{'model': 'gpt-4o', 'exception_type': 'RateLimitError'}, {'model': 'gpt-4o'}]";
    expect(normalised({ ...own, "metadata.previous_models": previous }).retry_count).toBe(2);
    expect(
      normalised({ ...own, "metadata.previous_models": previous, "metadata.attempted_retries": 1 }).retry_count,
    ).toBe(1);
    expect(normalised({ ...own, "metadata.previous_models": "None" }).retry_count).toBeNull();
  });

  test.each(["metadata.guardrail_information", "guardrail_information"])("guardrails of %s are scores", (key) => {
    const told =
      "[{'guardrail_name': 'pii', 'guardrail_status': 'guardrail_intervened', 'masked_entity_count': {'EMAIL': 1}}, {'guardrail_name': 'x'}]";
    expect(normalised({ ...own, [key]: told }).scores).toEqual([
      { name: "pii", value: null, label: "guardrail_intervened", source: "guardrail" },
    ]);
  });

  test("a guardrail has a span of its own", () => {
    expect(normalised({ guardrail_name: "pii", guardrail_status: "success" }, "guardrail")).toMatchObject({
      operation: "run_guardrail",
      scores: [{ name: "pii", value: null, label: "success", source: "guardrail" }],
      attributes: { guardrail_name: "pii" },
    });
  });
});

describe("the tools that the model asked for", () => {
  test("are numbered like answers", () => {
    const call = (at: number, city: string) => ({
      [`gen_ai.completion.${at}.function_call.name`]: "weather",
      [`gen_ai.completion.${at}.function_call.arguments`]: `{"city":"${city}"}`,
    });
    const row = normalised({
      ...own,
      "gen_ai.completion.0.role": "assistant",
      ...call(0, "Paris"),
      ...call(1, "Rome"),
    });
    expect(row.tool_calls).toEqual([
      { id: "", name: "weather", arguments: { city: "Paris" } },
      { id: "", name: "weather", arguments: { city: "Rome" } },
    ]);
    expect(row.attributes).not.toHaveProperty(["gen_ai.completion.1.function_call.arguments"]);
  });
});

describe("the payload for loggers under its bare names", () => {
  const payload = {
    call_type: "acompletion",
    custom_llm_provider: "openai",
    model: "gpt-4o",
    id: "chatcmpl-1",
    end_user: "u1",
    prompt_tokens: 100,
    completion_tokens: "20",
    total_tokens: 120,
    stream: "True",
    model_parameters: "{'temperature': 0.1, 'max_tokens': 10, 'top_p': 0.9}",
    messages: "[{'role': 'user', 'content': 'Hi'}]",
    response: '{"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Hello"}}]}',
  };

  test("tells the call", () => {
    expect(normalised({ ...own, ...payload }, "call", "")).toMatchObject({
      operation: "chat",
      provider: "openai",
      request_model: "gpt-4o",
      response_id: "chatcmpl-1",
      user_id: "u1",
      input_tokens: 100,
      output_tokens: 20,
      total_tokens: 120,
      is_streaming: true,
      request_temperature: 0.1,
      request_max_tokens: 10,
      request_top_p: 0.9,
      finish_reasons: ["stop"],
      input_messages: [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
      output_messages: [{ role: "assistant", parts: [{ type: "text", content: "Hello" }], finish_reason: "stop" }],
    });
  });

  test("tells nothing on a span of anybody else's, and yields to LiteLLM's own attributes", () => {
    expect(normalised(payload, "call", "")).toMatchObject({ operation: "", dialect: "none", input_tokens: null });
    const known = { "gen_ai.request.model": "gpt-5", "gen_ai.usage.prompt_tokens": 7 };
    expect(normalised({ ...own, ...payload, ...known })).toMatchObject({ request_model: "gpt-5", input_tokens: 7 });
  });
});

describe("the caller", () => {
  test("says who it is in the metadata of the request", () => {
    const given =
      "{'session_id': 's1', 'trace_user_id': 'u1', 'trace_name': 'nightly', 'trace_release': 'v1', 'environment': 'staging', 'tags': ['a', 'b']}";
    expect(normalised({ "metadata.requester_metadata": given })).toMatchObject({
      session_id: "s1",
      user_id: "u1",
      trace_name: "nightly",
      release: "v1",
      environment: "staging",
      tags: ["a", "b"],
      attributes: { "metadata.requester_metadata": given },
    });
    expect(normalised({ "metadata.requester_metadata": "{'user_id': 'u2', 'tags': 'a,b'}" })).toMatchObject({
      user_id: "u2",
      tags: ["a", "b"],
    });
  });

  test("is told by the key before all else, and None is nobody", () => {
    const span = normalised({
      "metadata.user_api_key_user_id": "None",
      "metadata.user_api_key_end_user_id": "",
      "user.id": "u3",
    });
    expect(span.user_id).toBe("u3");
  });

  test("a managed prompt has a name and a version", () => {
    const prompt = "{'prompt_id': 'answer', 'prompt_version': 3, 'prompt_variables': None}";
    expect(normalised({ ...own, "metadata.prompt_management_metadata": prompt })).toMatchObject({
      prompt_name: "answer",
      prompt_version: "3",
    });
  });
});

test("hostile values neither throw nor take long", () => {
  const keys = [
    "metadata.usage_object",
    "hidden_params",
    "metadata.requester_metadata",
    "metadata.previous_models",
    "metadata.prompt_management_metadata",
    "metadata.guardrail_information",
    "metadata.tags",
    "llm.request.type",
    "gen_ai.cost.total_cost",
    "completionStartTime",
    "llm.openai.usage",
    "llm.openai.choices",
    "llm.openai.messages",
  ];
  const hostile: readonly AnyValue[] = [
    "{'a':".repeat(50_000),
    "[".repeat(50_000) + "]".repeat(50_000),
    `{'a': '${"\\".repeat(100_001)}`,
    "f(".repeat(50_000),
    "(".repeat(100_000),
    `['${"x".repeat(200_000)}`,
    "{'api_base': 'http://[', 'additional_headers': [1], 'cache_key': {}}",
    "{'tags': {'a': [1]}, 'session_id': ['a']}",
    "[None, 1, {}, []]",
    new Map<string, AnyValue>([["prompt_tokens", new Map()]]),
    [null, new Uint8Array(3)],
    Number.POSITIVE_INFINITY,
    1e300,
    null,
  ];
  for (const name of ["litellm_request", "raw_gen_ai_request"]) {
    for (const key of keys) for (const value of hostile) normalised({ ...own, [key]: value }, name);
    const anything = fc.dictionary(
      fc.constantFrom(...keys),
      fc.oneof(fc.string(), fc.json(), fc.double(), fc.boolean()),
    );
    fc.assert(
      fc.property(anything, (attributes) => {
        normalised({ ...own, ...attributes }, name);
      }),
    );
  }
});
