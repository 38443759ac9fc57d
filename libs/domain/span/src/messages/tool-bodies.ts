import type { DialectContext } from "../facts/dialect.ts";
import { toolAnswer, toolRequest } from "./tool-messages.ts";

/**
 * A tool's arguments, the attribute `key`, as the message that asks for the call. Like all that is derived they count
 * only where no messages were told.
 */
export function offerToolCall({ draft, fallback, span }: DialectContext, key: string): void {
  const value = span.attributes.get(key) ?? null;
  if (value !== null) fallback("inputMessages", toolRequest(draft.facts, value), key);
}

/** A tool's result, the attribute `key`, as the message that answers the call. */
export function offerToolAnswer({ draft, fallback, span }: DialectContext, key: string): void {
  const value = span.attributes.get(key) ?? null;
  if (value !== null) fallback("outputMessages", toolAnswer(draft.facts, value), key);
}
