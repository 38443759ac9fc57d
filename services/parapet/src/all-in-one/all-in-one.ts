import { createBlockSink, createStoreWatch } from "@parapet/clickhouse";
import { createConsole } from "@parapet/console";
import { createGateway, receiversOf, type Gateway } from "@parapet/gateway";
import { createCheck, createGuard, SensitiveSearches, type InspectionDeps, loadPolicy } from "@parapet/guard";
import { createIngester, createRedactions, loadSensitivePolicy, createSpendSettler } from "@parapet/ingester";
import { alertTargetsOf, createNotifier, createReceivers } from "@parapet/notifier";
import { createPriceBook } from "@parapet/prices";
import type { PriceBook, PriceResolver } from "@parapet/pricing";
import { createGrpcServer, guardService } from "@parapet/rpc";
import { createRuler, loadRulesFile, type RulerService } from "@parapet/ruler";
import {
  composeServices,
  createAdminServer,
  createKeyedByteHash,
  createKeyedHash,
  createReadiness,
  describeError,
  systemClock,
  type Service,
} from "@parapet/runtime";
import { createScraper, defaultScrapeLimits, type ScrapeTarget } from "@parapet/scraper";

import type { Foundation } from "./foundation.ts";
import { urlHost } from "./url-host.ts";

export interface AllInOne extends Service {
  readonly ruler: RulerService;
}

/** Every service in one process. They meet only through their ports, as they would apart. */
export function createAllInOne(foundation: Foundation, targets: readonly ScrapeTarget[]): AllInOne {
  const { settings, ports, store, models, telemetry, log } = foundation;
  const inspection = inspectionDeps(foundation);
  const notifier = createAlertNotifier(foundation);
  const ruler = createAlertRuler(foundation, notifier);
  const host = settings.PARAPET_LISTEN_HOST;
  const check = guardService(createCheck(inspection), log.child({ service: "guard" }));
  const watch = createStoreWatch({
    clickhouse: store.ingest,
    isWriter: true,
    isAwaited: true,
    log: log.child({ service: "store" }),
    meter: telemetry.meter,
  });
  const checks = [watch.check, ruler.health];
  const readiness = createReadiness();
  const prices = createPriceBook({ files: settings.PARAPET_PRICE_FILES });
  // What stores comes before what takes in, and stops after it.
  const services = composeServices("parapet", [
    createAdminServer({
      host,
      port: ports.admin,
      checks: [readiness.check, ...checks],
      liveness: [models.health],
      metrics: telemetry.metricsText,
    }),
    watch,
    createSpanIngester(foundation, prices),
    createSettler(foundation, prices),
    createSpanGuard(foundation, inspection),
    notifier,
    ruler,
    createMetricsScraper(foundation, targets),
    createGrpcServer({ host, port: ports.grpc, services: [check], checks: [...checks, models.health] }),
    createSpanGateway(foundation),
    createConsole({
      clickhouse: store.read,
      host,
      port: ports.console,
      log: log.child({ service: "console" }),
      ...(settings.PARAPET_CONSOLE_TOKEN === undefined ? {} : { token: settings.PARAPET_CONSOLE_TOKEN }),
    }),
    readiness,
  ]);
  return { ...services, ruler };
}

/** What the links in alerts begin with. */
function externalUrl(foundation: Foundation): string {
  return foundation.settings.PARAPET_EXTERNAL_URL ?? consoleUrl(foundation);
}

/** Where a person can look at what this process stores. */
export function consoleUrl({ settings, ports }: Foundation): string {
  return `http://${urlHost(settings.PARAPET_LISTEN_HOST)}:${ports.console}`;
}

function inspectionDeps({ models, settings, log }: Foundation): InspectionDeps {
  return {
    classifier: models.classifier,
    policy: loadPolicy(settings.PARAPET_POLICY_FILE),
    sensitive: new SensitiveSearches(loadSensitivePolicy(settings.PARAPET_SENSITIVE_FILE)),
    operators: {},
    log: log.child({ service: "guard" }),
  };
}

