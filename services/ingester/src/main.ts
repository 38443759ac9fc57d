import { setFlagsFromString } from "node:v8";

import { clickhouseAddress, createBlockSink, createClickHouse, createStoreWatch } from "@parapet/clickhouse";
import { createDeadLetterProducer, createSpanSource, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { createPriceBook, priceSettings } from "@parapet/prices";
import { alreadyRunning, createServiceProcess, processSettings } from "@parapet/rpc";
import {
  createKeyedByteHash,
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

import { ingestEncoding } from "./ingest-encoding.ts";
import { createIngester } from "./ingester.ts";
import { contentModes } from "@parapet/sensitive";
import { loadSensitivePolicy, sensitiveFileSetting } from "./load-sensitive-policy.ts";
import { createRedactions } from "./redactions.ts";
import { createSpendSettler } from "./spend/spend-settler.ts";

const NAME = "parapet-ingester";

const settingsSchema = z.object({
  ...processSettings.shape,
  ...kafkaSettings.shape,
  ...priceSettings.shape,
  PARAPET_HASH_KEY: hashKeySetting,
  PARAPET_SENSITIVE_FILE: sensitiveFileSetting,
  PARAPET_CONTENT: z.enum(contentModes).describe("none, hash, redacted or full").default("redacted"),
});

// Messages come in buffers beside the heap, and V8 marks the whole heap for every few of them. Marking at once, rather
// than in steps that run beside, took a sixth off the CPU time of a span; a pause is far shorter than a heartbeat.
setFlagsFromString("--no-incremental-marking");

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
      const sensitive = loadSensitivePolicy(settings.PARAPET_SENSITIVE_FILE);
      const capture = { default: settings.PARAPET_CONTENT, rules: sensitive.capture };
      const encoding = ingestEncoding({ capture, sensitive, priceFiles: settings.PARAPET_PRICE_FILES });
      const source = createSpanSource("ingester", settings, { clientId: NAME, maxWaitMs: 200, encoding, log, meter });
      const topic = settings.PARAPET_DEAD_LETTER_TOPIC;
      const deadLetters =
        topic === undefined ? null : createDeadLetterProducer({ ...kafkaConnection(settings, NAME, log), topic });
      const ingester = createIngester({
        source,
        ...(deadLetters === null ? {} : { deadLetters }),
        blocks: createBlockSink(clickhouse),
        prices,
        redactionOf: createRedactions({ policy: sensitive, hashKey: settings.PARAPET_HASH_KEY }),
        hash: createKeyedHash(settings.PARAPET_HASH_KEY),
        hashBytes: createKeyedByteHash(settings.PARAPET_HASH_KEY),
        capture,
        topicTenants: settings.PARAPET_TOPIC_TENANTS,
        meter,
        tracer,
        log,
      });
      const settler = createSpendSettler({ clickhouse, prices, clock: systemClock, log });
      const store = createStoreWatch({ clickhouse, isWriter: true, isAwaited: true, log, meter });
      return {
        services: [
          alreadyRunning("clickhouse", () => clickhouse.close()),
          alreadyRunning("dead letters", async () => deadLetters?.stop()),
          store,
          ingester,
          settler,
        ],
        checks: [store.check],
      };
    },
  });
}
