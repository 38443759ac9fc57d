import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { createBlockSink } from "@parapet/clickhouse";
import type { Source } from "@parapet/delivery";
import { composeServices, systemClock, type Service } from "@parapet/runtime";
import type { ScrapeTarget } from "@parapet/scraper";

import { createDemoReceiver, type ReceivedAlert } from "../demo/demo-receiver.ts";
import { createDemoExporters, createDemoTraffic, demoEngineHistory, demoTenants } from "../demo/index.ts";
import type { UpSettings } from "../settings/up-settings.ts";
import type { AllInOne } from "./all-in-one.ts";
import type { Foundation } from "./foundation.ts";
import { urlHost } from "./url-host.ts";

/** What stands around the demo: an inference node to scrape and somebody to be told of alerts. */
export interface DemoSurroundings extends Service {
  /** The settings, filled in where they say nothing: tenants' tokens and a receiver of alerts. */
  readonly complete: (settings: UpSettings) => UpSettings;
  /** Known after `start`. */
  readonly targets: () => DemoTargets;
}

interface DemoTargets {
  readonly engine: ScrapeTarget;
  readonly gpu: ScrapeTarget;
}

const DAYS = 8;
const SEED = 20_260_101;

export interface DemoOptions {
  readonly nowMs: number;
  readonly onAlert: (alert: ReceivedAlert) => void;
}

export function createDemoSurroundings({ nowMs, onAlert }: DemoOptions): DemoSurroundings {
  const exporters = createDemoExporters({ clock: systemClock, nowMs, days: DAYS });
  const receiver = createDemoReceiver(onAlert);
  const target = { tenant: "platform", node: "demo-node-0" };
  return {
    ...composeServices("demo", [exporters, receiver]),
    complete: (settings) => ({
      ...settings,
      PARAPET_TENANT_TOKENS: new Map([...(settings.PARAPET_TENANT_TOKENS ?? []), ...demoTokens()]),
      ...(settings.PARAPET_WEBHOOK_URL === undefined
        ? { PARAPET_WEBHOOK_URL: receiver.url(), PARAPET_WEBHOOK_SECRET: [receiver.key] }
        : {}),
    }),
    targets: () => ({
      engine: { ...target, url: exporters.engineUrl(), kind: "engine" },
      gpu: { ...target, url: exporters.gpuUrl(), kind: "gpu" },
    }),
  };
}

/** Token to tenant, as the gateway wants it. */
function demoTokens(): readonly (readonly [string, string])[] {
  return demoTenants.map((tenant) => [`${tenant}-${randomBytes(12).toString("hex")}`, tenant]);
}

export interface DemoTrafficOptions {
  readonly nowMs: number;
  readonly targets: DemoTargets;
  readonly report: (line: string) => void;
}

/** Plays eight days of history through the running services, judges it, and lets live traffic follow. */
export async function playDemo(
  foundation: Foundation,
  allInOne: AllInOne,
  { nowMs, targets, report }: DemoTrafficOptions,
): Promise<Service> {
  const { settings, ports, store, stream, log } = foundation;
  const signal = AbortSignal.timeout(300_000);
  const engineHistory = demoEngineHistory({ nowMs, days: DAYS, ...targets });
  await createBlockSink(store.ingest).write(engineHistory, `demo-engine-history:${nowMs}`, signal);
  const traffic = createDemoTraffic({
    seed: SEED,
    nowMs,
    days: DAYS,
    endpoint: () => `http://${urlHost(settings.PARAPET_LISTEN_HOST)}:${ports.otlpHttp}`,
    tokens: Object.fromEntries([...(settings.PARAPET_TENANT_TOKENS ?? [])].map(([token, tenant]) => [tenant, token])),
    fetch: globalThis.fetch,
    clock: systemClock,
    log,
  });
  report(`playing ${DAYS} days of sample traffic of ${demoTenants.length} tenants`);
  report(`${await traffic.sendHistory(signal)} spans stored; the learned detectors look at their texts`);
  // On Kafka both groups may still be behind; on the bus the first has stored everything already.
  for (const source of [stream.ingesterSource, stream.guardSource]) await caughtUp(source, signal);
  await allInOne.ruler.evaluateOnce();
  await traffic.start();
  return traffic;
}

/** Resolves when a source has nothing unread. */
async function caughtUp(source: Source, signal: AbortSignal): Promise<void> {
  const isBehind = async (): Promise<boolean> => (await source.lag()).some(({ messages }) => messages > 0n);
  while (await isBehind()) await delay(100, undefined, { signal });
}