function createSpanIngester(foundation: Foundation, prices: PriceBook & PriceResolver): Service {
  const { stream, store, telemetry, hashKey, settings, log } = foundation;
  const sensitive = loadSensitivePolicy(settings.PARAPET_SENSITIVE_FILE);
  return createIngester({
    source: stream.ingesterSource,
    blocks: createBlockSink(store.ingest),
    prices,
    redactionOf: createRedactions({ policy: sensitive, hashKey }),
    hash: createKeyedHash(hashKey),
    hashBytes: createKeyedByteHash(hashKey),
    capture: { default: settings.PARAPET_CONTENT, rules: sensitive.capture },
    topicTenants: settings.PARAPET_TOPIC_TENANTS,
    meter: telemetry.meter,
    tracer: telemetry.tracer,
    log: log.child({ service: "ingester" }),
  });
}

function createSettler({ store, log }: Foundation, prices: PriceBook): Service {
  return createSpendSettler({
    clickhouse: store.ingest,
    prices,
    clock: systemClock,
    log: log.child({ service: "ingester" }),
  });
}

function createSpanGuard(foundation: Foundation, inspection: InspectionDeps): Service {
  const { stream, store, telemetry, settings } = foundation;
  const guard = createGuard({
    ...inspection,
    source: stream.guardSource,
    blocks: createBlockSink(store.ingest),
    topicTenants: settings.PARAPET_TOPIC_TENANTS,
    maxAgeMs: settings.PARAPET_GUARD_MAX_AGE_SECONDS * 1_000,
    clock: systemClock,
    meter: telemetry.meter,
    tracer: telemetry.tracer,
  });
  foundation.onShed((messages) => {
    guard.shed(messages, AbortSignal.timeout(30_000)).catch((error: unknown) => {
      inspection.log.error("shed texts could not be recorded", { error: describeError(error) });
    });
  });
  return guard;
}

function createAlertNotifier(foundation: Foundation): ReturnType<typeof createNotifier> {
  const { settings, telemetry, log } = foundation;
  const targets = alertTargetsOf(settings, { externalUrl: externalUrl(foundation), clock: systemClock });
  const receivers = createReceivers(targets);
  return createNotifier({
    receivers,
    clock: systemClock,
    log: log.child({ service: "notifier" }),
    meter: telemetry.meter,
  });
}

function createAlertRuler(foundation: Foundation, sink: ReturnType<typeof createNotifier>): RulerService {
  const { settings, store, telemetry, log } = foundation;
  return createRuler({
    clickhouse: store.read,
    rules: loadRulesFile(settings.PARAPET_RULES_FILE),
    sink,
    events: createBlockSink(store.ingest),
    clock: systemClock,
    log: log.child({ service: "ruler" }),
    meter: telemetry.meter,
    intervalMs: settings.PARAPET_RULER_INTERVAL_SECONDS * 1_000,
    externalUrl: externalUrl(foundation),
  });
}

function createMetricsScraper(foundation: Foundation, targets: readonly ScrapeTarget[]): Service {
  const { settings, store, telemetry, log } = foundation;
  const intervalMs = settings.PARAPET_SCRAPE_INTERVAL_SECONDS * 1_000;
  return createScraper({
    ...defaultScrapeLimits,
    targets,
    sink: createBlockSink(store.ingest),
    fetch: globalThis.fetch,
    clock: systemClock,
    log: log.child({ service: "scraper" }),
    meter: telemetry.meter,
    intervalMs,
    timeoutMs: Math.min(defaultScrapeLimits.timeoutMs, intervalMs * 0.8),
  });
}

function createSpanGateway({ settings, ports, stream, telemetry, log }: Foundation): Gateway {
  return createGateway({
    ...receiversOf(
      { ...settings, PARAPET_OTLP_GRPC_PORT: ports.otlpGrpc, PARAPET_OTLP_HTTP_PORT: ports.otlpHttp },
      stream.maxMessageBytes,
    ),
    producer: stream.producer,
    clock: systemClock,
    log: log.child({ service: "gateway" }),
    meter: telemetry.meter,
  });
}
