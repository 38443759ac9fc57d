import { readText } from "./attribute-readers.ts";
import { readChunkEvents } from "./chunk-events.ts";
import type { DialectContext } from "./dialect.ts";
import { readScoreEvents } from "./evaluation-scores.ts";
import { readMessageEvents } from "../messages/otel-message-events.ts";
import type { SpanEvent } from "../otlp/otlp-span.ts";

const OPERATION_EXCEPTION = "gen_ai.client.operation.exception";

/** The facts in the events of the GenAI conventions; answers those that are now in the facts in whole. */
export function readOtelEvents(context: DialectContext): readonly SpanEvent[] {
  if (context.span.events.length === 0) return [];
  readOperationException(context);
  readScoreEvents(context);
  return [...readMessageEvents(context), ...readChunkEvents(context)];
}

/** The error of a call that failed; its message and stack stay in the event. */
function readOperationException({ span, fallback }: DialectContext): void {
  const event = span.events.findLast(({ name }) => name === OPERATION_EXCEPTION);
  const type = event?.attributes.get("error.type") ?? event?.attributes.get("exception.type") ?? null;
  fallback("errorType", readText(type));
}
