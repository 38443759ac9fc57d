import { setTimeout as delay } from "node:timers/promises";

import { metrics, trace, type Meter, type Tracer } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { type IMetricReader, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor, type SpanProcessor } from "@opentelemetry/sdk-trace";

export interface TelemetryOptions {
  readonly service: string;
  readonly version: string;
  /** Base URL of an OTLP/HTTP receiver for Parapet's own traces and metrics; without it nothing is pushed. */
  readonly otlpEndpoint?: string;
}

/** Parapet's own traces and metrics. */
export interface Telemetry {
  readonly meter: Meter;
  readonly tracer: Tracer;
  /** All metrics, in the Prometheus text format. */
  readonly metricsText: () => Promise<string>;
  /** Sends what is left, for at most two seconds: a receiver that is gone does not hold up the end. */
  readonly stop: () => Promise<void>;
}

const STOP_DEADLINE_MS = 2_000;

/** Starts the OpenTelemetry SDK of this process: metrics for `/metrics` always, OTLP push where an endpoint is set. */
export function startTelemetry({ service, version, otlpEndpoint }: TelemetryOptions): Telemetry {
  const endpoint = otlpEndpoint?.replace(/\/+$/, "");
  const prometheus = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    resource: resourceFromAttributes({ "service.name": service, "service.version": version }),
    autoDetectResources: false,
    metricReaders: [prometheus, ...pushReaders(endpoint)],
    spanProcessors: spanProcessors(endpoint),
    logRecordProcessors: [], // Left out, the SDK would push to localhost:4318, which may be our own gateway.
  });
  sdk.start();
  let stopped: Promise<void> | undefined;
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true);
  return {
    meter: metrics.getMeter("parapet", version),
    tracer: trace.getTracer("parapet", version),
    metricsText: async () => serializer.serialize((await prometheus.collect()).resourceMetrics),
    stop: () => (stopped ??= Promise.race([sdk.shutdown(), delay(STOP_DEADLINE_MS, undefined, { ref: false })])),
  };
}

function pushReaders(endpoint: string | undefined): IMetricReader[] {
  if (endpoint === undefined) return [];
  const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics` });
  return [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 15_000 })];
}

function spanProcessors(endpoint: string | undefined): SpanProcessor[] {
  if (endpoint === undefined) return [];
  return [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }) })];
}
