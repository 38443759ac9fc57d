import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../index.ts";
import { inputText, outputText } from "../index.ts";

const say = (role: string, ...texts: string[]): ChatMessage => ({
  role,
  parts: texts.map((content) => ({ type: "text", content })),
});
const call: ChatMessage = {
  role: "assistant",
  parts: [{ type: "tool_call", name: "weather", arguments: { city: "Paris" } }],
};
const answer = (response: unknown): ChatMessage => ({
  role: "tool",
  parts: [{ type: "tool_call_response", response }],
});

describe("the input text is what the model was asked last", () => {
  const cases: readonly [label: string, messages: readonly ChatMessage[], text: string][] = [
    ["no messages", [], ""],
    ["one question", [say("user", "Hi")], "Hi"],
    ["several parts", [say("user", "Look:", "a cat")], "Look:\na cat"],
    ["instructions are no question", [say("system", "Be kind"), say("user", "Hi"), say("developer", "Be brief")], "Hi"],
    [
      "earlier turns are left out",
      [say("user", "One"), say("assistant", "1"), say("user", "Two"), say("user", "Three")],
      "Two\nThree",
    ],
    ["what tools answered counts", [say("user", "Weather?"), call, answer("rain"), answer({ t: 4 })], 'rain\n{"t":4}'],
    ["an answer at the end: the last question", [say("user", "Hi"), say("assistant", "Hello")], "Hi"],
    ["Google's role for answers", [say("user", "One"), say("model", "1"), say("user", "Two")], "Two"],
    [
      "reasoning and images are no text",
      [
        {
          role: "user",
          parts: [
            { type: "uri", uri: "x" },
            { type: "reasoning", content: "hm" },
          ],
        },
      ],
      "",
    ],
  ];
  test.each(cases)("%s", (_, input_messages, text) => {
    expect(inputText({ input_messages })).toBe(text);
  });
});

test("the output text is the texts of all output messages", () => {
  const output_messages = [say("assistant", "One"), call, say("assistant", "Two", "Three"), answer(null)];
  expect(outputText({ output_messages })).toBe("One\nTwo\nThree");
});
