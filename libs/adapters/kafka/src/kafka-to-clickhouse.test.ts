import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";

import { clickhouseAvailability, startTestClickHouse, type TestClickHouse } from "@parapet/clickhouse/testing";
import { silentLogger } from "@parapet/runtime";
import {
  type KafkaCluster,
  kafkaAvailability,
  startKafka,
  startProcess,
  type TestProcess,
  suiteName,
} from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { createKafkaProducer, ensureTopic } from "./index.ts";
import { type FaultProxy, startFaultProxy } from "../testing/fault-proxy.ts";
import { patient, textMessage } from "../testing/message.ts";

const consumerFile = fileURLToPath(new URL("../testing/store-consumer.ts", import.meta.url));
const absence = kafkaAvailability() ?? clickhouseAvailability(process.env);

describe.skipIf(absence !== null)(suiteName("from Kafka into ClickHouse", absence), () => {
  let cluster: KafkaCluster;
  let store: TestClickHouse;
  let proxy: FaultProxy;
  const consumers = new Set<TestProcess>();

  beforeAll(async () => {
    [cluster, store] = await Promise.all([startKafka(), startTestClickHouse()]);
    proxy = await startFaultProxy(Number(new URL(store.server.url).port));
  }, 60_000);
  afterAll(async () => {
    await Promise.all([...consumers].map(kill));
    await proxy.stop();
    await Promise.all([cluster.stop(), store.stop()]);
  });

  const startConsumer = (topic: string): TestProcess => {
    const { username, password } = store.server.users.ingest;
    const url = `http://127.0.0.1:${proxy.port}`;
    const consumer = startProcess({
      args: [consumerFile, cluster.brokers.join(), topic, `ingester.${topic}`, url, username, password],
    });
    consumers.add(consumer);
    return consumer;
  };
  const kill = async (consumer: TestProcess): Promise<void> => {
    consumers.delete(consumer);
    await consumer.end("SIGKILL");
  };
  const openTopic = async (): Promise<{ topic: string; send: (count: number) => Promise<void> }> => {
    const topic = `llm.spans.${randomUUID()}`;
    const connection = { brokers: cluster.brokers, clientId: "store-test", log: silentLogger };
    await ensureTopic({ ...connection, topic, partitions: 4 });
    const producer = createKafkaProducer({ ...connection, topic });
    const send = async (count: number): Promise<void> => {
      const values = Array.from({ length: count }, () => randomUUID());
      await producer.send(
        values.map((value) => textMessage(value, value)),
        patient(),
      );
    };
    return { topic, send };
  };
  const stored = async (): Promise<{ rows: number; different: number; inRollup: number }> => {
    const n = z.coerce.number();
    const sql = `SELECT count() AS rows, uniqExact(span_id) AS different,
      (SELECT sum(calls) FROM spans_1m) AS inRollup FROM spans`;
    const [counts] = await store.read.query(sql, {}, z.object({ rows: n, different: n, inRollup: n }));
    return counts ?? { rows: -1, different: -1, inRollup: -1 };
  };
  // A rollup follows its table within one insert, not at the same instant.
  const reached = async (): Promise<number> => {
    const { different, inRollup } = (await stored().catch(() => null)) ?? { different: -1, inRollup: -1 };
    return Math.min(different, inRollup);
  };
  const storedAtLeast = (count: number): Promise<void> =>
    expect.poll(reached, { timeout: 25_000, interval: 100 }).toBeGreaterThanOrEqual(count);

  it("nothing is lost or doubled, whoever dies and whatever answer is lost", { timeout: 60_000 }, async () => {
    const { topic, send } = await openTopic();
    let [older, younger] = [startConsumer(topic), startConsumer(topic)];
    await send(500);
    await storedAtLeast(1);

    proxy.answersToLose = 5;
    await send(500);
    await expect.poll(() => proxy.answersToLose, { timeout: 20_000 }).toBe(0);

    await kill(older);
    [older, younger] = [younger, startConsumer(topic)];
    await send(500);
    await storedAtLeast(1_001);

    process.kill(store.server.pid() ?? 0, "SIGKILL");
    await send(500);
    await storedAtLeast(1_501);

    proxy.isRefusing = true;
    await send(500);
    await kill(older);
    older = startConsumer(topic);
    proxy.isRefusing = false;

    await storedAtLeast(2_500);
    await Promise.all([older, younger].map(kill));
    expect(await stored()).toEqual({ rows: 2_500, different: 2_500, inRollup: 2_500 });
  });
});
