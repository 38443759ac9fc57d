import { createKafkaProducer, kafkaConnection } from "@parapet/kafka";
import {
  composeServices,
  createAdminServer,
  createLogger,
  loadConfig,
  runMain,
  startTelemetry,
  systemClock,
  type Environment,
  type Service,
} from "@parapet/runtime";

import { gatewaySettings, receiversOf } from "./gateway-settings.ts";
import { createGateway } from "./gateway.ts";

const NAME = "parapet-gateway";

await runMain({ process, build: buildGateway });

function buildGateway(env: Environment): Service {
  const settings = loadConfig(gatewaySettings, env);
  const receivers = receiversOf(settings);
  const log = createLogger({ service: NAME, level: settings.PARAPET_LOG_LEVEL });
  if (settings.PARAPET_TENANT_TOKENS === undefined) {
    log.warn("every caller is let in as the default tenant; set PARAPET_TENANT_TOKENS to tell tenants apart");
  }
  const otlpEndpoint = settings.PARAPET_OTLP_ENDPOINT;
  const telemetry = startTelemetry({
    service: NAME,
    version: "0.1.0",
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  const producer = createKafkaProducer({
    ...kafkaConnection(settings, NAME, log),
    topic: settings.PARAPET_KAFKA_TOPIC,
  });
  const gateway = createGateway({ ...receivers, producer, clock: systemClock, log, meter: telemetry.meter });
  const admin = createAdminServer({
    host: settings.PARAPET_LISTEN_HOST,
    port: settings.PARAPET_ADMIN_PORT,
    checks: [],
    metrics: telemetry.metricsText,
  });
  return composeServices(NAME, [
    stopped("telemetry", () => telemetry.stop()),
    admin,
    stopped("producer", () => producer.stop()),
    gateway,
  ]);
}

/** Something that runs from the moment it is built and only needs to be stopped. */
function stopped(name: string, stop: () => Promise<void>): Service {
  return { name, start: async () => undefined, stop };
}
