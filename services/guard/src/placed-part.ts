import { tenantOf, type Message } from "@parapet/delivery";
import { decodeMessage, normaliseSpan, placedSpans } from "@parapet/span";

import { guardedParts, type GuardedPart } from "./guarded-parts.ts";

/** A part of a span, and the message that brought it. */
export interface PlacedPart extends GuardedPart {
  readonly message: Message;
}

/** The texts of a message. One that cannot be decoded has none: the ingester is the one to dead-letter it. */
export function placedParts(message: Message, topicTenants: ReadonlyMap<string, string>): readonly PlacedPart[] {
  const decoded = decodeMessage(message.value ?? new Uint8Array());
  if (decoded.kind === "dead_letter") return [];
  const context = { tenant: tenantOf(message, topicTenants), receivedAtMs: message.timestampMs };
  return placedSpans(decoded.value).flatMap(({ span, idx }) =>
    guardedParts(normaliseSpan(span, context), idx).map((part) => ({ ...part, message })),
  );
}
