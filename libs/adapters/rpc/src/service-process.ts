import {
  composeServices,
  createAdminServer,
  createLogger,
  createReadiness,
  logLevelSetting,
  portSetting,
  startTelemetry,
  urlSetting,
  type HealthCheck,
  type Logger,
  type Meter,
  type Service,
  type Tracer,
} from "@parapet/runtime";
import { z } from "zod";

import { createGrpcServer, type GrpcService } from "./grpc-server.ts";

/** Settings that every service has when it is a process of its own. */
export const processSettings = z.object({
  PARAPET_LISTEN_HOST: z.string().describe("the address to listen on").default("127.0.0.1"),
  PARAPET_GRPC_PORT: portSetting(9090),
  PARAPET_ADMIN_PORT: portSetting(9464),
  PARAPET_OTLP_ENDPOINT: urlSetting.optional(),
  PARAPET_LOG_LEVEL: logLevelSetting,
});
export type ProcessSettings = z.output<typeof processSettings>;

/** What a process gives to the service in it. */
export interface ProcessContext {
  readonly log: Logger;
  readonly meter: Meter;
  readonly tracer: Tracer;
}

/** The service of a process: its parts in the order in which they start, and how it is asked and judged. */
export interface ProcessParts {
  readonly services: readonly Service[];
  /** Answered on `PARAPET_GRPC_PORT`, beside the health service. */
  readonly grpc?: readonly GrpcService[];
  readonly checks?: readonly HealthCheck[];
  /** Parts that only a restart mends; they are asked for `/healthz`, and wherever `checks` are. */
  readonly liveness?: readonly HealthCheck[];
}

export interface ProcessOptions {
  readonly name: string;
  readonly version: string;
  readonly settings: ProcessSettings;
  readonly build: (context: ProcessContext) => Promise<ProcessParts> | ProcessParts;
}

/** One service as a process: with logs, self-telemetry, `/healthz`, `/readyz`, `/metrics`, and gRPC health. */
export async function createServiceProcess({ name, version, settings, build }: ProcessOptions): Promise<Service> {
  const host = settings.PARAPET_LISTEN_HOST;
  const log = createLogger({ service: name, level: settings.PARAPET_LOG_LEVEL });
  const otlpEndpoint = settings.PARAPET_OTLP_ENDPOINT;
  const telemetry = startTelemetry({
    service: name,
    version,
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  const context = { log, meter: telemetry.meter, tracer: telemetry.tracer };
  const { services, grpc = [], checks = [], liveness = [] } = await build(context);
  const readiness = createReadiness();
  return composeServices(name, [
    alreadyRunning("telemetry", telemetry.stop),
    createAdminServer({
      host,
      port: settings.PARAPET_ADMIN_PORT,
      checks: [readiness.check, ...checks],
      liveness,
      metrics: telemetry.metricsText,
    }),
    ...services,
    createGrpcServer({ host, port: settings.PARAPET_GRPC_PORT, services: grpc, checks: [...checks, ...liveness] }),
    readiness,
  ]);
}

/** Something that runs from the moment it is built and only needs to be stopped. */
export function alreadyRunning(name: string, stop: () => Promise<void>): Service {
  return { name, start: async () => undefined, stop };
}
