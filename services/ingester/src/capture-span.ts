import { mapTexts, noContent, type LlmSpan } from "@parapet/span";

import type { ContentMode } from "./capture-policy.ts";
import { redactSpan, type RedactedSpan, type Redaction } from "./redact-span.ts";

/**
 * What may be stored of a span. Only `full` leaves it as it was sent: in all other modes what is sensitive is replaced
 * in names and identifiers too, whatever becomes of the texts.
 */
export function captureSpan(span: LlmSpan, mode: ContentMode, redaction: Redaction): RedactedSpan {
  switch (mode) {
    case "full":
      return { span, findings: [], redactions: 0 };
    case "redacted":
      return redactSpan(span, redaction);
    case "none":
      return redactSpan({ ...span, ...noContent }, redaction);
    case "hash": {
      const redacted = redactSpan(span, redaction);
      return { ...redacted, span: withHashedTexts(redacted.span, redaction) };
    }
    default:
      return mode satisfies never;
  }
}

const contentColumns: readonly string[] = Object.keys(noContent);

/** What was said as keyed hashes, text by text: roles, types and keys stay, so that the shape of a talk can be seen. */
function withHashedTexts(span: LlmSpan, { hash }: Redaction): LlmSpan {
  return mapTexts(span, (text, location) => (isContent(location) ? hash(text) : text));
}

/** A location is the path of a text; a key of a map stands in braces. */
function isContent(location: string): boolean {
  const [column = ""] = location.split(".", 1);
  return contentColumns.includes(column) && !location.includes("{");
}
