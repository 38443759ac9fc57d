/**
 * Field numbers of the OTLP trace messages.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export const requestFields = { resourceSpans: 1 } as const;
export const resourceSpansFields = { resource: 1, scopeSpans: 2 } as const;
export const resourceFields = { attributes: 1 } as const;
export const scopeSpansFields = { scope: 1, spans: 2 } as const;
export const scopeFields = { name: 1, version: 2, attributes: 3 } as const;
export const spanFields = {
  traceId: 1,
  spanId: 2,
  traceState: 3,
  parentSpanId: 4,
  name: 5,
  kind: 6,
  startTime: 7,
  endTime: 8,
  attributes: 9,
  droppedAttributes: 10,
  events: 11,
  droppedEvents: 12,
  links: 13,
  droppedLinks: 14,
  status: 15,
} as const;
export const eventFields = { time: 1, name: 2, attributes: 3, droppedAttributes: 4 } as const;
export const linkFields = { traceId: 1, spanId: 2, traceState: 3, attributes: 4, droppedAttributes: 5 } as const;
export const statusFields = { message: 2, code: 3 } as const;
/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto */
export const logRecordFields = {
  time: 1,
  body: 5,
  attributes: 6,
  droppedAttributes: 7,
  traceId: 9,
  spanId: 10,
  observedTime: 11,
  eventName: 12,
} as const;
export const keyValueFields = { key: 1, value: 2 } as const;
export const listFields = { values: 1 } as const;
export const anyValueFields = { string: 1, bool: 2, int: 3, double: 4, array: 5, kvlist: 6, bytes: 7 } as const;
