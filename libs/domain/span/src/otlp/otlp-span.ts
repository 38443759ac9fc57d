/** A decoded OTLP attribute value. 64-bit integers stay exact: they are numbers when safe, bigint otherwise. */
export type AnyValue = string | number | bigint | boolean | null | Uint8Array | readonly AnyValue[] | AttributeMap;

/** Attributes in wire order. The last of several equal keys wins, as in the OpenTelemetry Collector. */
export type AttributeMap = ReadonlyMap<string, AnyValue>;

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: bigint;
  readonly attributes: AttributeMap;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: AttributeMap;
}

/** One span as it came over OTLP. Ids are lower-case hex, `""` when absent; times are 0n when absent. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: bigint;
  readonly endTimeUnixNano: bigint;
  readonly attributes: AttributeMap;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly resource: AttributeMap;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly scopeAttributes: AttributeMap;
  /** What the decoder had to mend (`invalid_utf8`, `duplicate_attribute`, …); becomes `LlmSpan.quality_flags`. */
  readonly flags: readonly string[];
}

const none: AttributeMap = new Map();

/** A span with empty values for all that `fields` leaves out. */
export function createOtlpSpan(fields: Partial<OtlpSpan> & Pick<OtlpSpan, "traceId" | "spanId" | "name">): OtlpSpan {
  return {
    parentSpanId: "",
    traceState: "",
    kind: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: none,
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    resource: none,
    scopeName: "",
    scopeVersion: "",
    scopeAttributes: none,
    flags: [],
    ...fields,
  };
}
