import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./google-adk.mapping-rows.ts";

testMappingRows("the attributes of google-adk", rows);

const scopeName = "gcp.vertex.agent";
const call = {
  "gen_ai.system": "gcp.vertex.agent",
  "gen_ai.request.model": "gemini-2.5-flash",
  "gen_ai.usage.input_tokens": 1000,
  "gen_ai.usage.output_tokens": 200,
};
const responseWith = (usage: object, more: object = {}): Record<string, string> => ({
  "gcp.vertex.agent.llm_response": JSON.stringify({
    model_version: "gemini-2.5-flash-001",
    content: { parts: [{ text: "Let me think", thought: true }, { text: "Hello" }], role: "model" },
    finish_reason: "STOP",
    usage_metadata: usage,
    ...more,
  }),
});

test("a call has what request and response say", () => {
  const request = {
    model: "gemini-2.5-flash",
    config: {
      system_instruction: "Greet.",
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 64,
      tools: [{ function_declarations: [{ name: "greet" }] }],
    },
    contents: [
      { parts: [{ text: "hi" }], role: "user" },
      { parts: [{ function_call: { args: {}, name: "greet" } }], role: "model" },
      { parts: [{ function_response: { name: "greet", response: { greeting: "Hello" } } }], role: "user" },
    ],
  };
  const attributes = { ...call, "gcp.vertex.agent.llm_request": JSON.stringify(request), ...responseWith({}) };
  expect(rowOf(attributes, { name: "call_llm", scopeName })).toMatchObject({
    provider: "gcp.gen_ai",
    operation: "chat",
    request_model: "gemini-2.5-flash",
    response_model: "gemini-2.5-flash-001",
    request_max_tokens: 64,
    request_temperature: 0.5,
    request_top_p: 0.9,
    system_instructions: "Greet.",
    tool_definitions: '[{"function_declarations":[{"name":"greet"}]}]',
    finish_reasons: ["stop"],
    input_messages: [
      { role: "user", parts: [{ type: "text", content: "hi" }] },
      { role: "model", parts: [{ type: "tool_call", name: "greet", arguments: {} }] },
      { role: "user", parts: [{ type: "tool_call_response", name: "greet", response: { greeting: "Hello" } }] },
    ],
    output_messages: [
      {
        role: "model",
        parts: [
          { type: "reasoning", content: "Let me think" },
          { type: "text", content: "Hello" },
        ],
      },
    ],
  });
});

describe("usage of the response", () => {
  const cases: readonly [label: string, usage: object, expected: object][] = [
    [
      "what a cache served is within the input",
      { prompt_token_count: 1000, cached_content_token_count: 800, candidates_token_count: 200 },
      { input_tokens: 1000, input_uncached_tokens: 200, cache_read_tokens: 800, output_tokens: 200 },
    ],
    [
      "more from the cache than was read is inconsistent, never negative",
      { prompt_token_count: 1000, cached_content_token_count: 1800 },
      { input_tokens: 1000, input_uncached_tokens: 0, cache_read_tokens: 1800 },
    ],
    [
      "thoughts are beside the candidates",
      { candidates_token_count: 200, thoughts_token_count: 50 },
      { output_tokens: 250, output_text_tokens: 200, reasoning_tokens: 50 },
    ],
    [
      "thoughts are within an output that exceeds the candidates",
      { candidates_token_count: 150, thoughts_token_count: 50 },
      { output_tokens: 200, output_text_tokens: 150, reasoning_tokens: 50 },
    ],
    [
      "modalities",
      {
        prompt_tokens_details: [
          { modality: "AUDIO", token_count: 300 },
          { modality: "TEXT", token_count: 700 },
        ],
      },
      { input_audio_tokens: 300, input_uncached_tokens: 700 },
    ],
  ];
  test.each(cases)("%s", (_, usage, expected) => {
    expect(rowOf({ ...call, ...responseWith(usage) }, { name: "call_llm", scopeName })).toMatchObject(expected);
  });

  test("in camel case, alone", () => {
    const attributes = responseWith(
      {},
      {
        usageMetadata: {
          promptTokenCount: "7",
          toolUsePromptTokenCount: 2,
          candidatesTokenCount: 3,
          totalTokenCount: 12,
        },
        usage_metadata: undefined,
      },
    );
    expect(rowOf(attributes, { scopeName })).toMatchObject({ input_tokens: 9, output_tokens: 3, total_tokens: 12 });
  });

  test("is not that of a span that another instrumentation copied it to", () => {
    const row = rowOf({ ...call, ...responseWith({ cached_content_token_count: 800 }) }, { scopeName: "other" });
    expect(row).toMatchObject({ input_tokens: 1000, cache_read_tokens: null });
  });

  test.each(["{}", "not-json{{{", "[]", '{"usage_metadata":7}'])("of the blob %s is none", (blob) => {
    const row = rowOf({ ...call, "gcp.vertex.agent.llm_response": blob }, { scopeName });
    expect(row).toMatchObject({ input_tokens: 1000, output_tokens: 200, cache_read_tokens: null, output_messages: [] });
  });
});

test("a tool's arguments and result", () => {
  const attributes = { "gcp.vertex.agent.tool_call_args": "{}", "gcp.vertex.agent.tool_response": '{"ok":true}' };
  const row = rowOf({ ...attributes, "gcp.vertex.agent.llm_request": "{}" }, { scopeName });
  expect(row).toMatchObject({ operation: "execute_tool", output_messages: [{ role: "tool" }] });
});
