import { describe, expect, test } from "vitest";
import { canonicalOperation, inferOperation } from "./operations.ts";
import type { SpanFacts } from "./span-facts.ts";

test.each([
  ["chat", "chat"],
  ["Chat", "chat"],
  ["chat_completion", "chat"],
  ["completion", "text_completion"],
  ["embedding", "embeddings"],
  ["retrieve", "retrieval"],
  ["workflow", "invoke_workflow"],
  ["plan", "plan"],
  ["fetch_response", "fetch_response"],
  ["run_guardrail", "run_guardrail"],
  ["search_memory", "search_memory"],
  ["chat_streaming", "chat_streaming"],
  ["toString", "toString"],
])("%s is %s", (name, operation) => {
  expect(canonicalOperation(name)).toBe(operation);
});

describe("an operation that no one names", () => {
  const text = (role: string) => [{ role, parts: [{ type: "text", content: "Hi" }] }];
  const request = [{ role: "assistant", parts: [{ type: "tool_call" }] }];
  const answer = [{ role: "tool", parts: [{ type: "tool_call_response" }] }];
  const cases: readonly [label: string, name: string, facts: SpanFacts, operation: string | undefined][] = [
    ["is in the span's name", "chat gpt-4o", {}, "chat"],
    ["by an older word too", "chat.completions gpt-4", {}, "chat"],
    ["is a tool's", "x", { toolName: "t" }, "execute_tool"],
    ["is an agent's", "x", { agentName: "a" }, "invoke_agent"],
    ["is a tool's when only arguments are known", "x", { inputMessages: request }, "execute_tool"],
    ["is a tool's when only the result is known", "x", { outputMessages: answer }, "execute_tool"],
    ["is a model's that only asks for a tool", "x", { outputMessages: request }, "chat"],
    ["is a model's that was told a tool's result", "x", { inputMessages: answer, outputTokens: 1 }, "chat"],
    ["is a chat where messages are", "x", { inputMessages: text("user") }, "chat"],
    ["is unknown where only a model is", "x", { requestModel: "m" }, undefined],
  ];
  test.each(cases)("%s", (_, name, facts, operation) => {
    expect(inferOperation(name, facts)).toBe(operation);
  });
});
