import { Metadata } from "@grpc/grpc-js";
import { ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter as GrpcExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as HttpExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";

/** OpenTelemetry's own exporters, as an application under one tenant's token uses them. */
export interface OtlpClient {
  /** One request; rejects when the gateway does not take it in. */
  readonly send: (spans: readonly ReadableSpan[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Over HTTP, gzipped protobuf. */
export function createHttpClient(baseUrl: string, token: string): OtlpClient {
  const headers = { authorization: `Bearer ${token}` };
  return clientOf(new HttpExporter({ url: `${baseUrl}/v1/traces`, headers, compression: CompressionAlgorithm.GZIP }));
}

/** Over gRPC. */
export function createGrpcClient(address: string, token: string): OtlpClient {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  return clientOf(new GrpcExporter({ url: `http://${address}`, metadata }));
}

function clientOf(exporter: SpanExporter): OtlpClient {
  const send = (spans: readonly ReadableSpan[]): Promise<void> =>
    new Promise((resolve, reject) => {
      exporter.export([...spans], ({ code, error }) => {
        if (code === ExportResultCode.SUCCESS) resolve();
        else reject(error ?? new Error(`the exporter ended with code ${code}`));
      });
    });
  return { send, close: () => exporter.shutdown() };
}
