import { describe, expect, test } from "vitest";
import { messagesReader } from "./chat-messages-of-value.ts";

const read = (value: unknown) => messagesReader("user")(JSON.stringify(value));
const text = (content: string) => [{ type: "text", content }];
const written = (name: string, kwargs: object) => ({
  lc: 1,
  type: "constructor",
  id: ["langchain_core", "messages", name],
  kwargs,
});

describe("messages of LangChain", () => {
  test.each([
    ["human", "user"],
    ["ai", "assistant"],
    ["system", "system"],
    ["AIMessageChunk", "assistant"],
  ])("of type %s are said by the %s", (type, role) => {
    const expected = [{ role, parts: text("Hi") }];
    expect(read([{ type, content: "Hi", additional_kwargs: {}, response_metadata: {}, example: false }])).toEqual(
      expected,
    );
    expect(read({ messages: [{ type, content: "Hi" }] })).toEqual(expected);
  });

  test.each([
    ["HumanMessage", "user"],
    ["AIMessage", "assistant"],
    ["SystemMessage", "system"],
  ])("as JavaScript writes a %s are said by the %s", (name, role) => {
    expect(read({ messages: [written(name, { content: "Hi", additional_kwargs: {} })] })).toEqual([
      { role, parts: text("Hi") },
    ]);
  });

  test("ask for tools in their own way, or in that of the provider", () => {
    const call = { type: "tool_call", id: "c1", name: "search", arguments: { q: "x" } };
    const own = { type: "ai", content: "", tool_calls: [{ id: "c1", name: "search", args: { q: "x" } }] };
    const raw = [{ id: "c1", type: "function", function: { name: "search", arguments: '{"q":"x"}' } }];
    const ofProvider = { type: "ai", content: "", tool_calls: [], additional_kwargs: { tool_calls: raw } };
    expect(read([own])).toEqual([{ role: "assistant", parts: [call] }]);
    expect(read([ofProvider])).toEqual([{ role: "assistant", parts: [call] }]);
  });

  test("answer calls", () => {
    expect(read([written("ToolMessage", { content: "rain", tool_call_id: "c1" })])).toEqual([
      { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rain" }] },
    ]);
  });

  test("say why they ended, and keep what else came with them", () => {
    const [message] =
      read([{ type: "ai", content: "Hi", response_metadata: { finish_reason: "stop", logprobs: 1 } }]) ?? [];
    expect(message).toMatchObject({ role: "assistant", finish_reason: "stop" });
    expect(message?.parts.at(-1)).toMatchObject({ type: "extra", response_metadata: { logprobs: 1 } });
  });

  test("may come in a list of lists", () => {
    expect(read([[{ type: "human", content: "Hi" }]])).toEqual([{ role: "user", parts: text("Hi") }]);
  });

  test("are not mistaken for parts of a message, tools or other objects that LangChain writes", () => {
    expect(read([{ type: "text", text: "Hi" }])).toEqual([{ role: "user", parts: text("Hi") }]);
    expect(read([written("PromptValue", { text: "Hi" })])?.[0]?.role).toBe("user");
    expect(read([{ role: "assistant", type: "human", content: "Hi" }])?.[0]?.role).toBe("assistant");
  });
});
