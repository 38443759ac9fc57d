import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { silentLogger } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import type { Admin } from "kafkajs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { createKafkaClient } from "./kafka-client.ts";
import { createKafkaProducer, ensureTopic } from "./index.ts";
import { patient, textMessage } from "../testing/message.ts";
import { startTokenStore, type StoreMoment, type TokenStore } from "../testing/token-store.ts";

const consumerFile = fileURLToPath(new URL("../testing/crash-consumer.ts", import.meta.url));
const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("consumers that are killed", absence), () => {
  let cluster: KafkaCluster;
  let admin: Admin;
  let store: TokenStore;
  const children = new Set<ChildProcess>();

  beforeAll(async () => {
    cluster = await startKafka();
    admin = createKafkaClient({ brokers: cluster.brokers, clientId: "crash-test", log: silentLogger }).admin();
    await admin.connect();
  });
  beforeEach(async () => {
    store = await startTokenStore();
  });
  afterEach(async () => {
    await Promise.all([...children].map(kill));
    await store.stop();
  });
  afterAll(async () => {
    await admin.disconnect();
    await cluster.stop();
  });

  const spawnConsumer = (topic: string): ChildProcess => {
    const files = [consumerFile, cluster.brokers.join(), topic, `ingester.${topic}`, store.url];
    const child = spawn(process.execPath, ["--conditions=source", ...files], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    children.add(child);
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
    children.delete(child);
  };
  /** Resolves in the middle of a write, at the n-th time that it comes to this moment. */
  const moment = (wanted: StoreMoment, after: number): Promise<void> =>
    new Promise((resolve) => {
      let left = after;
      store.onMoment = (moment) => {
        if (moment === wanted) left -= 1;
        if (left <= 0) resolve();
      };
    });
  const differences = (sent: readonly string[]): { lost: number; doubled: number; foreign: number } => {
    const [expected, found] = [new Set(sent), new Set(store.values)];
    const lost = sent.filter((value) => !found.has(value)).length;
    return {
      lost,
      doubled: store.values.length - found.size,
      foreign: [...found].filter((value) => !expected.has(value)).length,
    };
  };
  const openTopic = async (): Promise<{ topic: string; send: (count: number) => Promise<readonly string[]> }> => {
    const topic = `llm.spans.${randomUUID()}`;
    const connection = { brokers: cluster.brokers, clientId: "crash-test", log: silentLogger };
    await ensureTopic({ ...connection, topic, partitions: 4 });
    const producer = createKafkaProducer({ ...connection, topic });
    const send = async (count: number): Promise<readonly string[]> => {
      const values = Array.from({ length: count }, () => randomUUID());
      await producer.send(
        values.map((value) => textMessage(value, value)),
        patient(),
      );
      return values;
    };
    return { topic, send };
  };

  it("lose nothing and double nothing, at whatever moment SIGKILL comes", { timeout: 120_000 }, async () => {
    const { topic, send } = await openTopic();
    const sent = [...(await send(500))];
    let [older, younger] = [spawnConsumer(topic), spawnConsumer(topic)];
    for (let kills = 0; kills < 8; kills += 1) {
      const struck = moment(kills % 2 === 0 ? "arrived" : "recorded", 1 + (kills % 3));
      sent.push(...(await send(300)));
      await struck;
      await kill(older);
      [older, younger] = [younger, spawnConsumer(topic)];
    }
    await store.stored(sent.length);
    await Promise.all([kill(older), kill(younger)]);
    expect(differences(sent)).toEqual({ lost: 0, doubled: 0, foreign: 0 });
    expect(store.replays()).toBeGreaterThan(0);
  });

  it("replay nothing when they are ended in order, and leave their group at once", { timeout: 120_000 }, async () => {
    const { topic, send } = await openTopic();
    const sent = [...(await send(500))];
    for (let ends = 0; ends < 4; ends += 1) {
      const consumer = spawnConsumer(topic);
      const struck = moment(ends % 2 === 0 ? "arrived" : "recorded", 2 + ends);
      sent.push(...(await send(400)));
      await struck;
      const exit = once(consumer, "exit");
      consumer.kill("SIGTERM");
      expect(await exit).toEqual([0, null]);
      children.delete(consumer);
      const { groups } = await admin.describeGroups([`ingester.${topic}`]);
      expect(groups[0]?.members).toEqual([]);
    }
    const last = spawnConsumer(topic);
    await store.stored(sent.length);
    await kill(last);
    expect(differences(sent)).toEqual({ lost: 0, doubled: 0, foreign: 0 });
    expect(store.replays()).toBe(0);
  });

  it(
    "double nothing when one was only frozen, and wakes up after another took over",
    { timeout: 120_000 },
    async () => {
      const { topic, send } = await openTopic();
      const sent: string[] = [];
      const frozen = spawnConsumer(topic);
      let arrived = moment("arrived", 1);
      sent.push(...(await send(500)));
      await arrived;
      frozen.kill("SIGSTOP");
      const other = spawnConsumer(topic);
      await store.stored(sent.length); // The other has taken over what the frozen one held.
      arrived = moment("arrived", 2);
      frozen.kill("SIGCONT");
      sent.push(...(await send(500)));
      await arrived;
      await store.stored(sent.length);
      await Promise.all([kill(frozen), kill(other)]);
      expect(differences(sent)).toEqual({ lost: 0, doubled: 0, foreign: 0 });
    },
  );
});
