import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./livekit.mapping-rows.ts";

testMappingRows("the attributes of livekit", rows);

const scopeName = "livekit-agents";

describe("the name of a span tells its operation", () => {
  test.each([
    ["agent_session", "invoke_workflow"],
    ["agent_turn", "invoke_agent"],
    ["start_agent_activity", "invoke_agent"],
    ["function_tool", "execute_tool"],
    ["llm_request", "chat"],
    ["user_speaking", ""],
    ["user_turn", ""],
    ["tts_request", ""],
  ])("%s is %j", (name, operation) => {
    expect(rowOf({}, { name, scopeName })).toMatchObject({ dialect: "livekit", operation });
  });

  test.each([
    ["tts_request", "lk.input_text"],
    ["user_turn", "lk.user_transcript"],
  ])("%s is no chat for the words in %s", (name, key) => {
    const row = rowOf({ [key]: "Hello", "gen_ai.request.model": "tts-1" }, { name, scopeName });
    expect(row).toMatchObject({ operation: "", quality_flags: [] });
  });

  test("but not in another scope", () => {
    expect(rowOf({}, { name: "agent_turn" })).toMatchObject({ dialect: "none", operation: "" });
  });
});

describe("the agent's machinery is of level debug", () => {
  test.each([
    ["tts_fallback_adapter", 1, "debug"],
    ["tts_fallback_adapter", 2, "error"],
    ["user_speaking", 1, "debug"],
    ["eou_detection", 0, "debug"],
    ["llm_request_run", 1, "debug"],
    ["on_exit", 1, "debug"],
    ["drain_agent_activity", 1, "debug"],
    ["agent_turn", 1, ""],
    ["function_tool", 2, ""],
  ])("%s with status %i: %j", (name, statusCode, level) => {
    expect(rowOf({}, { name, scopeName, statusCode }).level).toBe(level);
  });
});

test("the context of a call keeps what was said, not the bookkeeping", () => {
  const items = [
    {
      id: "1",
      type: "message",
      role: "system",
      content: ["Be Kelly."],
      interrupted: false,
      metrics: {},
      created_at: 1.5,
    },
    { id: "2", type: "message", role: "user", content: ["Weather?"], interrupted: true },
    { id: "3/fnc", type: "function_call", call_id: "c1", name: "weather", arguments: '{"city":"Paris"}', extra: {} },
    { id: "4", type: "function_call_output", call_id: "c1", name: "weather", output: "rain", is_error: false },
  ];
  const row = rowOf({ "lk.chat_ctx": JSON.stringify({ items }) }, { scopeName, name: "llm_node" });
  expect(row.operation).toBe("chat");
  expect(row.input_messages).toEqual([
    { role: "system", parts: [{ type: "text", content: "Be Kelly." }] },
    {
      role: "user",
      parts: [
        { type: "text", content: "Weather?" },
        { type: "extra", interrupted: true },
      ],
    },
    {
      role: "assistant",
      parts: [{ type: "tool_call", id: "c1", item_id: "3/fnc", name: "weather", arguments: { city: "Paris" } }],
    },
    { role: "tool", parts: [{ type: "tool_call_response", id: "c1", name: "weather", response: "rain" }] },
  ]);
});

test("what the agent measured counts where the conventions say nothing, and stays", () => {
  const metrics = {
    ttft: 0.4,
    prompt_tokens: 100,
    completion_tokens: 10,
    total_tokens: 110,
    prompt_cached_tokens: 60,
    request_id: "r1",
    metadata: { model_name: "gpt-4o", model_provider: "openai" },
  };
  const row = rowOf(
    { "lk.llm_metrics": JSON.stringify(metrics), "gen_ai.usage.output_tokens": 10 },
    { scopeName, name: "llm_request" },
  );
  expect(row).toMatchObject({
    provider: "openai",
    request_model: "gpt-4o",
    request_id: "r1",
    input_tokens: 100,
    input_uncached_tokens: 40,
    cache_read_tokens: 60,
    output_tokens: 10,
    ttft_ms: 400,
    quality_flags: [],
  });
  expect(row.attributes["lk.llm_metrics"]).toBe(JSON.stringify(metrics));
});

test("a realtime model's metrics tell the audio", () => {
  const metrics = {
    input_tokens: 100,
    output_tokens: 50,
    input_token_details: { audio_tokens: 80, cached_tokens: 20 },
    output_token_details: { audio_tokens: 30 },
  };
  expect(rowOf({ "lk.realtime_model_metrics": JSON.stringify(metrics) }, { scopeName })).toMatchObject({
    input_audio_tokens: 80,
    cache_read_tokens: 20,
    input_uncached_tokens: 0,
    output_audio_tokens: 30,
    output_text_tokens: 20,
  });
});

test("audio that a realtime model had cached is not counted as uncached", () => {
  const details = { audio_tokens: 60, image_tokens: 0, cached_tokens: 30 };
  const cached = { audio_tokens: 20, text_tokens: 10, image_tokens: 0 };
  const metrics = { input_tokens: 100, input_token_details: { ...details, cached_tokens_details: cached } };
  expect(rowOf({ "lk.realtime_model_metrics": JSON.stringify(metrics) }, { scopeName })).toMatchObject({
    cache_read_tokens: 30,
    cache_read_audio_tokens: 20,
    input_audio_tokens: 40,
    input_uncached_tokens: 30,
    quality_flags: [],
  });
});

test.each(["not-json{", "[1]", '{"items":7}', '{"items":[7,null]}'])("context %s does no harm", (value) => {
  expect(() =>
    rowOf({ "lk.chat_ctx": value, "lk.llm_metrics": value, "lk.response.function_calls": value }),
  ).not.toThrow();
});
