import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./genkit.mapping-rows.ts";

testMappingRows("the attributes of genkit", rows);

const scopeName = "genkit-tracer";
const request = {
  messages: [{ role: "user", content: [{ text: "Hi" }] }],
  config: { temperature: 0.5, topP: 0.9, maxOutputTokens: 64 },
};
const response = {
  message: { role: "model", content: [{ text: "Hello" }] },
  finishReason: "stop",
  usage: { inputTokens: 10, outputTokens: 5, totalTokens: 18, thoughtsTokens: 3, cachedContentTokens: 4 },
};
const action = (name: string, subtype: string, input: unknown = request, output: unknown = response) => ({
  "genkit:name": name,
  "genkit:path": `/{${name},t:action}`,
  "genkit:metadata:subtype": subtype,
  "genkit:input": JSON.stringify(input),
  "genkit:output": JSON.stringify(output),
});

test("the action of a model is a call", () => {
  expect(rowOf(action("googleai/gemini-2.5-flash", "model"), { scopeName })).toMatchObject({
    dialect: "genkit",
    operation: "chat",
    provider: "gcp.gemini",
    request_model: "gemini-2.5-flash",
    input_tokens: 10,
    input_uncached_tokens: 6,
    cache_read_tokens: 4,
    output_tokens: 8,
    reasoning_tokens: 3,
    finish_reasons: ["stop"],
    request_temperature: 0.5,
    request_top_p: 0.9,
    request_max_tokens: 64,
    input_messages: [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
    output_messages: [{ role: "model", parts: [{ type: "text", content: "Hello" }] }],
  });
});

describe("other actions", () => {
  test.each([
    ["flow", "invoke_workflow"],
    ["embedder", "embeddings"],
    ["retriever", "retrieval"],
    ["prompt", "render_prompt"],
  ])("%s is %s, and has no usage of its own", (subtype, operation) => {
    const row = rowOf(action("menu", subtype), { scopeName });
    expect(row).toMatchObject({ operation, input_tokens: null, request_model: "" });
  });

  test("a tool has its arguments and result", () => {
    const row = rowOf(action("weather", "tool", { city: "Paris" }, "rain"), { scopeName });
    expect(row).toMatchObject({
      operation: "execute_tool",
      tool_name: "weather",
      input_messages: [{ parts: [{ type: "tool_call", name: "weather", arguments: { city: "Paris" } }] }],
    });
  });
});

test.each(["not-json{", "[]", '"text"', '{"usage":[]}'])("a body %s does no harm", (body) => {
  const attributes = { "genkit:metadata:subtype": "model", "genkit:input": body, "genkit:output": body };
  expect(rowOf(attributes, { scopeName })).toMatchObject({ operation: "chat", input_tokens: null });
});
