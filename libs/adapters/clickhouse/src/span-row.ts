import { spanColumns, type LlmSpan } from "@parapet/span";

import type { Coordinates, SpanContentRow, SpanRow } from "./rows.ts";

/** The attribute that every instrumentation leaves over; column `scope_version` has it too. */
export const SCOPE_VERSION = "otel.scope.version";

/** The row of `spans` for one span: its facts and measures, none of its text. */
export function toSpanRow(span: LlmSpan, coordinates: Coordinates, redactionCount: number): SpanRow {
  const {
    input_messages: _input,
    output_messages: _output,
    tool_calls: _calls,
    system_instructions: _instructions,
    tool_definitions: _tools,
    status_message: _message,
    attributes,
    events: _events,
    links: _links,
    ...facts
  } = spanColumns(span);
  return {
    ...coordinates,
    ...facts,
    call_key: span.spend_role !== "" && span.call_key === span.response_id ? "" : span.call_key,
    scope_version: attributes[SCOPE_VERSION] ?? "",
    redaction_count: redactionCount,
  };
}

/** Whether a span says anything that its row of `spans` does not. Others have no row of `span_content`. */
export function saysContent(span: LlmSpan): boolean {
  const lists = [span.input_messages, span.output_messages, span.tool_calls];
  const texts = [span.system_instructions, span.tool_definitions, span.status_message, span.events, span.links];
  return (
    lists.some(({ length }) => length > 0) ||
    texts.some((text) => text !== "") ||
    Object.keys(span.attributes).some((key) => key !== SCOPE_VERSION)
  );
}

/** The row of `span_content` for one span whose texts are already redacted. */
export function toSpanContentRow(span: LlmSpan, coordinates: Coordinates): SpanContentRow {
  return {
    ...coordinates,
    tenant: span.tenant,
    trace_id: span.trace_id,
    span_id: span.span_id,
    start_time: span.start_time,
    input_messages: JSON.stringify(span.input_messages),
    output_messages: JSON.stringify(span.output_messages),
    tool_calls: JSON.stringify(span.tool_calls),
    system_instructions: span.system_instructions,
    tool_definitions: span.tool_definitions,
    status_message: span.status_message,
    attributes: span.attributes,
    resource_attributes: {},
    events: span.events,
    links: span.links,
  };
}
