import { jsonOfAnyValue } from "./any-value.ts";
import type { ChatMessage } from "./chat-message.ts";
import { messagesReader } from "./chat-messages-of-value.ts";
import type { DialectContext } from "./dialect.ts";
import { structured } from "./message-parts.ts";
import type { AnyValue } from "./otlp-span.ts";

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/**
 * A tool's arguments and result as the messages that ask for and answer the call: they have no column of their own. And
 * the plain `input` and `output` of frameworks that write only the rest by the conventions, on GenAI spans without messages.
 */
export function deriveBodies(context: DialectContext): void {
  const { draft, fallback, span } = context;
  const input = span.attributes.get("input");
  const output = span.attributes.get("output");
  const isTool = draft.facts.toolName !== undefined;
  offerToolCall(context, "gen_ai.tool.call.arguments");
  offerToolAnswer(context, "gen_ai.tool.call.result");
  if (!isTool && draft.facts.operation === undefined && draft.facts.requestModel === undefined) return;
  if (isTool) {
    offerToolCall(context, "input");
    offerToolAnswer(context, "output");
    return;
  }
  const { inputMessages, outputMessages } = draft.facts;
  if (input !== undefined && inputMessages === undefined) fallback("inputMessages", readInput(input), "input");
  if (output !== undefined && outputMessages === undefined) fallback("outputMessages", readOutput(output), "output");
}

function offerToolCall({ draft, fallback, span }: DialectContext, key: string): void {
  const value = span.attributes.get(key);
  if (value === undefined || value === null) return;
  const part = { type: "tool_call", ...identityOf(draft.facts), arguments: structuredValue(value) };
  fallback("inputMessages", [{ role: "assistant", parts: [part] }] satisfies ChatMessage[], key);
}

function offerToolAnswer({ draft, fallback, span }: DialectContext, key: string): void {
  const value = span.attributes.get(key);
  if (value === undefined || value === null) return;
  const part = { type: "tool_call_response", ...identityOf(draft.facts), response: structuredValue(value) };
  fallback("outputMessages", [{ role: "tool", parts: [part] }] satisfies ChatMessage[], key);
}

function identityOf({ toolCallId, toolName }: DialectContext["draft"]["facts"]): Readonly<Record<string, string>> {
  return {
    ...(toolCallId === undefined ? {} : { id: toolCallId }),
    ...(toolName === undefined ? {} : { name: toolName }),
  };
}

function structuredValue(value: AnyValue): unknown {
  return structured(jsonOfAnyValue(value));
}
