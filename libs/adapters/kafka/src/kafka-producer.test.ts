import { randomUUID } from "node:crypto";

import type { Producer } from "@parapet/delivery";
import { silentLogger, systemClock } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { patient, textMessage, textOf } from "../testing/message.ts";
import { createRecorder } from "../testing/recorder.ts";
import { createKafkaProducer, createKafkaSource, ensureTopic, type KafkaProducerOptions } from "./index.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a Kafka producer", absence), () => {
  let cluster: KafkaCluster;
  const opened: { readonly stop: () => Promise<void> }[] = [];

  beforeAll(async () => {
    cluster = await startKafka();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((item) => item.stop()));
  });
  afterAll(() => cluster.stop());

  const openTopic = async (partitions: number): Promise<string> => {
    const topic = `llm.spans.${randomUUID()}`;
    await ensureTopic({ brokers: cluster.brokers, clientId: "producer-test", log: silentLogger, topic, partitions });
    return topic;
  };
  const openProducer = (topic: string, options: Partial<KafkaProducerOptions> = {}): Producer => {
    const producer = createKafkaProducer({
      brokers: cluster.brokers,
      clientId: "producer-test",
      log: silentLogger,
      topic,
      ...options,
    });
    opened.push(producer);
    return producer;
  };
  const read = async (topic: string, count: number): Promise<readonly { partition: number; text: string }[]> => {
    const range = { maxMessages: 100, maxBytes: 1_000_000, maxWaitMs: 10 };
    const connection = { brokers: cluster.brokers, clientId: "producer-test", log: silentLogger, clock: systemClock };
    const source = createKafkaSource({ ...connection, topics: [topic], groupId: randomUUID(), range });
    opened.push(source);
    const recorder = createRecorder();
    await source.start(recorder.handler);
    await recorder.received(count);
    return recorder.messages().map((message) => ({ partition: message.partition, text: textOf(message) }));
  };

  it("keeps messages of one key in one partition, and spreads the keys", async () => {
    const topic = await openTopic(4);
    const producer = openProducer(topic);
    const keys = Array.from({ length: 40 }, () => randomUUID());
    for (let round = 0; round < 3; round += 1)
      await producer.send(
        keys.map((key) => textMessage(key, key)),
        patient(),
      );
    const read120 = await read(topic, 120);
    const partitionsOf = (key: string): number =>
      new Set(read120.filter(({ text }) => text === key).map(({ partition }) => partition)).size;
    expect(keys.map(partitionsOf)).toEqual(keys.map(() => 1));
    expect(new Set(read120.map(({ partition }) => partition)).size).toBe(4);
  });

  it("refuses a message the broker finds too large, and none of the others", async () => {
    const topic = await openTopic(1);
    const producer = openProducer(topic);
    const tooLarge = { key: null, value: new Uint8Array(2_000_000), headers: {} };
    const outcomes = await Promise.allSettled([
      producer.send([textMessage("before")], patient()),
      producer.send([tooLarge], patient()),
      producer.send([textMessage("after")], patient()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "not_confirmed" } });
    expect((await read(topic, 2)).map(({ text }) => text)).toEqual(["before", "after"]);
  });

  it("splits a send that is larger than a request may be", async () => {
    const topic = await openTopic(1);
    const values = Array.from({ length: 30 }, (_, index) => `${index}`.padEnd(100_000, "."));
    await openProducer(topic).send(
      values.map((value) => textMessage(value)),
      patient(),
    );
    expect((await read(topic, 30)).map(({ text }) => text)).toEqual(values);
  });

  it(
    "loses nothing it confirmed, and doubles nothing, while its broker crashes and comes back",
    { timeout: 60_000 },
    async () => {
      const topic = await openTopic(2);
      const producer = openProducer(topic);
      const confirmed: string[] = [];
      const sendUntil = async (done: AbortSignal): Promise<void> => {
        while (!done.aborted) {
          const value = randomUUID();
          const sending = producer.send([textMessage(value, value)], AbortSignal.timeout(10_000));
          await sending.then(
            () => confirmed.push(value),
            () => undefined, // Whether it is in the log is not known; it is not sent again.
          );
        }
      };
      const back = new AbortController();
      const sending = [sendUntil(back.signal), sendUntil(back.signal)];
      await cluster.kill();
      await cluster.restart();
      back.abort();
      await Promise.all(sending);
      await producer.send([textMessage("last", "last")], patient());
      confirmed.push("last");
      const found = (await read(topic, confirmed.length)).map(({ text }) => text);
      expect(confirmed.filter((value) => !found.includes(value))).toEqual([]);
      expect(found.length).toBe(new Set(found).size);
    },
  );

  it("gives up waiting at the deadline of the caller", async () => {
    const producer = openProducer("llm.spans", { brokers: ["127.0.0.1:1"], stopTimeoutMs: 100 });
    await expect(producer.send([textMessage("a")], AbortSignal.timeout(50))).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  it("refuses at once what exceeds its bound while other sends wait", async () => {
    const producer = openProducer("llm.spans", { brokers: ["127.0.0.1:1"], stopTimeoutMs: 100, maxQueuedBytes: 200 });
    const waiting = expect(producer.send([textMessage("a")], AbortSignal.timeout(50))).rejects.toThrow();
    await expect(producer.send([textMessage("b")], patient())).rejects.toMatchObject({ code: "producer_full" });
    await waiting;
  });

  it("refuses to send after its stop", async () => {
    const producer = openProducer("llm.spans");
    await producer.stop();
    await expect(producer.send([textMessage("a")], patient())).rejects.toMatchObject({ code: "producer_stopped" });
  });

  it("creates a missing topic once", async () => {
    const options = {
      brokers: cluster.brokers,
      clientId: "producer-test",
      log: silentLogger,
      topic: randomUUID(),
      partitions: 2,
    };
    expect(await ensureTopic(options)).toBe(true);
    expect(await ensureTopic(options)).toBe(false);
  });
});
