import { jsonOfAnyValue } from "../otlp/any-value.ts";
import type { ChatMessage } from "./chat-message.ts";
import { structured } from "./message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import type { SpanFacts } from "../facts/span-facts.ts";

/** A tool's arguments as the message that asks for the call: they have no column of their own. */
export function toolRequest(facts: SpanFacts, given: AnyValue): readonly ChatMessage[] {
  const part = { type: "tool_call", ...identityOf(facts), arguments: structured(jsonOfAnyValue(given)) };
  return [{ role: "assistant", parts: [part] }];
}

/** A tool's result as the message that answers the call. */
export function toolAnswer(facts: SpanFacts, result: AnyValue): readonly ChatMessage[] {
  const part = { type: "tool_call_response", ...identityOf(facts), response: structured(jsonOfAnyValue(result)) };
  return [{ role: "tool", parts: [part] }];
}

function identityOf({ toolCallId, toolName }: SpanFacts): Readonly<Record<string, string>> {
  return {
    ...(toolCallId === undefined ? {} : { id: toolCallId }),
    ...(toolName === undefined ? {} : { name: toolName }),
  };
}
