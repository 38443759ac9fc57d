import { describe, expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { rowOf } from "../testing/row-of.ts";

const CHAT = { "gen_ai.operation.name": "chat" };
const object = (fields: Readonly<Record<string, AnyValue>>): AnyValue => new Map(Object.entries(fields));
const text = (content: string): AnyValue => object({ type: "text", content });

/** https://github.com/open-telemetry/semantic-conventions-genai, what changed after version 1.41 of the conventions. */
describe("the newest GenAI conventions", () => {
  const cases: readonly [label: string, attributes: Readonly<Record<string, AnyValue>>, row: Partial<LlmSpan>][] = [
    [
      "cache writes by their new name, within the input",
      { "gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_write.input_tokens": 30 },
      { cache_write_5m_tokens: 30, input_uncached_tokens: 70 },
    ],
    [
      "the new name of cache writes before the old",
      { "gen_ai.usage.cache_write.input_tokens": 30, "gen_ai.usage.cache_creation.input_tokens": 31 },
      { cache_write_5m_tokens: 30 },
    ],
    [
      "input by modality",
      {
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.text.input_tokens": 60,
        "gen_ai.usage.image.input_tokens": 30,
        "gen_ai.usage.audio.input_tokens": 10,
      },
      { input_uncached_tokens: 60, input_image_tokens: 30, input_audio_tokens: 10, attributes: {} },
    ],
    [
      "output by modality",
      {
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.text.output_tokens": 30,
        "gen_ai.usage.image.output_tokens": 15,
        "gen_ai.usage.audio.output_tokens": 5,
      },
      { output_text_tokens: 30, output_image_tokens: 15, output_audio_tokens: 5, attributes: {} },
    ],
    [
      "cache reads by modality, which add up where no sum is told",
      {
        "gen_ai.usage.text.input_tokens": 60,
        "gen_ai.usage.image.input_tokens": 30,
        "gen_ai.usage.audio.input_tokens": 10,
        "gen_ai.usage.text.cache_read.input_tokens": 5,
        "gen_ai.usage.image.cache_read.input_tokens": 4,
        "gen_ai.usage.audio.cache_read.input_tokens": 1,
      },
      {
        input_tokens: 100,
        input_uncached_tokens: 55,
        input_image_tokens: 26,
        input_audio_tokens: 9,
        cache_read_tokens: 10,
        cache_read_image_tokens: 4,
        cache_read_audio_tokens: 1,
      },
    ],
    [
      "text that is not what the other parts leave, which stays",
      { "gen_ai.usage.input_tokens": 100, "gen_ai.usage.text.input_tokens": 60 },
      { input_uncached_tokens: 100, attributes: { "gen_ai.usage.text.input_tokens": "60" } },
    ],
    [
      "reasoning within the output",
      { "gen_ai.usage.output_tokens": 40, "gen_ai.usage.reasoning.output_tokens": 12 },
      { output_tokens: 40, reasoning_tokens: 12, output_text_tokens: 28 },
    ],
    ["the time to the first chunk", { "gen_ai.response.time_to_first_chunk": 0.25 }, { ttft_ms: 250 }],
    ["streaming", { "gen_ai.request.stream": true }, { is_streaming: true }],
    [
      "the version of a prompt",
      { "gen_ai.prompt.name": "greet", "gen_ai.prompt.version": 3n },
      { prompt_name: "greet", prompt_version: "3" },
    ],
    [
      "the tier that served the call",
      { "openai.request.service_tier": "flex", "openai.response.service_tier": "default" },
      { service_tier: "default", attributes: { "openai.request.service_tier": "flex" } },
    ],
    [
      "structured messages, instructions and tools",
      {
        "gen_ai.input.messages": [object({ role: "user", parts: [text("Hi")] })],
        "gen_ai.output.messages": [object({ role: "assistant", parts: [text("Hello")], finish_reason: "stop" })],
        "gen_ai.system_instructions": [text("Be brief.")],
        "gen_ai.tool.definitions": [object({ type: "function", name: "f" })],
      },
      {
        input_messages: [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
        output_messages: [{ role: "assistant", parts: [{ type: "text", content: "Hello" }], finish_reason: "stop" }],
        finish_reasons: ["stop"],
        system_instructions: "Be brief.",
        tool_definitions: '[{"type":"function","name":"f"}]',
        attributes: {},
      },
    ],
    [
      "what has no column, which stays",
      {
        "gen_ai.request.reasoning.level": "high",
        "gen_ai.request.previous_response.id": "r0",
        "gen_ai.conversation.compacted": true,
        "gen_ai.request.top_k": 40,
      },
      {
        attributes: {
          "gen_ai.request.reasoning.level": "high",
          "gen_ai.request.previous_response.id": "r0",
          "gen_ai.conversation.compacted": "true",
          "gen_ai.request.top_k": "40",
        },
      },
    ],
  ];
  test.each(cases)("%s", (_, attributes, expected) => {
    const row = rowOf({ ...CHAT, ...attributes });
    expect(row).toMatchObject({ dialect: "otel_genai", operation: "chat", quality_flags: [], ...expected });
    if (expected.attributes !== undefined) expect(row.attributes).toEqual(expected.attributes);
  });

  test.each([
    "retrieval",
    "plan",
    "invoke_workflow",
    "fetch_response",
    "run_guardrail",
    "create_memory",
    "search_memory",
    "update_memory",
    "upsert_memory",
    "delete_memory",
    "create_memory_store",
    "delete_memory_store",
  ])("operation %s", (operation) => {
    expect(rowOf({ "gen_ai.operation.name": operation })).toMatchObject({ operation, quality_flags: [] });
  });

  test("a retrieval's query and documents", () => {
    const documents = [object({ id: "d1", score: 0.5, content: "Paris" })];
    const row = rowOf({
      "gen_ai.operation.name": "retrieval",
      "gen_ai.retrieval.query.text": "capital?",
      "gen_ai.retrieval.documents": documents,
      "gen_ai.data_source.id": "atlas",
    });
    expect(row.input_messages).toEqual([{ role: "user", parts: [{ type: "text", content: "capital?" }] }]);
    expect(row.output_messages[0]?.parts).toEqual([{ type: "document", id: "d1", score: 0.5, content: "Paris" }]);
    expect(row.attributes).toEqual({ "gen_ai.data_source.id": "atlas" });
  });

  test("a guardrail's verdict stays with its span", () => {
    const verdict = { "gen_ai.guardrail.verdict.type": "deny", "gen_ai.security.risk.category": "prompt_injection" };
    const row = rowOf({ "gen_ai.operation.name": "run_guardrail", ...verdict });
    expect(row).toMatchObject({ operation: "run_guardrail", attributes: verdict });
  });

  const event = (name: string, attributes: Readonly<Record<string, AnyValue>>) => ({
    name,
    timeUnixNano: 1n,
    attributes: new Map(Object.entries(attributes)),
  });

  test("evaluations that come as events", () => {
    const relevance = { "gen_ai.evaluation.name": "relevance", "gen_ai.evaluation.score.value": 0.8 };
    const tone = { "gen_ai.evaluation.name": "tone", "gen_ai.evaluation.score.label": "rude" };
    const events = [relevance, tone].map((score) => event("gen_ai.evaluation.result", score));
    expect(rowOf(CHAT, { events }).scores).toEqual([
      { name: "relevance", value: 0.8, label: "", source: "evaluation" },
      { name: "tone", value: null, label: "rude", source: "evaluation" },
    ]);
  });

  test("the details of an inference as an event", () => {
    const details = event("gen_ai.client.inference.operation.details", {
      "gen_ai.input.messages": [object({ role: "user", parts: [text("Hi")] })],
      "gen_ai.usage.input_tokens": 3,
      "gen_ai.response.time_to_first_chunk": 0.1,
    });
    expect(rowOf(CHAT, { events: [details] })).toMatchObject({ input_tokens: 3, ttft_ms: 100, events: "" });
  });

  test("an exception of the operation as an event", () => {
    const events = [event("gen_ai.client.operation.exception", { "exception.type": "RateLimit" })];
    expect(rowOf(CHAT, { events }).error_type).toBe("RateLimit");
  });
});
