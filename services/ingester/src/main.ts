import { clickhouseAddress, createBlockSink, createClickHouse, storeHealth } from "@parapet/clickhouse";
import { createKafkaSource, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { createGenaiPriceBook } from "@parapet/prices";
import { alreadyRunning, createServiceProcess, processSettings } from "@parapet/rpc";
import {
  createKeyedHash,
  hashKeySetting,
  loadConfig,
  pairsSetting,
  runMain,
  systemClock,
  VERSION,
  type Environment,
  type Service,
} from "@parapet/runtime";
import { z } from "zod";

import { createIngester } from "./ingester.ts";

const NAME = "parapet-ingester";

const settingsSchema = z.object({
  ...processSettings.shape,
  ...kafkaSettings.shape,
  PARAPET_HASH_KEY: hashKeySetting,
  PARAPET_TOPIC_TENANTS: pairsSetting.default(new Map()),
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
      const source = createKafkaSource({
        ...kafkaConnection(settings, NAME, log),
        topics: [settings.PARAPET_KAFKA_TOPIC, ...settings.PARAPET_TOPIC_TENANTS.keys()],
        groupId: "parapet.ingester",
        sessionTimeoutMs: settings.PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS * 1_000,
        range: { maxMessages: 2_000, maxBytes: 8 * 1024 * 1024, maxWaitMs: 200 },
        clock: systemClock,
      });
      const ingester = createIngester({
        source,
        blocks: createBlockSink(clickhouse),
        prices: createGenaiPriceBook(),
        operators: {},
        hash: createKeyedHash(settings.PARAPET_HASH_KEY),
        topicTenants: settings.PARAPET_TOPIC_TENANTS,
        meter,
        tracer,
        log,
      });
      return {
        services: [alreadyRunning("clickhouse", () => clickhouse.close()), ingester],
        checks: [storeHealth(clickhouse)],
      };
    },
  });
}
