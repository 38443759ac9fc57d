import { describe, expect, test } from "vitest";
import type { ChatMessage } from "./chat-message.ts";
import { messagesReader } from "./chat-messages-of-value.ts";

const read = (value: unknown) => messagesReader("assistant")(JSON.stringify(value));
const text = (content: string) => ({ type: "text", content });
const call = { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Paris" } };
const answer = { type: "tool_call_response", id: "c1", response: "rain" };

describe("the bodies of SDKs and APIs hold their messages", () => {
  const cases: readonly [label: string, body: unknown, messages: readonly ChatMessage[]][] = [
    [
      "LangChain's result of several prompts",
      { generations: [[{ text: "Hi", type: "ChatGeneration", generation_info: { finish_reason: "stop" } }]] },
      [{ role: "assistant", parts: [text("Hi")], finish_reason: "stop" }],
    ],
    [
      "LangChain's result with messages",
      {
        generations: [
          [
            {
              text: "",
              message: { lc: 1, type: "constructor", id: ["AIMessage"], kwargs: { type: "ai", content: "Hi" } },
            },
          ],
        ],
      },
      [{ role: "assistant", parts: [text("Hi")] }],
    ],
    [
      "a response of OpenAI's Responses",
      {
        object: "response",
        output: [
          {
            type: "reasoning",
            summary: [
              { type: "summary_text", text: "Hm" },
              { type: "summary_text", text: "so" },
            ],
          },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hi" }] },
          { type: "function_call", call_id: "c1", name: "weather", arguments: '{"city":"Paris"}' },
        ],
      },
      [
        { role: "assistant", parts: [{ type: "reasoning", content: "Hm\nso" }] },
        { role: "assistant", parts: [text("Hi"), { type: "extra" }] },
        { role: "assistant", parts: [call] },
      ],
    ],
    [
      "a request of OpenAI's Responses",
      { model: "m", input: [{ role: "user", content: "Hi" }] },
      [{ role: "user", parts: [text("Hi")] }],
    ],
    ["values that are no items", { output: [1, 2] }, [{ role: "assistant", parts: [text('{"output":[1,2]}')] }]],
    [
      "a response of Bedrock's Converse",
      {
        output: {
          message: {
            role: "assistant",
            content: [
              { reasoningContent: { reasoningText: { text: "Hm", signature: "s" } } },
              { text: "Hi" },
              { toolUse: { toolUseId: "c1", name: "weather", input: { city: "Paris" } } },
            ],
          },
        },
        stopReason: "tool_use",
      },
      [
        {
          role: "assistant",
          parts: [{ type: "reasoning", content: "Hm", signature: "s" }, text("Hi"), call],
          finish_reason: "tool_use",
        },
      ],
    ],
    [
      "a request of Bedrock's Converse",
      { messages: [{ role: "user", content: [{ toolResult: { toolUseId: "c1", content: "rain" } }] }] },
      [{ role: "user", parts: [answer] }],
    ],
    [
      "Haystack's replies",
      { replies: [{ role: "assistant", content: [{ text: "Hi" }] }] },
      [{ role: "assistant", parts: [text("Hi")] }],
    ],
    [
      "LlamaIndex's blocks",
      { message: { role: "assistant", additional_kwargs: {}, blocks: [{ block_type: "text", text: "Hi" }] } },
      [{ role: "assistant", parts: [{ block_type: "text", ...text("Hi") }] }],
    ],
    ["Semantic Kernel's items", [{ role: "user", items: [{ text: "Hi" }] }], [{ role: "user", parts: [text("Hi")] }]],
    [
      "the Vercel AI SDK's messages",
      [
        {
          role: "assistant",
          content: [{ type: "tool-call", toolCallId: "c1", toolName: "weather", input: { city: "Paris" } }],
        },
        { role: "tool", content: [{ type: "tool-result", toolCallId: "c1", output: { type: "text", value: "rain" } }] },
      ],
      [
        { role: "assistant", parts: [call] },
        { role: "tool", parts: [answer] },
      ],
    ],
    [
      "the Vercel AI SDK's result",
      { text: "Hi", toolCalls: [{ toolCallId: "c1", toolName: "weather", input: { city: "Paris" } }] },
      [{ role: "assistant", parts: [text("Hi"), call] }],
    ],
    [
      "the function of before there were tools",
      { role: "assistant", content: null, function_call: { name: "weather", arguments: '{"city":"Paris"}' } },
      [{ role: "assistant", parts: [{ type: "tool_call", name: "weather", arguments: { city: "Paris" } }] }],
    ],
    [
      "Anthropic's reason",
      { role: "assistant", content: [{ type: "text", text: "Hi" }], stop_reason: "end_turn", stop_sequence: null },
      [{ role: "assistant", parts: [text("Hi")], finish_reason: "end_turn" }],
    ],
    [
      "Ollama's reason",
      { message: { role: "assistant", content: "Hi" }, done_reason: "stop" },
      [{ role: "assistant", parts: [text("Hi")], finish_reason: "stop" }],
    ],
  ];
  test.each(cases)("%s", (_, body, messages) => {
    expect(read(body)).toEqual(messages);
  });
});
