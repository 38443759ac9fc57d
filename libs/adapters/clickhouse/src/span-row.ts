import { spanColumns, type LlmSpan } from "@parapet/span";

import type { Coordinates, SpanContentRow, SpanRow } from "./rows.ts";

/** The row of `spans` for one span: its facts and measures, none of its text. */
export function toSpanRow(span: LlmSpan, coordinates: Coordinates, redactionCount: number): SpanRow {
  const {
    input_messages: _input,
    output_messages: _output,
    tool_calls: _calls,
    system_instructions: _instructions,
    tool_definitions: _tools,
    status_message: _message,
    attributes: _attributes,
    resource_attributes: _resource,
    events: _events,
    links: _links,
    ...facts
  } = spanColumns(span);
  return { ...coordinates, ...facts, redaction_count: redactionCount };
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
    resource_attributes: span.resource_attributes,
    events: span.events,
    links: span.links,
  };
}
