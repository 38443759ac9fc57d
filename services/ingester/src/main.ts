import { clickhouseAddress, createBlockSink, createClickHouse, storeHealth } from "@parapet/clickhouse";
import { createSpanSource, kafkaSettings } from "@parapet/kafka";
import { createPriceBook, priceSettings } from "@parapet/prices";
import { alreadyRunning, createServiceProcess, processSettings } from "@parapet/rpc";
import {
  createKeyedHash,
  hashKeySetting,
  loadConfig,
  runMain,
  systemClock,
  VERSION,
  type Environment,
  type Service,
} from "@parapet/runtime";
import { z } from "zod";

import { createIngester } from "./ingester.ts";
import { createSpendSettler } from "./spend/spend-settler.ts";

const NAME = "parapet-ingester";

const settingsSchema = z.object({
  ...processSettings.shape,
  ...kafkaSettings.shape,
  ...priceSettings.shape,
  PARAPET_HASH_KEY: hashKeySetting,
});

await runMain({ process, build: buildIngester });

async function buildIngester(env: Environment): Promise<Service> {
  const settings = loadConfig(settingsSchema, env);
  const address = clickhouseAddress("ingest", env);
  return createServiceProcess({
    name: NAME,
    version: VERSION,
    settings,
    build: ({ log, meter, tracer }) => {
      const clickhouse = createClickHouse(address);
      const prices = createPriceBook({ files: settings.PARAPET_PRICE_FILES });
      const source = createSpanSource("ingester", settings, { clientId: NAME, maxWaitMs: 200, log });
      const ingester = createIngester({
        source,
        blocks: createBlockSink(clickhouse),
        prices,
        operators: {},
        hash: createKeyedHash(settings.PARAPET_HASH_KEY),
        topicTenants: settings.PARAPET_TOPIC_TENANTS,
        meter,
        tracer,
        log,
      });
      const settler = createSpendSettler({ clickhouse, prices, clock: systemClock, log });
      return {
        services: [alreadyRunning("clickhouse", () => clickhouse.close()), ingester, settler],
        checks: [storeHealth(clickhouse)],
      };
    },
  });
}
