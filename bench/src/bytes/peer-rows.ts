import type { AnyValue, AttributeMap, OtlpSpan } from "@parapet/span";

/** Rows of one table, as an exporter or a worker of that project writes them. */
export interface PeerRows {
  readonly table: string;
  readonly rows: readonly object[];
}

/** The exporter keeps every attribute as text in one map. */
export function otelRows(spans: readonly OtlpSpan[]): readonly PeerRows[] {
  const rows = spans.map((span) => ({
    Timestamp: seconds(span.startTimeUnixNano),
    TraceId: span.traceId,
    SpanId: span.spanId,
    ParentSpanId: span.parentSpanId,
    SpanName: span.name,
    SpanKind: "Client",
    ServiceName: textOf(span.resource.get("service.name") ?? ""),
    ResourceAttributes: texts(span.resource),
    ScopeName: span.scopeName,
    ScopeVersion: span.scopeVersion,
    SpanAttributes: texts(span.attributes),
    Duration: String(span.endTimeUnixNano - span.startTimeUnixNano),
    StatusCode: span.statusCode === 2 ? "Error" : "Unset",
    StatusMessage: span.statusMessage,
  }));
  return [{ table: "otel_traces", rows }];
}

/** Attributes that Langfuse has columns for; the rest is metadata of the observation. */
const known = /^(?:gen_ai\.(?:input|output|usage|request\.model|conversation)|user\.id)/;

/**
 * One trace and one observation a span: in the traffic here each call is a trace of its own. The trace repeats the input
 * and the output of its root, as Langfuse shows them.
 */
export function langfuseRows(spans: readonly OtlpSpan[]): readonly PeerRows[] {
  return [
    { table: "observations", rows: spans.map(observation) },
    { table: "traces", rows: spans.map(trace) },
  ];
}

function observation(span: OtlpSpan): object {
  const { attributes } = span;
  const text = (key: string): string | null => (attributes.has(key) ? textOf(attributes.get(key) ?? "") : null);
  const usage = {
    input: Number(attributes.get("gen_ai.usage.input_tokens") ?? 0),
    output: Number(attributes.get("gen_ai.usage.output_tokens") ?? 0),
  };
  const details = { ...usage, total: usage.input + usage.output };
  const cost = { input: usage.input * 1.5e-7, output: usage.output * 6e-7 };
  const total = cost.input + cost.output;
  return {
    id: span.spanId,
    trace_id: span.traceId,
    project_id: "project-1",
    type: "GENERATION",
    parent_observation_id: span.parentSpanId === "" ? null : span.parentSpanId,
    start_time: seconds(span.startTimeUnixNano),
    end_time: seconds(span.endTimeUnixNano),
    name: span.name,
    metadata: { ...texts(attributes, known), ...texts(span.resource) },
    level: span.statusCode === 2 ? "ERROR" : "DEFAULT",
    status_message: span.statusMessage === "" ? null : span.statusMessage,
    input: text("gen_ai.input.messages"),
    output: text("gen_ai.output.messages"),
    provided_model_name: text("gen_ai.request.model"),
    model_parameters: '{"temperature":0.2,"max_tokens":1024}',
    provided_usage_details: details,
    usage_details: details,
    cost_details: { ...cost, total: total.toFixed(12) },
    total_cost: total.toFixed(12),
    event_ts: seconds(span.endTimeUnixNano),
    is_deleted: 0,
  };
}

function trace(span: OtlpSpan): object {
  const { attributes } = span;
  return {
    id: span.traceId,
    timestamp: seconds(span.startTimeUnixNano),
    name: span.name,
    user_id: textOf(attributes.get("user.id") ?? ""),
    session_id: textOf(attributes.get("gen_ai.conversation.id") ?? ""),
    metadata: texts(span.resource),
    project_id: "project-1",
    input: attributes.has("gen_ai.input.messages") ? textOf(attributes.get("gen_ai.input.messages") ?? "") : null,
    output: attributes.has("gen_ai.output.messages") ? textOf(attributes.get("gen_ai.output.messages") ?? "") : null,
    event_ts: seconds(span.endTimeUnixNano),
    is_deleted: 0,
  };
}

function texts(attributes: AttributeMap, without?: RegExp): Readonly<Record<string, string>> {
  const kept = [...attributes].filter(([key]) => without === undefined || !without.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, textOf(value)]));
}

function textOf(value: AnyValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** As ClickHouse reads a time with nine digits behind the point. */
function seconds(nanos: bigint): string {
  return `${nanos / 1_000_000_000n}.${String(nanos % 1_000_000_000n).padStart(9, "0")}`;
}
