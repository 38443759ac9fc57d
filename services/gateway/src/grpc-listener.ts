import { bearerTokenOf, createGrpcServer, rawService, RpcError, type GrpcServer, type RawHandler } from "@parapet/rpc";

import { admitRequest, overloaded, type AdmissionDeps } from "./admit-request.ts";
import { encodeExportResponse } from "./export-response.ts";
import type { ExportSignal } from "./export-request.ts";
import type { ListenAddress } from "./listen-address.ts";
import { retryAfterMsOf, statusOf } from "./refusal.ts";

const COLLECTOR = "opentelemetry.proto.collector";

/** OTLP over gRPC. gRPC hands the bytes over undecoded: one decoder reads them for both protocols. */
export function createGrpcListener({ host, port, tls }: ListenAddress, deps: AdmissionDeps): GrpcServer {
  const { limits, log, metrics } = deps;
  return createGrpcServer({
    host,
    port,
    ...(tls === undefined ? {} : { tls }),
    services: [
      rawService(`${COLLECTOR}.trace.v1.TraceService`, { Export: exportOf("traces", deps) }, log),
      rawService(`${COLLECTOR}.logs.v1.LogsService`, { Export: exportOf("logs", deps) }, log),
      rawService(`${COLLECTOR}.metrics.v1.MetricsService`, { Export: refuseMetrics }, log),
    ],
    checks: [],
    maxMessageBytes: limits.maxRequestBytes,
    // gRPC collects a message whole before anybody can count it: one connection must not hold more than the budget.
    maxConcurrentCalls: Math.max(1, Math.floor(limits.maxInFlightBytes / limits.maxRequestBytes)),
    onUnread: () => {
      metrics.requests.received(1);
      metrics.refused("unread");
    },
  });
}

function exportOf(signal: ExportSignal, deps: AdmissionDeps): RawHandler {
  return async (bytes, { metadata }) => {
    const outcome = await admitRequest(
      { token: bearerTokenOf(metadata), signal },
      async (lease) => (lease.grow(bytes.length) ? { kind: "body", encoding: "otlp_proto", bytes } : overloaded),
      deps,
    );
    if (outcome.kind === "accepted") return encodeExportResponse(outcome);
    const retryAfterMs = retryAfterMsOf(outcome.reason);
    throw new RpcError(statusOf(outcome.reason).grpc, outcome.message, retryAfterMs === null ? {} : { retryAfterMs });
  };
}

function refuseMetrics(): Promise<never> {
  return Promise.reject(new RpcError("unimplemented", "metrics are not taken here; send traces to TraceService"));
}
