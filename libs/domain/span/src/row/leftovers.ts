import { jsonOfAnyValue, textOfAnyValue } from "../otlp/any-value.ts";
import type { JsonValue } from "../otlp/any-value.ts";
import { formatUnixNano } from "../otlp/format-unix-nano.ts";
import type { AttributeMap, OtlpSpan, SpanEvent } from "../otlp/otlp-span.ts";

/** The columns that keep, as text, what no other column took. */
export interface Leftovers {
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource_attributes: Readonly<Record<string, string>>;
  readonly events: string;
  readonly links: string;
}

/** Everything of a span that is neither in `takenKeys` nor in `takenEvents`. */
export function leftoversOf(
  span: OtlpSpan,
  takenKeys: ReadonlySet<string>,
  takenEvents: ReadonlySet<SpanEvent>,
): Leftovers {
  const events = span.events.filter((event) => !takenEvents.has(event)).map(jsonOfEvent);
  const links = span.links.map(({ traceId, spanId, attributes }) => ({
    trace_id: traceId,
    span_id: spanId,
    attributes: jsonOfAnyValue(attributes),
  }));
  return {
    attributes: Object.fromEntries([...scopeEntries(span), ...entriesWithout(span.attributes, takenKeys)]),
    resource_attributes: Object.fromEntries(entriesWithout(span.resource, takenOfResource(span.resource))),
    events: events.length === 0 ? "" : JSON.stringify(events),
    links: links.length === 0 ? "" : JSON.stringify(links),
  };
}

function entriesWithout(attributes: AttributeMap, taken: ReadonlySet<string>): [string, string][] {
  const entries: [string, string][] = [];
  for (const [key, value] of attributes) if (!taken.has(key)) entries.push([key, textOfAnyValue(value)]);
  return entries;
}

const SERVICE_NAME: ReadonlySet<string> = new Set(["service.name"]);
const NOTHING: ReadonlySet<string> = new Set();

/** `service_name` has its own column, where it is a text. */
function takenOfResource(resource: AttributeMap): ReadonlySet<string> {
  return typeof resource.get("service.name") === "string" ? SERVICE_NAME : NOTHING;
}

/**
 * Scope and trace state, under the names that OpenTelemetry gives them where a format has no place for them.
 * https://opentelemetry.io/docs/specs/otel/common/mapping-to-non-otlp/
 */
function scopeEntries(span: OtlpSpan): [string, string][] {
  const entries: [string, string][] = [];
  if (span.scopeVersion !== "") entries.push(["otel.scope.version", span.scopeVersion]);
  if (span.traceState !== "") entries.push(["w3c.tracestate", span.traceState]);
  for (const [key, value] of span.scopeAttributes) entries.push([`otel.scope.${key}`, textOfAnyValue(value)]);
  return entries;
}

function jsonOfEvent({ name, timeUnixNano, attributes }: SpanEvent): JsonValue {
  return { name, time: formatUnixNano(timeUnixNano), attributes: jsonOfAnyValue(attributes) };
}
