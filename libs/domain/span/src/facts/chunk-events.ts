import type { DialectContext } from "./dialect.ts";
import type { SpanEvent } from "../otlp/otlp-span.ts";

/** Events of one chunk of a streamed answer each. */
const chunkEvents: ReadonlySet<string> = new Set([
  "gen_ai.chunk",
  "gen_ai.content.completion.chunk",
  "gen_ai.choice.chunk",
  "llm.content.completion.chunk",
  "new_token",
]);
/** Events that only mark the first. */
const firstChunkEvents: ReadonlySet<string> = new Set(["First Token Stream Event", "gen_ai.first_token"]);

/** True for the names of such events. */
export function isChunkEvent(name: string): boolean {
  return chunkEvents.has(name) || firstChunkEvents.has(name);
}

/** Arrival times of an answer's chunks. Answers the events that hold nothing but their time. */
export function readChunkEvents({ span, fallback }: DialectContext): readonly SpanEvent[] {
  const chunks = span.events.filter(({ name, timeUnixNano }) => timeUnixNano > 0n && isChunkEvent(name));
  if (chunks.length === 0) return [];
  const times = chunks.map(({ timeUnixNano }) => timeUnixNano);
  const [first = 0n] = times.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  fallback("completionStartUnixNano", first);
  const arrivals = chunks.filter(({ name }) => chunkEvents.has(name));
  if (arrivals.length > 0) {
    fallback(
      "chunkTimesUnixNano",
      arrivals.map(({ timeUnixNano }) => timeUnixNano),
    );
    fallback("isStreaming", true);
  }
  return chunks.filter(({ attributes }) => attributes.size === 0);
}
