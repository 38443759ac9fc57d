import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { testMappingRows } from "../testing/mapping-rows.ts";
import { rows } from "./vercel-ai-sdk.mapping-rows.ts";

testMappingRows("the attributes of vercel-ai-sdk", rows);

function normalised(attributes: Readonly<Record<string, AnyValue>>, more: Partial<OtlpSpan> = {}): LlmSpan {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "span",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    scopeName: "ai",
    attributes: new Map(Object.entries(attributes)),
    ...more,
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}

const json = JSON.stringify;

describe("the operation of a span", () => {
  test.each([
    ["ai.generateText.doGenerate", "chat", false],
    ["ai.streamText.doStream", "chat", true],
    ["ai.generateObject.doGenerate", "chat", false],
    ["ai.streamObject.doStream", "chat", true],
    ["ai.generateText", "invoke_agent", false],
    ["ai.streamText", "invoke_agent", true],
    ["ai.generateObject", "invoke_agent", false],
    ["ai.streamObject", "invoke_agent", true],
    ["ai.embed", "embeddings", false],
    ["ai.embed.doEmbed", "embeddings", false],
    ["ai.embedMany", "embeddings", false],
    ["ai.embedMany.doEmbed", "embeddings", false],
    ["ai.rerank", "rerank", false],
    ["ai.rerank.doRerank", "rerank", false],
    ["ai.toolCall", "execute_tool", null],
  ])("%s is %s", (id, operation, isStreaming) => {
    const expected = { operation, is_streaming: isStreaming, dialect: "vercel_ai_sdk" };
    expect(normalised({ "ai.operationId": id, "ai.model.id": "m" })).toMatchObject(expected);
    expect(normalised({ "operation.name": `${id} my function`, "ai.model.id": "m" })).toMatchObject(expected);
  });

  test.each(["ai.response.model", "ai.response.id", "gen_ai.response.model", "ai.prompt.messages"])(
    "a function that tells %s is one call",
    (key) => {
      expect(normalised({ "ai.operationId": "ai.generateText", [key]: "x" }).operation).toBe("chat");
    },
  );

  test("a function without a model, and a name of another vendor's, are no operation", () => {
    expect(normalised({ "ai.operationId": "ai.generateText" }).operation).toBe("");
    expect(normalised({ "operation.name": "http.request" }, { scopeName: "web" })).toMatchObject({
      operation: "",
      dialect: "none",
    });
  });
});

