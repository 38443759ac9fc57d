import { clickhouseAddress, createBlockSink, createClickHouse, createStoreWatch } from "@parapet/clickhouse";
import { alreadyRunning, createNotifierClient, createServiceProcess } from "@parapet/rpc";
import { loadConfig, runMain, systemClock, VERSION, type Environment, type Service } from "@parapet/runtime";

import { loadRulesFile } from "./load-rules-file.ts";
import { rulerSettings } from "./ruler-settings.ts";
import { createRuler } from "./ruler.ts";

await runMain({ process, build: buildRuler });

async function buildRuler(env: Environment): Promise<Service> {
  const settings = loadConfig(rulerSettings, env);
  const addresses = { read: clickhouseAddress("read", env), ingest: clickhouseAddress("ingest", env) };
  const rules = loadRulesFile(settings.PARAPET_RULES_FILE);
  return createServiceProcess({
    name: "parapet-ruler",
    version: VERSION,
    settings,
    build: ({ log, meter }) => {
      const reader = createClickHouse(addresses.read);
      const writer = createClickHouse(addresses.ingest);
      const notifier = createNotifierClient({ address: settings.PARAPET_NOTIFIER_ADDRESS });
      const ruler = createRuler({
        clickhouse: reader,
        rules,
        sink: notifier,
        events: createBlockSink(writer),
        clock: systemClock,
        log,
        meter,
        intervalMs: settings.PARAPET_RULER_INTERVAL_SECONDS * 1_000,
        watermarkMs: settings.PARAPET_RULER_WATERMARK_SECONDS * 1_000,
        externalUrl: settings.PARAPET_EXTERNAL_URL,
      });
      const store = createStoreWatch({ clickhouse: reader, isWriter: false, isAwaited: true, log, meter });
      return {
        services: [
          alreadyRunning("reader", () => reader.close()),
          alreadyRunning("writer", () => writer.close()),
          alreadyRunning("notifier", async () => notifier.close()),
          store,
          ruler,
        ],
        checks: [store.check, ruler.health],
      };
    },
  });
}
