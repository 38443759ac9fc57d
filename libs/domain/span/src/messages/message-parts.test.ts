import { expect, test } from "vitest";
import type { JsonValue } from "../otlp/any-value.ts";
import { partsOfContent } from "./message-parts.ts";

const cases: readonly [label: string, content: JsonValue, part: object][] = [
  ["a text", { type: "text", text: "Hi" }, { type: "text", content: "Hi" }],
  ["Google's text", { text: "Hi" }, { type: "text", content: "Hi" }],
  ["Google's thought", { text: "Hm", thought: true }, { type: "reasoning", content: "Hm" }],
  ["Google's text that is no thought", { text: "Hi", thought: false }, { type: "text", content: "Hi", thought: false }],
  [
    "Google's call",
    { functionCall: { id: "c", name: "f", args: { a: 1 } } },
    { type: "tool_call", id: "c", name: "f", arguments: { a: 1 } },
  ],
  [
    "Google's answer",
    { function_response: { name: "f", response: { b: 2 } } },
    { type: "tool_call_response", name: "f", response: { b: 2 } },
  ],
  [
    "Google's media",
    { inline_data: { mime_type: "image/png", data: "aGk=" } },
    { type: "blob", mime_type: "image/png", content: "aGk=" },
  ],
  [
    "Google's file",
    { fileData: { mimeType: "image/png", fileUri: "gs://b/o" } },
    { type: "uri", mime_type: "image/png", uri: "gs://b/o" },
  ],
  [
    "a call of OpenAI's Responses",
    { type: "function_call", id: "fc_1", call_id: "c", name: "f", arguments: '{"a":1}' },
    { type: "tool_call", id: "c", item_id: "fc_1", name: "f", arguments: { a: 1 } },
  ],
  [
    "an answer of OpenAI's Responses",
    { type: "function_call_output", call_id: "c", output: "rain" },
    { type: "tool_call_response", id: "c", response: "rain" },
  ],
  ["what no schema knows", { type: "weather", mood: 7 }, { type: "weather", mood: 7 }],
  ["what has no type", { mood: 7 }, { type: "unknown", mood: 7 }],
];

test.each(cases)("%s", (_, content, part) => {
  expect(partsOfContent(content)).toEqual([part]);
});
