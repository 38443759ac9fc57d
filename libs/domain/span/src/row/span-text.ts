import type { ChatMessage, MessagePart } from "../messages/chat-message.ts";
import type { LlmSpan } from "./llm-span.ts";

/**
 * What the model was asked last: the text of the user and tool messages after the last answer, else of the last user
 * message; `""` without any. Messages are joined by line feeds.
 */
export function inputText(span: Pick<LlmSpan, "input_messages">): string {
  const messages = span.input_messages;
  const lastAnswer = messages.findLastIndex(({ role }) => isAnswering(role));
  const trailing = joinTexts(messages.slice(lastAnswer + 1).filter(({ role }) => !isInstructing(role)));
  if (trailing !== "") return trailing;
  const lastUser = messages.findLast(({ role }) => role === "user");
  return lastUser === undefined ? "" : messageText(lastUser);
}

/** What the span answered: the texts of its output messages, joined by line feeds. */
export function outputText(span: Pick<LlmSpan, "output_messages">): string {
  return joinTexts(span.output_messages);
}

/** The text parts of one message and the answers of tools in it, joined by line feeds. */
export function messageText({ parts }: ChatMessage): string {
  return parts
    .map(partText)
    .filter((text) => text !== "")
    .join("\n");
}

function joinTexts(messages: readonly ChatMessage[]): string {
  return messages
    .map(messageText)
    .filter((text) => text !== "")
    .join("\n");
}

function partText({ type, content, response }: MessagePart): string {
  if (type === "text") return content ?? "";
  if (type !== "tool_call_response" || response === undefined || response === null) return "";
  return typeof response === "string" ? response : JSON.stringify(response);
}

function isInstructing(role: string): boolean {
  return role === "system" || role === "developer";
}

/** `model` is Google's word for the role. */
function isAnswering(role: string): boolean {
  return role === "assistant" || role === "model";
}
