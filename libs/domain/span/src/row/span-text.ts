import type { ChatMessage, MessagePart } from "../messages/chat-message.ts";
import type { LlmSpan } from "./llm-span.ts";

/** One text that went into a model, and where it stands in the span. */
export interface InputPart {
  readonly text: string;
  /** Whether a tool gave it: nobody whom the application trusts wrote it. */
  readonly isOfTool: boolean;
  /** As in `input_messages.3.parts.0`. */
  readonly location: string;
}

/**
 * What the model was asked last: the texts of the user and tool messages after the last answer, else of the last user
 * message.
 */
export function inputParts({ input_messages: messages }: Pick<LlmSpan, "input_messages">): readonly InputPart[] {
  const lastAnswer = messages.findLastIndex(({ role }) => isAnswering(role));
  const trailing = messages.flatMap((message, index) =>
    index > lastAnswer && !isInstructing(message.role) ? partsOf(message, index) : [],
  );
  if (trailing.length > 0) return trailing;
  const lastUser = messages.findLastIndex(({ role }) => role === "user");
  const message = messages[lastUser];
  return message === undefined ? [] : partsOf(message, lastUser);
}

/** The same as one text: parts are joined by line feeds; `""` without any. */
export function inputText(span: Pick<LlmSpan, "input_messages">): string {
  return inputParts(span)
    .map(({ text }) => text)
    .join("\n");
}

/** Every text that tools gave the model, also before its last answer. */
export function toolTexts({ input_messages: messages }: Pick<LlmSpan, "input_messages">): readonly string[] {
  return messages.flatMap(partsOf).flatMap(({ text, isOfTool }) => (isOfTool ? [text] : []));
}

function partsOf({ role, parts }: ChatMessage, index: number): readonly InputPart[] {
  return parts.flatMap((part, position) => {
    const text = partText(part);
    const isOfTool = role === "tool" || part.type === "tool_call_response";
    return text === "" ? [] : [{ text, isOfTool, location: `input_messages.${index}.parts.${position}` }];
  });
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
