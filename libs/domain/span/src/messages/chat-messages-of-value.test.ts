import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesReader } from "./chat-messages-of-value.ts";
import type { ChatMessage } from "../index.ts";

const readInput = messagesReader("user");
const text = (content: string) => ({ type: "text", content });

describe("messages of every schema are read alike", () => {
  const call = { type: "tool_call", id: "c1", name: "weather", arguments: { city: "Paris" } };
  const cases: readonly [label: string, value: unknown, messages: readonly ChatMessage[]][] = [
    ["a plain text", "Hi", [{ role: "user", parts: [text("Hi")] }]],
    ["text that is a number in JSON", "42", [{ role: "user", parts: [text("42")] }]],
    ["text that looks like JSON", "[Hi] there", [{ role: "user", parts: [text("[Hi] there")] }]],
    [
      "a list of texts",
      ["Hi", "there"],
      [
        { role: "user", parts: [text("Hi")] },
        { role: "user", parts: [text("there")] },
      ],
    ],
    [
      "OpenTelemetry's parts",
      [{ role: "assistant", parts: [text("Hi"), call], finish_reason: "stop" }],
      [{ role: "assistant", parts: [text("Hi"), call], finish_reason: "stop" }],
    ],
    [
      "a tool's result by its older name",
      [{ role: "tool", parts: [{ type: "tool_call_response", id: "c1", result: "rain" }] }],
      [{ role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] }],
    ],
    ["OpenAI's content", [{ role: "user", content: "Hi" }], [{ role: "user", parts: [text("Hi")] }]],
    [
      "OpenAI's content parts",
      [
        {
          role: "user",
          content: [
            { type: "text", text: "Look" },
            { type: "image_url", image_url: { url: "u" } },
          ],
        },
      ],
      [{ role: "user", parts: [text("Look"), { type: "image_url", image_url: { url: "u" } }] }],
    ],
    [
      "OpenAI's tool calls",
      [
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Paris"}' } }],
        },
      ],
      [{ role: "assistant", parts: [call] }],
    ],
    [
      "OpenAI's tool answers",
      [{ role: "tool", tool_call_id: "c1", content: "rain" }],
      [{ role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] }],
    ],
    [
      "arguments that are no JSON",
      [{ role: "assistant", tool_calls: [{ function: { name: "weather", arguments: "{city:" } }] }],
      [{ role: "assistant", parts: [{ type: "tool_call", name: "weather", arguments: "{city:" }] }],
    ],
    [
      "a request around messages",
      { model: "m", messages: [{ role: "user", content: "Hi" }] },
      [{ role: "user", parts: [text("Hi")] }],
    ],
    [
      "Google's response around candidates",
      { candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, finishReason: "STOP", index: 0 }] },
      [{ role: "model", parts: [text("Hi")], finish_reason: "STOP" }],
    ],
    [
      "a candidate of Google's alone",
      { content: { role: "model", parts: [{ text: "Hi" }] }, finish_reason: "STOP" },
      [{ role: "model", parts: [text("Hi")], finish_reason: "STOP" }],
    ],
    [
      "the items of OpenAI's Responses",
      [
        { role: "user", content: "Weather?" },
        { type: "function_call", call_id: "c1", name: "weather", arguments: '{"city":"Paris"}' },
        { type: "function_call_output", call_id: "c1", output: "rain" },
      ],
      [
        { role: "user", parts: [text("Weather?")] },
        { role: "assistant", parts: [call] },
        { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] },
      ],
    ],
    [
      "a response around choices",
      { choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }] },
      [{ role: "assistant", parts: [text("Hi")], finish_reason: "stop" }],
    ],
    [
      "Anthropic's blocks",
      [
        { role: "assistant", content: [{ type: "tool_use", id: "c1", name: "weather", input: { city: "Paris" } }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "c1", content: "rain" }] },
      ],
      [
        { role: "assistant", parts: [call] },
        { role: "user", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] },
      ],
    ],
    [
      "Google's contents",
      {
        contents: [
          { role: "model", parts: [{ text: "Hi" }, { functionCall: { name: "weather", args: { city: "Paris" } } }] },
        ],
      },
      [{ role: "model", parts: [text("Hi"), { type: "tool_call", name: "weather", arguments: { city: "Paris" } }] }],
    ],
    [
      "an answer's text",
      { text: "Hi", finish_reason: "stop" },
      [{ role: "user", parts: [text("Hi")], finish_reason: "stop" }],
    ],
    ["parts without a message", [text("Hi"), text("there")], [{ role: "user", parts: [text("Hi"), text("there")] }]],
    ["an object of another kind", { foo: "bar" }, [{ role: "user", parts: [text('{"foo":"bar"}')] }]],
    [
      "fields that no schema knows",
      [{ role: "user", content: "Hi", name: "ann", refusal: null }],
      [{ role: "user", parts: [text("Hi"), { type: "extra", name: "ann" }] }],
    ],
  ];
  test.each(cases)("%s", (_, value, messages) => {
    const given = typeof value === "string" ? value : JSON.stringify(value);
    expect(readInput(given)).toEqual(messages);
  });

  test.each([
    ["[{'role': 'user', 'content': 'Hi'}]", "Hi"],
    ["{'messages': [{'role': 'user', 'content': \"It's\"}]}", "It's"],
    ["{'a': 1}", "{'a': 1}"],
    ["[{'role': 'user'", "[{'role': 'user'"],
  ])("messages that Python printed: %s", (given, said) => {
    expect(readInput(given)).toEqual([{ role: "user", parts: [text(said)] }]);
  });

  test("text of nothing but space costs no more than its length", () => {
    const space = " ".repeat(1_000_000);
    expect(readInput(space)).toEqual([{ role: "user", parts: [text(space)] }]);
  });

  test("JSON that is nested too deep stays text", () => {
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    expect(readInput(deep)).toEqual([{ role: "user", parts: [text(deep)] }]);
  });

  test("no JSON makes it throw, and what comes out is messages", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        for (const message of readInput(json) ?? []) {
          expect(message.role).not.toBe("");
          expect(message.parts.every(({ type }) => typeof type === "string")).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test("a list that is far too long for a conversation stays one text", () => {
  const text = JSON.stringify(Array.from({ length: 10_001 }, () => 1));
  expect(messagesReader("user")(text)).toEqual([{ role: "user", parts: [{ type: "text", content: text }] }]);
  const content = Array.from({ length: 10_001 }, () => 1);
  expect(messagesReader("user")(JSON.stringify([{ role: "user", content }]))).toEqual([
    { role: "user", parts: [{ type: "text", content: JSON.stringify(content) }] },
  ]);
});
