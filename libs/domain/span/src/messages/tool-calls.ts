import type { ChatMessage } from "./chat-message.ts";
import type { ToolCall } from "../row/llm-span.ts";

/** The tools that the model asked for in its answer, in their order. */
export function toolCallsOf(messages: readonly ChatMessage[]): readonly ToolCall[] {
  return messages
    .flatMap(({ parts }) => parts)
    .filter(({ type }) => type === "tool_call")
    .map((part) => ({ id: part.id ?? "", name: part.name ?? "", arguments: part.arguments ?? null }));
}
