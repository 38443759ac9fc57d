import { createOtlpSpan, normaliseSpan, type AnyValue } from "@parapet/span";
import { expect, test } from "vitest";

import { guardedParts } from "./guarded-parts.ts";

function partsOf(messages: readonly object[], answer = "") {
  const said = JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: answer }] }]);
  const span = createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "chat",
    attributes: new Map<string, AnyValue>([
      ["gen_ai.operation.name", "chat"],
      ["gen_ai.input.messages", JSON.stringify(messages)],
      ...(answer === "" ? [] : [["gen_ai.output.messages", said] as const]),
    ]),
  });
  return guardedParts(normaliseSpan(span, { tenant: "acme", receivedAtMs: 0 }), 0);
}

const user = (content: string): object => ({ role: "user", parts: [{ type: "text", content }] });
const tool = (response: string): object => ({
  role: "tool",
  parts: [{ type: "tool_call_response", id: "1", response }],
});

test("a span has its question, what each tool gave with its place, and its answer held to that", () => {
  const parts = partsOf([user("When?"), tool("at nine"), tool("at ten")], "At nine.");
  expect(parts.map(({ part, location, input }) => [part, location, input.text])).toEqual([
    ["input", "input", "When?"],
    ["tool", "input_messages.1.parts.0", "at nine"],
    ["tool", "input_messages.2.parts.0", "at ten"],
    ["output", "output", "At nine."],
  ]);
  expect(parts.at(-1)?.input.context).toBe("at nine\nat ten");
});

test("of very many tools the last stands for all that come after it", () => {
  const tools = partsOf(Array.from({ length: 100 }, (_, index) => tool(`answer ${index}`))).filter(
    ({ part }) => part === "tool",
  );
  expect(tools).toHaveLength(32);
  expect(tools.at(-1)?.input.text).toContain("answer 31\nanswer 32");
  expect(tools.at(-1)?.input.text).toContain("answer 99");
});

test("an answer is held to what tools gave last, where that is more than is read: one unit tells so", () => {
  const parts = partsOf([tool("old ".repeat(30_000)), tool("the newest fact")], "The newest fact.");
  expect(parts.at(-1)?.input.context).toHaveLength(65_537);
  expect(parts.at(-1)?.input.context?.endsWith("the newest fact")).toBe(true);
});
