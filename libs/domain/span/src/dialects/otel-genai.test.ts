import { describe, expect, test } from "vitest";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rowOf } from "../testing/row-of.ts";
import { rows } from "./otel-genai.mapping-rows.ts";

testMappingRows("the attributes of otel-genai", rows);

test("messages may be structured", () => {
  const part = new Map([
    ["type", "text"],
    ["content", "Hi"],
  ]);
  const message = new Map<string, string | Map<string, string>[]>([
    ["role", "user"],
    ["parts", [part]],
  ]);
  const expected = [{ role: "user", parts: [{ type: "text", content: "Hi" }] }];
  expect(rowOf({ "gen_ai.input.messages": [message] }).input_messages).toEqual(expected);
});

describe("usage by modality", () => {
  const usage = {
    "gen_ai.usage.input_tokens": 100,
    "gen_ai.usage.text.input_tokens": 40,
    "gen_ai.usage.image.input_tokens": 20,
    "gen_ai.usage.audio.input_tokens": 40,
    "gen_ai.usage.cache_read.input_tokens": 30,
    "gen_ai.usage.audio.cache_read.input_tokens": 10,
    "gen_ai.usage.cache_write.input_tokens": 5,
    "gen_ai.usage.output_tokens": 50,
    "gen_ai.usage.audio.output_tokens": 30,
    "gen_ai.usage.reasoning.output_tokens": 5,
  };
  test("is in buckets that add up", () => {
    expect(rowOf(usage)).toMatchObject({
      input_tokens: 100,
      input_uncached_tokens: 15,
      input_image_tokens: 20,
      input_audio_tokens: 30,
      cache_read_tokens: 30,
      cache_read_audio_tokens: 10,
      cache_write_5m_tokens: 5,
      output_text_tokens: 15,
      output_audio_tokens: 30,
      reasoning_tokens: 5,
      quality_flags: ["inferred_operation"],
    });
  });
});

test("a newer name of zero wins over an older one", () => {
  const attributes = { "gen_ai.usage.cache_read.input_tokens": 0, "gen_ai.usage.cache_read_input_tokens": 20 };
  expect(rowOf({ "gen_ai.usage.input_tokens": 100, ...attributes })).toMatchObject({
    cache_read_tokens: 0,
    input_uncached_tokens: 100,
  });
});

test("documents that were found are one message", () => {
  const documents = '[{"id":"d1","score":0.5,"content":"Paris"},"plain",null]';
  const row = rowOf({ "gen_ai.operation.name": "retrieval", "gen_ai.retrieval.documents": documents });
  expect(row.output_messages).toEqual([
    {
      role: "tool",
      parts: [
        { type: "document", id: "d1", score: 0.5, content: "Paris" },
        { type: "document", content: "plain" },
      ],
    },
  ]);
});

describe("what has no column of its own stays an attribute", () => {
  test.each([
    "gen_ai.request.top_k",
    "gen_ai.request.reasoning.level",
    "gen_ai.request.previous_response.id",
    "gen_ai.conversation.compacted",
    "gen_ai.workflow.name",
    "gen_ai.agent.id",
    "gen_ai.agent.version",
    "gen_ai.data_source.id",
  ])("%s", (key) => {
    expect(rowOf({ "gen_ai.operation.name": "chat", [key]: "7" }).attributes).toEqual({ [key]: "7" });
  });
});

describe("a time to the first token that cannot be", () => {
  test.each([-1, 90_000, "soon"])("%s is unknown, flagged, and kept", (seconds) => {
    const row = rowOf({ "gen_ai.operation.name": "chat", "gen_ai.response.time_to_first_chunk": seconds });
    expect(row).toMatchObject({ ttft_ms: null, quality_flags: ["invalid_ttft"] });
    expect(row.attributes["gen_ai.response.time_to_first_chunk"]).toBe(String(seconds));
  });
});
