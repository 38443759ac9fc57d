import { encodeTraceRequest, type OtlpSpan } from "@parapet/span";

import type { DemoTrace } from "./demo-trace.ts";
import { generateTraffic, type TrafficOptions } from "./generate-traffic.ts";
import { traceSpans } from "./trace-spans.ts";

/** One OTLP export request, as an application's SDK would send it with its tenant's token. */
export interface DemoRequest {
  readonly tenant: string;
  /** `ExportTraceServiceRequest`, protobuf. */
  readonly body: Uint8Array;
  readonly spanCount: number;
}

/** Spans that are sent together at most, but for the last trace of a request. */
const SPANS_PER_REQUEST = 150;

/** The traffic before the start of the demo, in requests of one tenant each, oldest first. */
export function* demoHistory(options: TrafficOptions): Generator<DemoRequest> {
  const pending = new Map<string, OtlpSpan[]>();
  for (const trace of generateTraffic(options)) {
    const spans = [...(pending.get(trace.app.tenant) ?? []), ...traceSpans(trace)];
    pending.set(trace.app.tenant, spans);
    if (spans.length < SPANS_PER_REQUEST) continue;
    yield requestOf(trace.app.tenant, spans);
    pending.delete(trace.app.tenant);
  }
  for (const [tenant, spans] of pending) yield requestOf(tenant, spans);
}

/** One trace as a request of its own. */
export function traceRequest(trace: DemoTrace): DemoRequest {
  return requestOf(trace.app.tenant, traceSpans(trace));
}

function requestOf(tenant: string, spans: readonly OtlpSpan[]): DemoRequest {
  return { tenant, body: encodeTraceRequest(spans), spanCount: spans.length };
}
