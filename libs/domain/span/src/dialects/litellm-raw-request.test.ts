import { expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

function normalised(attributes: Readonly<Record<string, AnyValue>>, name = "raw_gen_ai_request"): LlmSpan {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name,
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });

test("OpenAI's request and answer, each field as Python prints it", () => {
  const attributes = {
    "llm.hosted_vllm.model": "Qwen/Qwen2.5-0.5B-Instruct",
    "llm.hosted_vllm.messages": "[{'role': 'user', 'content': \"What's up?\"}]",
    "llm.hosted_vllm.max_tokens": "64",
    "llm.hosted_vllm.temperature": "0.5",
    "llm.hosted_vllm.top_p": 0.9,
    "llm.hosted_vllm.stream": "False",
    "llm.hosted_vllm.tools": "[{'type': 'function', 'function': {'name': 'weather'}}]",
    "llm.hosted_vllm.id": "chatcmpl-1",
    "llm.hosted_vllm.service_tier": "flex",
    "llm.hosted_vllm.choices":
      "[{'finish_reason': 'tool_calls', 'index': 0, 'message': {'role': 'assistant', 'content': 'Wait.', 'tool_calls': " +
      "[{'id': 'c1', 'type': 'function', 'function': {'name': 'weather', 'arguments': '{\"city\":\"Oslo\"}'}}]}}]",
    "llm.hosted_vllm.usage":
      "{'completion_tokens': 48, 'prompt_tokens': 36, 'total_tokens': 84, 'prompt_tokens_details': {'cached_tokens': 16}}",
  };
  const span = normalised(attributes);
  expect(span).toMatchObject({
    dialect: "litellm",
    operation: "chat",
    provider: "hosted_vllm",
    request_model: "Qwen/Qwen2.5-0.5B-Instruct",
    response_model: "Qwen/Qwen2.5-0.5B-Instruct",
    response_id: "chatcmpl-1",
    service_tier: "flex",
    input_tokens: 36,
    input_uncached_tokens: 20,
    cache_read_tokens: 16,
    output_tokens: 48,
    total_tokens: 84,
    request_max_tokens: 64,
    request_temperature: 0.5,
    request_top_p: 0.9,
    is_streaming: false,
    finish_reasons: ["tool_calls"],
    tool_calls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }],
    tool_definitions: '[{"type":"function","function":{"name":"weather"}}]',
    input_messages: [said("user", "What's up?")],
    quality_flags: [],
  });
  expect(span.attributes).toEqual(
    Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
  );
});

test("Anthropic's, of which the cache is beside the input", () => {
  const span = normalised({
    "llm.anthropic.model": "claude-sonnet-4-5",
    "llm.anthropic.id": "msg_1",
    "llm.anthropic.content": "[{'type': 'text', 'text': 'Hello.'}]",
    "llm.anthropic.stop_reason": "end_turn",
    "llm.anthropic.usage":
      "{'input_tokens': 7, 'output_tokens': 5, 'cache_read_input_tokens': 60, 'cache_creation_input_tokens': 10, " +
      "'cache_creation': {'ephemeral_5m_input_tokens': 4, 'ephemeral_1h_input_tokens': 6}, 'service_tier': 'standard'}",
  });
  expect(span).toMatchObject({
    operation: "chat",
    response_id: "msg_1",
    input_tokens: 77,
    input_uncached_tokens: 7,
    cache_read_tokens: 60,
    cache_write_5m_tokens: 4,
    cache_write_1h_tokens: 6,
    output_tokens: 5,
    finish_reasons: ["end_turn"],
    output_messages: [said("assistant", "Hello.")],
    quality_flags: [],
  });
});

test("Google's, of which the reasoning is beside the answer", () => {
  const span = normalised({
    "llm.vertex_ai.contents": "[{'role': 'user', 'parts': [{'text': 'Hi'}]}]",
    "llm.vertex_ai.candidates":
      "[{'content': {'role': 'model', 'parts': [{'text': 'Hello.'}]}, 'finishReason': 'STOP'}]",
    "llm.vertex_ai.modelVersion": "gemini-2.5-pro",
    "llm.vertex_ai.responseId": "r1",
    "llm.vertex_ai.usageMetadata":
      "{'promptTokenCount': 9, 'candidatesTokenCount': 5, 'thoughtsTokenCount': 3, 'totalTokenCount': 17}",
  });
  expect(span).toMatchObject({
    provider: "gcp.vertex_ai",
    request_model: "gemini-2.5-pro",
    response_model: "gemini-2.5-pro",
    response_id: "r1",
    input_tokens: 9,
    output_tokens: 8,
    reasoning_tokens: 3,
    finish_reasons: ["STOP"],
    input_messages: [said("user", "Hi")],
    output_messages: [{ ...said("assistant", "Hello."), finish_reason: "STOP" }],
    quality_flags: [],
  });
});

test("Bedrock's, of which the message is within the output", () => {
  const span = normalised({
    "llm.bedrock.output": "{'message': {'role': 'assistant', 'content': [{'text': 'Hello.'}]}}",
    "llm.bedrock.stopReason": "end_turn",
    "llm.bedrock.usage": "{'inputTokens': 9, 'outputTokens': 5, 'totalTokens': 14}",
  });
  expect(span).toMatchObject({
    provider: "aws.bedrock",
    input_tokens: 9,
    output_tokens: 5,
    finish_reasons: ["end_turn"],
    output_messages: [said("assistant", "Hello.")],
  });
});

test("embeddings answer with a list", () => {
  const span = normalised({
    "llm.openai.input": "['a', 'b']",
    "llm.openai.data": "[{'object': 'embedding', 'index': 0, 'embedding': [0.1]}]",
    "llm.openai.usage": "{'prompt_tokens': 2, 'total_tokens': 2}",
  });
  expect(span).toMatchObject({
    operation: "embeddings",
    input_tokens: 2,
    input_messages: [said("user", "a"), said("user", "b")],
  });
});

test("what is not of one provider, or not of that span, is let be", () => {
  expect(normalised({ "llm.openai.id": "a", "llm.other.id": "b", "llm.request.type": "c" }).response_id).toBe("a");
  expect(normalised({ "llm.openai.id": "a" }, "some other span")).toMatchObject({ response_id: "", dialect: "none" });
});
