import { createGrpcServer, notifierService } from "@parapet/rpc";
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

import { createReceivers } from "./create-receivers.ts";
import { alertTargetsOf, notifierSettings } from "./notifier-settings.ts";
import { createNotifier } from "./notifier.ts";

const NAME = "parapet-notifier";

await runMain({ process, build: buildNotifier });

function buildNotifier(env: Environment): Service {
  const settings = loadConfig(notifierSettings, env);
  const targets = alertTargetsOf(settings, { externalUrl: settings.PARAPET_EXTERNAL_URL, clock: systemClock });
  const receivers = createReceivers(targets);
  const log = createLogger({ service: NAME, level: settings.PARAPET_LOG_LEVEL });
  if (receivers.length === 0) {
    log.warn("nobody is told of alerts; set PARAPET_ALERTMANAGER_URLS or PARAPET_WEBHOOK_URL");
  }
  const otlpEndpoint = settings.PARAPET_OTLP_ENDPOINT;
  const telemetry = startTelemetry({
    service: NAME,
    version: "0.1.0",
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  const notifier = createNotifier({ receivers, clock: systemClock, log, meter: telemetry.meter });
  const host = settings.PARAPET_LISTEN_HOST;
  return composeServices(NAME, [
    { name: "telemetry", start: async () => undefined, stop: telemetry.stop },
    createAdminServer({ host, port: settings.PARAPET_ADMIN_PORT, checks: [], metrics: telemetry.metricsText }),
    notifier,
    createGrpcServer({
      host,
      port: settings.PARAPET_GRPC_PORT,
      services: [notifierService(notifier, log)],
      checks: [],
    }),
  ]);
}