describe("what the model was given", () => {
  const call = { type: "tool-call", toolCallId: "c1", toolName: "weather" };
  const result = { type: "tool-result", toolCallId: "c1", toolName: "weather" };
  const asked = { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Oslo" } };
  const answered = { type: "tool_call_response", id: "c1", name: "weather", response: { celsius: 4 } };

  test.each<[string, unknown, unknown]>([
    ["version 4's call", { ...call, args: { city: "Oslo" } }, asked],
    ["version 5's call", { ...call, input: { city: "Oslo" } }, asked],
    ["a call with arguments as text", { ...call, input: '{"city":"Oslo"}' }, asked],
    ["version 4's result", { ...result, result: { celsius: 4 } }, answered],
    ["version 5's result", { ...result, output: { type: "json", value: { celsius: 4 } } }, answered],
    [
      "a result that is an error",
      { ...result, output: { type: "error-text", value: "no such city" } },
      { ...answered, response: "no such city", is_error: true },
    ],
    ["reasoning", { type: "reasoning", text: "hm" }, { type: "reasoning", content: "hm" }],
    [
      "a file",
      { type: "file", mediaType: "image/png", data: "aa" },
      { type: "file", mediaType: "image/png", data: "aa" },
    ],
  ])("%s", (_, part, expected) => {
    const messages = [{ role: "assistant", content: [part] }];
    expect(normalised({ "ai.prompt.messages": json(messages) }).input_messages).toEqual([
      { role: "assistant", parts: [expected] },
    ]);
  });

  test("a call of a user interface's message, with its result", () => {
    const toolInvocation = {
      state: "result",
      toolCallId: "c1",
      toolName: "weather",
      args: { city: "Oslo" },
      result: { celsius: 4 },
    };
    const messages = [{ role: "assistant", content: "", parts: [{ type: "tool-invocation", toolInvocation }] }];
    expect(normalised({ "ai.prompt": json({ messages }) }).input_messages).toEqual([
      { role: "assistant", parts: [asked, answered] },
    ]);
  });

  test.each<[string, unknown, unknown]>([
    ["a prompt", { prompt: "hi" }, [{ role: "user", parts: [{ type: "text", content: "hi" }] }]],
    [
      "a prompt of messages",
      { prompt: [{ role: "user", content: "hi" }] },
      [{ role: "user", parts: [{ type: "text", content: "hi" }] }],
    ],
    [
      "messages",
      { messages: [{ role: "assistant", content: "hi" }] },
      [{ role: "assistant", parts: [{ type: "text", content: "hi" }] }],
    ],
    ["a plain text", "hi", [{ role: "user", parts: [{ type: "text", content: "hi" }] }]],
  ])("%s in ai.prompt", (_, prompt, expected) => {
    expect(normalised({ "ai.prompt": typeof prompt === "string" ? prompt : json(prompt) })).toMatchObject({
      input_messages: expected,
      attributes: {},
    });
  });

  test("a system prompt is text, a message, or a list of them", () => {
    for (const system of [
      "Be brief.",
      { role: "system", content: "Be brief." },
      [{ role: "system", content: "Be brief." }],
    ]) {
      expect(normalised({ "ai.prompt": json({ system, prompt: "hi" }) }).system_instructions).toBe("Be brief.");
    }
  });

  test("tools come as a list of JSON texts; what is no definition stays an attribute", () => {
    const tools = ['{"type":"function","name":"weather"}', '{"type":"function","name":"time"}'];
    expect(normalised({ "ai.prompt.tools": tools })).toMatchObject({
      tool_definitions: `[${tools.join(",")}]`,
      attributes: {},
    });
    expect(normalised({ "ai.telemetry.metadata.tools": ["hammer"] })).toMatchObject({
      tool_definitions: "",
      attributes: { "ai.telemetry.metadata.tools": '["hammer"]' },
    });
  });
});

describe("what the model answered", () => {
  test("reasoning, text, files, calls of tools and the finish reason are one message", () => {
    const span = normalised({
      "ai.operationId": "ai.generateText.doGenerate",
      "ai.response.finishReason": "tool-calls",
      "ai.response.reasoning": "First the weather.",
      "ai.response.text": "Let me see.",
      "ai.response.files": json([{ type: "file", mediaType: "image/png", data: "aa" }]),
      "ai.response.toolCalls": json([
        { type: "tool-call", toolCallId: "c1", toolName: "weather", input: { city: "Oslo" } },
      ]),
    });
    expect(span).toMatchObject({
      output_messages: [
        {
          role: "assistant",
          finish_reason: "tool-calls",
          parts: [
            { type: "reasoning", content: "First the weather." },
            { type: "text", content: "Let me see." },
            { type: "file", mediaType: "image/png", data: "aa" },
            { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Oslo" } },
          ],
        },
      ],
      tool_calls: [{ id: "c1", name: "weather", arguments: { city: "Oslo" } }],
      finish_reasons: ["tool-calls"],
      attributes: {},
    });
  });

  test("version 3 says result, and its calls hold their arguments as text", () => {
    const calls = [{ toolCallType: "function", toolCallId: "c1", toolName: "weather", args: '{"city":"Oslo"}' }];
    const span = normalised({ "ai.result.text": "hi", "ai.result.toolCalls": json(calls), "ai.finishReason": "stop" });
    expect(span.output_messages).toEqual([
      {
        role: "assistant",
        finish_reason: "stop",
        parts: [
          { type: "text", content: "hi" },
          { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Oslo" } },
        ],
      },
    ]);
  });

  test("of two names that say the same, neither is kept; one that says something else is", () => {
    expect(normalised({ "ai.response.text": "hi", "ai.result.text": "hi" }).attributes).toEqual({});
    expect(normalised({ "ai.response.text": "hi", "ai.result.text": "ho" }).attributes).toEqual({
      "ai.result.text": "ho",
    });
  });

  test("reasoning in several pieces, and an object", () => {
    const reasoning = json([
      { type: "text", text: "a" },
      { type: "redacted", data: "x" },
    ]);
    const span = normalised({ "ai.response.reasoning": reasoning, "ai.response.object": '{"a":1}' });
    expect(span.output_messages[0]?.parts).toEqual([
      { type: "reasoning", content: "a" },
      { type: "redacted", data: "x" },
      { type: "text", content: '{"a":1}' },
    ]);
  });

  test("a tool's span holds the call and its answer", () => {
    const span = normalised({
      "ai.operationId": "ai.toolCall",
      "ai.toolCall.id": "c1",
      "ai.toolCall.name": "weather",
      "ai.toolCall.args": '{"city":"Oslo"}',
      "ai.toolCall.result": '{"celsius":4}',
    });
    expect(span).toMatchObject({
      operation: "execute_tool",
      tool_name: "weather",
      tool_call_id: "c1",
      input_messages: [
        { role: "assistant", parts: [{ type: "tool_call", id: "c1", name: "weather", arguments: { city: "Oslo" } }] },
      ],
      output_messages: [
        { role: "tool", parts: [{ type: "tool_call_response", id: "c1", name: "weather", response: { celsius: 4 } }] },
      ],
      tool_calls: [],
      attributes: {},
    });
    const newer = normalised({ "ai.toolCall.input": '{"a":1}', "ai.toolCall.output": "done" });
    expect(newer.input_messages[0]?.parts).toEqual([{ type: "tool_call", arguments: { a: 1 } }]);
    expect(newer.output_messages[0]?.parts).toEqual([{ type: "tool_call_response", response: "done" }]);
    const quoted = normalised({ "ai.toolCall.name": "say", "ai.toolCall.result": '"done"' });
    expect(quoted.output_messages[0]?.parts).toMatchObject([{ type: "tool_call_response", response: "done" }]);
  });
});

describe("timing", () => {
  const streamed = { "ai.response.msToFirstChunk": 400, "ai.usage.outputTokens": 101 };

  test("the time per token leaves out the wait for the first", () => {
    expect(normalised({ ...streamed, "ai.response.msToFinish": 2400 })).toMatchObject({ ttft_ms: 400, tpot_ms: 20 });
  });

  test.each(["ai.response.avgOutputTokensPerSecond", "ai.response.avgCompletionTokensPerSecond"])(
    "the end is told by %s too",
    (key) => {
      expect(normalised({ ...streamed, [key]: 50.5 }).tpot_ms).toBe(16);
    },
  );

  test("is unknown without a first chunk, a second token, or an end after it", () => {
    const unended = { endTimeUnixNano: 0n };
    expect(normalised({ "ai.usage.outputTokens": 9, "ai.response.msToFinish": 900 }, unended).tpot_ms).toBeNull();
    expect(
      normalised({ ...streamed, "ai.usage.outputTokens": 1, "ai.response.msToFinish": 900 }, unended).tpot_ms,
    ).toBeNull();
    expect(normalised({ ...streamed, "ai.response.msToFinish": 300 }, unended).tpot_ms).toBeNull();
    expect(normalised({ ...streamed, "ai.response.avgOutputTokensPerSecond": 0 }, unended).tpot_ms).toBeNull();
    expect(normalised({ "ai.response.msToFirstChunk": -1 })).toMatchObject({
      ttft_ms: null,
      quality_flags: ["invalid_ttft"],
    });
  });

  test.each(["ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"])(
    "the event of the first chunk tells %s",
    (key) => {
      const first = { name: "ai.stream.firstChunk", timeUnixNano: 1n, attributes: new Map([[key, 12]]) };
      const span = normalised({ "ai.operationId": "ai.streamText" }, { events: [first] });
      expect(span).toMatchObject({ ttft_ms: 12, events: "" });
    },
  );
});

describe("the caller", () => {
  test("a prompt of Langfuse comes as JSON, and stays an attribute", () => {
    const prompt = json({ name: "answer", version: 3, prompt: "Be brief." });
    expect(normalised({ "ai.telemetry.metadata.langfusePrompt": prompt })).toMatchObject({
      prompt_name: "answer",
      prompt_version: "3",
      attributes: { "ai.telemetry.metadata.langfusePrompt": prompt },
    });
    expect(
      normalised({ "ai.telemetry.metadata.langfusePrompt": json({ name: "a", version: "v3" }) }).prompt_version,
    ).toBe("v3");
  });

  test("what else the caller says stays an attribute", () => {
    expect(normalised({ "ai.telemetry.metadata.topic": "birds" }).attributes).toEqual({
      "ai.telemetry.metadata.topic": "birds",
    });
  });
});

test("hostile values neither throw nor take long", () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const keys = [
    "ai.prompt",
    "ai.prompt.messages",
    "ai.prompt.tools",
    "ai.response.toolCalls",
    "ai.response.reasoning",
    "ai.response.files",
    "ai.response.finishReason",
    "ai.response.providerMetadata",
    "ai.usage.inputTokenDetails",
    "ai.telemetry.metadata.langfusePrompt",
    "ai.values",
    "ai.toolCall.args",
    "ai.model.provider",
  ];
  const hostile: readonly AnyValue[] = [
    deep,
    `{"messages":${deep}}`,
    `"${"x".repeat(200_000)}`,
    ".chat".repeat(50_000),
    "[null,1,{},[]]",
    '{"anthropic":null,"bedrock":{"usage":{"cacheDetails":[null,1,{"ttl":"5m","inputTokens":"x"}]}},"gateway":{"routing":{"attempts":{}}}}',
    '{"__proto__":{"usage":1},"anthropic":{"usage":{"input_tokens":-1}}}',
    new Map<string, AnyValue>([["unified", new Map()]]),
    [null, new Uint8Array(3)],
    Number.NaN,
    null,
    true,
  ];
  for (const key of keys) for (const value of hostile) normalised({ "ai.operationId": "ai.toolCall", [key]: value });
  const anything = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.string(), fc.json(), fc.double(), fc.boolean()));
  fc.assert(
    fc.property(anything, (attributes) => {
      normalised(attributes);
    }),
  );
});

test("the span of a function may name its model by the conventions alone", () => {
  const row = normalised({ "ai.operationId": "ai.generateText", "gen_ai.request.model": "gpt-4o" });
  expect(row).toMatchObject({ operation: "invoke_agent", request_model: "gpt-4o" });
});
