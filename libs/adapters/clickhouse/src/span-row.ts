import type { LlmSpan, TextFeatures } from "@parapet/span";

import type { Coordinates, SpanContentRow, SpanRow } from "./rows.ts";

/** The row of `spans` for one span: its facts and measures, none of its text. */
export function toSpanRow(span: LlmSpan, coordinates: Coordinates, redactionCount: number): SpanRow {
  const {
    input_features: input,
    output_features: output,
    input_messages: _input,
    output_messages: _output,
    system_instructions: _instructions,
    tool_definitions: _tools,
    status_message: _message,
    attributes: _attributes,
    resource_attributes: _resource,
    events: _events,
    links: _links,
    ...facts
  } = span;
  return {
    ...coordinates,
    ...facts,
    ...flattenInput(input),
    ...flattenOutput(output),
    redaction_count: redactionCount,
  };
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
    system_instructions: span.system_instructions,
    tool_definitions: span.tool_definitions,
    status_message: span.status_message,
    attributes: span.attributes,
    resource_attributes: span.resource_attributes,
    events: span.events,
    links: span.links,
  };
}

type InputFeatures = Pick<
  SpanRow,
  "input_chars" | "input_words" | "input_unique_words" | "input_sentiment" | "input_complexity"
>;
type OutputFeatures = Pick<
  SpanRow,
  "output_chars" | "output_words" | "output_unique_words" | "output_sentiment" | "output_complexity"
>;

function flattenInput(features: TextFeatures | null): InputFeatures {
  return {
    input_chars: features?.chars ?? null,
    input_words: features?.words ?? null,
    input_unique_words: features?.unique_words ?? null,
    input_sentiment: features?.sentiment ?? null,
    input_complexity: features?.complexity ?? null,
  };
}

function flattenOutput(features: TextFeatures | null): OutputFeatures {
  return {
    output_chars: features?.chars ?? null,
    output_words: features?.words ?? null,
    output_unique_words: features?.unique_words ?? null,
    output_sentiment: features?.sentiment ?? null,
    output_complexity: features?.complexity ?? null,
  };
}
