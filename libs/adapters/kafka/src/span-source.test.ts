import { loadConfig, silentLogger } from "@parapet/runtime";
import { kafkaAvailability, startKafka, suiteName, type KafkaCluster } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ensureTopic } from "./ensure-topic.ts";
import { createKafkaProducer } from "./kafka-producer.ts";
import { kafkaConnection, kafkaSettings } from "./kafka-settings.ts";
import { createSpanSource } from "./span-source.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("the source of spans", absence), () => {
  let kafka: KafkaCluster | undefined;
  beforeAll(async () => {
    kafka = await startKafka();
  });
  afterAll(() => kafka?.stop());

  test("reads the common topic and those that belong to one tenant", { timeout: 60_000 }, async () => {
    const env = {
      PARAPET_KAFKA_BROKERS: kafka?.brokers.join(","),
      PARAPET_TOPIC_TENANTS: "llm.spans.acme=acme",
    };
    const settings = loadConfig(kafkaSettings, env);
    const connection = kafkaConnection(settings, "test", silentLogger);
    const topics = ["llm.spans", "llm.spans.acme"];
    for (const topic of topics) {
      await ensureTopic({ ...connection, topic, partitions: 1 });
      const producer = createKafkaProducer({ ...connection, topic });
      await producer.send([{ key: null, value: new Uint8Array([1]), headers: {} }], AbortSignal.timeout(20_000));
      await producer.stop();
    }
    const source = createSpanSource("ingester", settings, {
      clientId: "test",
      maxWaitMs: 10,
      encoding: "1",
      log: silentLogger,
    });
    const read = new Set<string>();
    try {
      await source.start(async ({ topic }) => void read.add(topic));
      await expect.poll(() => [...read].toSorted(), { timeout: 20_000 }).toEqual(topics);
    } finally {
      await source.stop();
    }
  });
});
