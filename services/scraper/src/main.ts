import { clickhouseAddress, createBlockSink, createClickHouse, createStoreWatch } from "@parapet/clickhouse";
import { alreadyRunning, createServiceProcess, processSettings } from "@parapet/rpc";
import { loadConfig, runMain, systemClock, VERSION, type Environment, type Service } from "@parapet/runtime";
import { z } from "zod";

import { createScraper, defaultScrapeLimits } from "./scraper.ts";
import { scrapeSettings, scrapeTargets } from "./scrape-settings.ts";

const NAME = "parapet-scraper";

const settingsSchema = z.object({ ...processSettings.shape, ...scrapeSettings.shape });

await runMain({ process, build: buildScraper });

async function buildScraper(env: Environment): Promise<Service> {
  const settings = loadConfig(settingsSchema, env);
  const targets = scrapeTargets(settings);
  const address = clickhouseAddress("ingest", env);
  const intervalMs = settings.PARAPET_SCRAPE_INTERVAL_SECONDS * 1_000;
  return createServiceProcess({
    name: NAME,
    version: VERSION,
    settings,
    build: ({ log, meter }) => {
      if (targets.length === 0) log.warn("nothing to scrape; set PARAPET_SCRAPE_ENGINES or PARAPET_SCRAPE_GPUS");
      const clickhouse = createClickHouse(address);
      const scraper = createScraper({
        ...defaultScrapeLimits,
        targets,
        sink: createBlockSink(clickhouse),
        fetch: globalThis.fetch,
        clock: systemClock,
        log,
        meter,
        intervalMs,
        timeoutMs: Math.min(defaultScrapeLimits.timeoutMs, intervalMs * 0.8),
      });
      const store = createStoreWatch({ clickhouse, isWriter: true, isAwaited: true, log, meter });
      return {
        services: [alreadyRunning("clickhouse", () => clickhouse.close()), store, scraper],
        checks: [store.check],
      };
    },
  });
}
