import type { Producer } from "@parapet/delivery";
import { composeServices, type Clock, type Logger, type Meter, type Service } from "@parapet/runtime";

import type { AdmissionDeps } from "./admit-request.ts";
import { createByteBudget } from "./byte-budget.ts";
import { defaultLimits, type GatewayLimits } from "./gateway-limits.ts";
import { createGatewayMetrics } from "./gateway-metrics.ts";
import { createGrpcListener } from "./grpc-listener.ts";
import { createHttpListener } from "./http-listener.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { TenantDirectory } from "./tenant-directory.ts";

export interface GatewayDeps {
  /** Where accepted requests go; the gateway does not stop it. */
  readonly producer: Producer;
  readonly tenants: TenantDirectory;
  /** Those left out are `defaultLimits`. */
  readonly limits?: Partial<GatewayLimits>;
  readonly grpc: ListenAddress;
  readonly http: ListenAddress;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
}

export interface Gateway extends Service {
  /** The bound ports; known after `start`. */
  readonly grpcPort: () => number;
  readonly httpPort: () => number;
}

/** Takes OTLP traces, and GenAI events in logs, over gRPC and HTTP, and answers once they are in the log. */
export function createGateway({ grpc, http, limits, meter, ...deps }: GatewayDeps): Gateway {
  const bounds = { ...defaultLimits, ...limits };
  const admission: AdmissionDeps = {
    ...deps,
    limits: bounds,
    metrics: createGatewayMetrics(meter, deps.log),
    budget: createByteBudget(bounds.maxInFlightBytes),
  };
  const grpcListener = createGrpcListener(grpc, admission);
  const httpListener = createHttpListener(http, admission);
  const { start, stop } = composeServices("gateway", [grpcListener, httpListener]);
  return { name: "gateway", start, stop, grpcPort: grpcListener.port, httpPort: httpListener.port };
}
