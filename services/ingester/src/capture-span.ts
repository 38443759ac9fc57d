import { mapTexts, noContent, type LlmSpan } from "@parapet/span";

import type { ContentMode } from "@parapet/sensitive";
import { redactSpan, type RedactedSpan, type RedactedTexts, type Redaction } from "./redact-span.ts";

/**
 * What may be stored of a span. Only `full` leaves it as it was sent: in all other modes what is sensitive is replaced
 * in names and identifiers too, whatever becomes of the texts.
 */
export function captureSpan(
  span: LlmSpan,
  mode: ContentMode,
  redaction: Redaction,
  shared?: RedactedTexts,
): RedactedSpan {
  switch (mode) {
    case "full":
      return { span, findings: [], redactions: 0 };
    case "redacted":
      return redactSpan(span, redaction, shared);
    case "none":
      return redactSpan({ ...span, ...noContent }, redaction, shared);
    case "hash": {
      const redacted = redactSpan(span, redaction, shared);
      return { ...redacted, span: withHashedTexts(redacted.span, redaction) };
    }
    default:
      return mode satisfies never;
  }
}

const contentColumns: readonly string[] = Object.keys(noContent);
/** What kinds of messages and parts there are, and who speaks. */
const shapeOfMessages = /^(?:input|output)_messages\.\d+\.(?:role|finish_reason|parts\.\d+\.type)$/;

/** What was said as keyed hashes, value by value: roles, types and keys stay, so that the shape of a talk can be seen. */
function withHashedTexts(span: LlmSpan, { hash }: Redaction): LlmSpan {
  const rewrite = (text: string, location: string, isKey = false): string => {
    const [column = ""] = location.split(".", 1);
    return isKey || !contentColumns.includes(column) || shapeOfMessages.test(location) ? text : hash(text);
  };
  return mapTexts(span, Object.assign(rewrite, { offersAll: true }));
}
