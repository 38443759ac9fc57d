import type { Message } from "@parapet/delivery";
import { decodeMessage, linkCalls, normaliseSpan, placedSpans, type DecodedRequest, type LlmSpan } from "@parapet/span";

import { attempt } from "./attempt.ts";
import { WHOLE_MESSAGE, type DeadLetter } from "./dead-letter-rows.ts";

/** What was made of the spans of a message, and what could not be made. */
export interface ReadSpans<T> {
  readonly done: readonly { readonly idx: number; readonly value: T }[];
  readonly dead: readonly DeadLetter[];
  /** Codes of the faults of our own that ended as dead letters. */
  readonly faults: readonly string[];
}

/** Decodes a message and does `work` on each span, normalised and linked with the others. Never throws. */
export function readSpans<T>(message: Message, tenant: string, work: (span: LlmSpan, idx: number) => T): ReadSpans<T> {
  const decoded = attempt(() => decodeMessage(message.value ?? new Uint8Array()));
  if (decoded.kind === "fault") {
    return { done: [], dead: [{ idx: WHOLE_MESSAGE, reason: "processing_failed" }], faults: [decoded.code] };
  }
  if (decoded.value.kind === "dead_letter") {
    return { done: [], dead: [{ idx: WHOLE_MESSAGE, reason: decoded.value.reason }], faults: [] };
  }
  return workOnSpans(decoded.value.value, { tenant, receivedAtMs: message.timestampMs }, work);
}

/** A span with its position in the message. */
type NormalisedSpan = LlmSpan & { readonly idx: number };

/** A span that our code fails on takes none of the others with it. */
function workOnSpans<T>(
  request: DecodedRequest,
  context: { readonly tenant: string; readonly receivedAtMs: number },
  work: (span: LlmSpan, idx: number) => T,
): ReadSpans<T> {
  const done: { idx: number; value: T }[] = [];
  const dead: DeadLetter[] = [...request.rejected];
  const faults: string[] = [];
  const fail = (idx: number, code: string): void => {
    dead.push({ idx, reason: "processing_failed" });
    faults.push(code);
  };
  const normalised: NormalisedSpan[] = [];
  for (const { span, idx } of placedSpans(request)) {
    const outcome = attempt(() => normaliseSpan(span, context));
    if (outcome.kind === "done") normalised.push({ ...outcome.value, idx });
    else fail(idx, outcome.code);
  }
  for (const { idx, ...span } of linkCalls(normalised)) {
    const outcome = attempt(() => work(span, idx));
    if (outcome.kind === "done") done.push({ idx, value: outcome.value });
    else fail(idx, outcome.code);
  }
  return { done, dead, faults };
}
