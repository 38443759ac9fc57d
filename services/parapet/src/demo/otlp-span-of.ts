import { type AnyValue, type AttributeMap, createOtlpSpan, type OtlpSpan, type SpanEvent } from "@parapet/span";

import { demoApps } from "./demo-app.ts";
import type { DemoTrace } from "./demo-trace.ts";

/** `SpanKind` and `Status.code` of `opentelemetry/proto/trace/v1/trace.proto`. */
export const spanKind = { internal: 1, server: 2, client: 3 } as const;
const statusCode = { unset: 0, error: 2 } as const;

const NO_ATTRIBUTES: AttributeMap = new Map();

/** Who writes spans beside the applications. */
export const gatewayService = "litellm-proxy";
export const engineService = "vllm-0";

/** One map per service: spans of one resource are told by its identity, and then share it in a request. */
const resources: ReadonlyMap<string, AttributeMap> = new Map(
  [...demoApps.map(({ service }) => service), gatewayService, engineService].map((service) => [
    service,
    attributesOf({ "service.name": service, "deployment.environment.name": "demo" }),
  ]),
);

type AttributeValues = Readonly<Record<string, AnyValue>>;

export interface SpanParts {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly scopeName: string;
  /** The application's unless told. */
  readonly service?: string;
  /** Null values are left out, as an SDK leaves out what it does not know. */
  readonly attributes: AttributeValues;
  readonly events?: readonly SpanEvent[];
  readonly error?: string | null;
}

/** A span of the trace as OTLP has it. */
export function otlpSpanOf(trace: DemoTrace, parts: SpanParts): OtlpSpan {
  const error = parts.error ?? null;
  return createOtlpSpan({
    traceId: trace.traceId,
    spanId: parts.spanId,
    parentSpanId: parts.parentSpanId,
    name: parts.name,
    kind: parts.kind,
    startTimeUnixNano: unixNano(parts.startMs),
    endTimeUnixNano: unixNano(parts.startMs + parts.durationMs),
    attributes: attributesOf(parts.attributes),
    events: parts.events ?? [],
    statusCode: error === null ? statusCode.unset : statusCode.error,
    statusMessage: error ?? "",
    resource: resources.get(parts.service ?? trace.app.service) ?? NO_ATTRIBUTES,
    scopeName: parts.scopeName,
    scopeVersion: "1.0.0",
    scopeAttributes: NO_ATTRIBUTES,
  });
}

export function spanEvent(name: string, timeMs: number, attributes: AttributeValues): SpanEvent {
  return { name, timeUnixNano: unixNano(timeMs), attributes: attributesOf(attributes) };
}

function attributesOf(values: AttributeValues): Map<string, AnyValue> {
  return new Map(Object.entries(values).filter(([, value]) => value !== null));
}

/** Microseconds are as fine as a double holds today's times. */
function unixNano(ms: number): bigint {
  return BigInt(Math.round(ms * 1_000)) * 1_000n;
}
