import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./pydantic-ai.mapping-rows.ts";

testMappingRows("the attributes of pydantic-ai", rows);

const scopeName = "pydantic-ai";

test("an agent's run has the conversation, its result, and the model that it names", () => {
  const messages = [
    { role: "user", parts: [{ type: "text", content: "18" }] },
    { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "wheel", arguments: { square: 18 } }] },
    { role: "user", parts: [{ type: "tool_call_response", id: "c1", name: "wheel", result: "winner" }] },
  ];
  const attributes = {
    model_name: "gpt-4o",
    agent_name: "roulette",
    final_result: "You won",
    "gen_ai.usage.input_tokens": "174",
    "gen_ai.usage.output_tokens": "31",
    "logfire.msg": "roulette run",
    "pydantic_ai.all_messages": JSON.stringify(messages),
    "gen_ai.system_instructions": '[{"type":"text","content":"Be fair."}]',
  };
  const row = rowOf(attributes, { name: "roulette run", scopeName });
  expect(row).toMatchObject({
    operation: "invoke_agent",
    agent_name: "roulette",
    request_model: "gpt-4o",
    input_tokens: 174,
    output_tokens: 31,
    system_instructions: "Be fair.",
    output_messages: [{ role: "assistant", parts: [{ type: "text", content: "You won" }] }],
    attributes: { "logfire.msg": "roulette run" },
  });
  expect(row.input_messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
});

test("messages that came as a list of events are those of events", () => {
  const events = [
    { "event.name": "gen_ai.system.message", role: "system", content: "Be brief.", "gen_ai.message.index": 0 },
    { "event.name": "gen_ai.user.message", role: "user", content: "Hi", "gen_ai.system": "openai" },
    { "event.name": "gen_ai.choice", index: 0, message: { role: "assistant", content: "Hello" } },
    { "event.name": 7 },
    null,
  ];
  const row = rowOf({ "gen_ai.operation.name": "chat", events: JSON.stringify(events) }, { scopeName });
  expect(row.input_messages).toEqual([
    { role: "system", parts: [{ type: "text", content: "Be brief." }] },
    { role: "user", parts: [{ type: "text", content: "Hi" }] },
  ]);
  expect(row.output_messages).toEqual([{ role: "assistant", parts: [{ type: "text", content: "Hello" }] }]);
});

test("the names of a run mean nothing on spans of others", () => {
  const row = rowOf({ model_name: "resnet", agent_name: "a", final_result: "cat", events: "[]" });
  expect(row).toMatchObject({ dialect: "none", request_model: "", agent_name: "", output_messages: [] });
});

test("details of usage are part of the counts", () => {
  const row = rowOf(
    {
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 200,
      "gen_ai.usage.details.reasoning_tokens": 30,
      "gen_ai.usage.details.cache_write_tokens": 10,
      "gen_ai.usage.details.cache_read_tokens": 20,
      "gen_ai.usage.details.input_audio_tokens": 10,
      "gen_ai.usage.details.cache_audio_read_tokens": 5,
      "gen_ai.usage.details.output_audio_tokens": 30,
      "operation.cost": 0.002_225,
    },
    { scopeName },
  );
  expect(row).toMatchObject({
    input_tokens: 100,
    input_uncached_tokens: 65,
    cache_read_tokens: 20,
    cache_read_audio_tokens: 5,
    cache_write_5m_tokens: 10,
    input_audio_tokens: 5,
    output_text_tokens: 140,
    output_audio_tokens: 30,
    reasoning_tokens: 30,
    reported_cost_usd: 0.002_225,
  });
});

describe("Logfire's level", () => {
  test.each([
    [1, "debug"],
    [5, "debug"],
    [9, "default"],
    [13, "warning"],
    [17, "error"],
    ["21", "error"],
    [0, ""],
    ["high", ""],
  ])("%s is %j", (number, level) => {
    expect(rowOf({ "gen_ai.operation.name": "chat", "logfire.level_num": number }).level).toBe(level);
  });
});

test.each(["not-json{", "[7]", '{"function_tools":7}', "{}"])("a blob %s does no harm", (blob) => {
  const keys = [
    "pydantic_ai.all_messages",
    "all_messages_events",
    "events",
    "model_config",
    "model_request_parameters",
  ];
  const row = rowOf(Object.fromEntries(keys.map((key) => [key, blob])), { scopeName });
  expect(row).toMatchObject({ tool_definitions: "", request_max_tokens: null });
});

describe("the bodies of Logfire's instrumentation of a model's client", () => {
  const request = { model: "gpt-4o", messages: [{ role: "user", content: "Hi" }], stream: true, max_tokens: 9 };
  const attributes = { request_data: JSON.stringify(request), "gen_ai.system": "openai" };

  test.each([
    ["an answer", { message: { role: "assistant", content: "Hello" } }],
    ["a streamed answer", { combined_chunk_content: "Hello", chunk_count: 2 }],
  ])("tell a call: %s", (_, response) => {
    expect(rowOf({ ...attributes, response_data: JSON.stringify(response) })).toMatchObject({
      request_model: "gpt-4o",
      request_max_tokens: 9,
      is_streaming: true,
      input_messages: [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
      output_messages: [{ role: "assistant", parts: [{ type: "text", content: "Hello" }] }],
      attributes: { request_data: attributes.request_data },
    });
  });

  test("but not those of another request", () => {
    expect(rowOf({ request_data: '{"path":"/"}', response_data: '{"message":"ok"}' })).toMatchObject({
      dialect: "none",
      output_messages: [],
    });
  });
});
