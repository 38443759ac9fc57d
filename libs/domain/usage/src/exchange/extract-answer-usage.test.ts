import { describe, expect, it } from "vitest";

import { extractAnswerUsage } from "./extract-answer-usage.ts";

const usage = { prompt_tokens: 3, completion_tokens: 4 };
const chunks = [
  { model: "m", choices: [{}] },
  { model: "m", choices: [], usage },
];

describe("extractAnswerUsage", () => {
  it.each<[string, unknown]>([
    ["a value", { usage }],
    ["a usage object", usage],
    ["a list of one", [{ usage }]],
    ["the events of a stream", chunks],
    ["the text of a value", JSON.stringify({ usage })],
    ["the text of a stream", chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("")],
    ["JSON lines", chunks.map((chunk) => JSON.stringify(chunk)).join("\n")],
  ])("reads %s", (_label, body) => {
    const result = extractAnswerUsage({ provider: "openai", body });
    expect(result).toMatchObject({ kind: "usage", inputTokens: 3, outputTokens: 4, flags: [] });
  });

  it("takes the caller's model where the answer names none", () => {
    expect(extractAnswerUsage({ provider: "", model: "asked", body: usage })).toMatchObject({ model: "asked" });
    expect(extractAnswerUsage({ provider: "", model: "asked", body: chunks })).toMatchObject({ model: "m" });
  });

  it.each<[string, unknown, string]>([
    ["null", null, "empty_body"],
    ["an empty text", " ", "empty_body"],
    ["an empty list", [], "stream_without_usage"],
    ["a stream without usage", [{ choices: [{}] }, { choices: [{}] }], "stream_without_usage"],
    ["an error in a stream", 'data: {"error":{}}\n\n', "error_body"],
    ["prose", "how are you?", "unreadable_body"],
    ["a number", 7, "unknown_shape"],
  ])("says why %s has none", (_label, body, reason) => {
    expect(extractAnswerUsage({ provider: "openai", body })).toEqual({ kind: "none", reason });
  });
});
