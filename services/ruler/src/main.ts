import { clickhouseAddress, createBlockSink, createClickHouse, storeHealth } from "@parapet/clickhouse";
import { createGrpcServer, createNotifierClient } from "@parapet/rpc";
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

import { loadRulesFile } from "./load-rules-file.ts";
import { rulerSettings } from "./ruler-settings.ts";
import { createRuler } from "./ruler.ts";

const NAME = "parapet-ruler";

await runMain({ process, build: buildRuler });

function buildRuler(env: Environment): Service {
  const settings = loadConfig(rulerSettings, env);
  const rules = loadRulesFile(settings.PARAPET_RULES_FILE);
  const log = createLogger({ service: NAME, level: settings.PARAPET_LOG_LEVEL });
  const otlpEndpoint = settings.PARAPET_OTLP_ENDPOINT;
  const telemetry = startTelemetry({
    service: NAME,
    version: "0.1.0",
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  const reader = createClickHouse(clickhouseAddress("read", env));
  const writer = createClickHouse(clickhouseAddress("ingest", env));
  const notifier = createNotifierClient({ address: settings.PARAPET_NOTIFIER_ADDRESS });
  const ruler = createRuler({
    clickhouse: reader,
    rules,
    sink: notifier,
    events: createBlockSink(writer),
    clock: systemClock,
    log,
    meter: telemetry.meter,
    intervalMs: settings.PARAPET_RULER_INTERVAL_SECONDS * 1_000,
    watermarkMs: settings.PARAPET_RULER_WATERMARK_SECONDS * 1_000,
    externalUrl: settings.PARAPET_EXTERNAL_URL,
  });
  const [host, checks] = [settings.PARAPET_LISTEN_HOST, [storeHealth(reader), ruler.health]];
  return composeServices(NAME, [
    stopped("telemetry", telemetry.stop),
    createAdminServer({ host, port: settings.PARAPET_ADMIN_PORT, checks, metrics: telemetry.metricsText }),
    createGrpcServer({ host, port: settings.PARAPET_GRPC_PORT, services: [], checks }),
    stopped("reader", () => reader.close()),
    stopped("writer", () => writer.close()),
    stopped("notifier", async () => notifier.close()),
    ruler,
  ]);
}

/** Something that runs from the moment it is built and only needs to be stopped. */
function stopped(name: string, stop: () => Promise<void>): Service {
  return { name, start: async () => undefined, stop };
}
