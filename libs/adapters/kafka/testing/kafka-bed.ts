import { randomUUID } from "node:crypto";

import type { Source } from "@parapet/delivery";
import { retryUntilDone, silentLogger, systemClock } from "@parapet/runtime";
import { type KafkaCluster, startKafka } from "@parapet/testkit";
import type { Admin, Kafka } from "kafkajs";

import { ensureTopic } from "../src/ensure-topic.ts";
import { createKafkaClient, type KafkaConnection } from "../src/kafka-client.ts";
import { createKafkaProducer } from "../src/kafka-producer.ts";
import { createKafkaSource, type KafkaSourceOptions } from "../src/kafka-source.ts";
import { openCluster } from "../src/open-cluster.ts";
import { patient, textMessage } from "./message.ts";

/** A real broker, and what tests do with it. */
export interface KafkaBed {
  readonly cluster: KafkaCluster;
  readonly connection: KafkaConnection;
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** A topic with a name of its own, and settings as Kafka names them. */
  readonly openTopic: (partitions?: number, settings?: Readonly<Record<string, string>>) => Promise<string>;
  /** A quick member of the group `ingester.<topic>`, to be stopped by `closeSources`. */
  readonly openSource: (topic: string, options?: Partial<KafkaSourceOptions>) => Source;
  /** Messages whose key is the beginning of their value. */
  readonly send: (topic: string, values: readonly string[]) => Promise<void>;
  /** Commits for partition 0 as a tool would, while the group has no member. */
  readonly commit: (topic: string, offset: bigint, metadata?: string) => Promise<void>;
  /** What the group has committed for partition 0. */
  readonly committed: (
    topic: string,
  ) => Promise<{ readonly offset: string; readonly metadata: string | null } | undefined>;
  /** Deletes the topic and creates it again, with one partition. */
  readonly recreate: (topic: string) => Promise<void>;
  /** Deletes the messages of partition 0 that are before the offset, as retention would. */
  readonly expire: (topic: string, offset: bigint) => Promise<void>;
  readonly closeSources: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startKafkaBed(): Promise<KafkaBed> {
  const cluster = await startKafka();
  const connection = { brokers: cluster.brokers, clientId: "kafka-bed", log: silentLogger };
  const kafka = createKafkaClient(connection);
  const admin = kafka.admin();
  await admin.connect();
  const opened: Source[] = [];
  const closeSources = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((source) => source.stop()));
  };
  return {
    cluster,
    connection,
    kafka,
    admin,
    closeSources,
    openTopic: async (partitions = 1, settings = {}) => {
      const topic = `llm.spans.${randomUUID()}`;
      await ensureTopic({ ...connection, topic, partitions, settings });
      return topic;
    },
    openSource: (topic, options = {}) => {
      const range = { maxMessages: 1_000, maxBytes: 1_000_000, maxWaitMs: 20 };
      const timing = { sessionTimeoutMs: 3_000, stopTimeoutMs: 200, backOff: { initialMs: 5, maxMs: 50 } };
      const group = { topics: [topic], groupId: groupOf(topic) };
      const source = createKafkaSource({ ...connection, ...timing, ...group, clock: systemClock, range, ...options });
      opened.push(source);
      return source;
    },
    send: async (topic, values) => {
      const producer = createKafkaProducer({ ...connection, topic });
      await producer.send(
        values.map((value) => textMessage(value, value.slice(0, 100))),
        patient(),
      );
      await producer.stop();
    },
    commit: async (topic, offset, metadata = "") => {
      const cluster = openCluster(kafka);
      const groupId = groupOf(topic);
      const partitions = [{ partition: 0, offset: String(offset), metadata }];
      const attempt = async (): Promise<void> => {
        await cluster.connect();
        const coordinator = await cluster.findGroupCoordinator({ groupId });
        const member = { groupId, groupGenerationId: -1, memberId: "" };
        await coordinator.offsetCommit({ ...member, topics: [{ topic, partitions }] });
      };
      // A group that is asked for the first time may have no coordinator yet.
      const retry = { backOff: { initialMs: 20, maxMs: 200 }, signal: patient(), onFailure: () => undefined };
      await retryUntilDone(attempt, retry);
      await cluster.disconnect();
    },
    committed: async (topic) => {
      const [offsets] = await admin.fetchOffsets({ groupId: groupOf(topic), topics: [topic] });
      return offsets?.partitions.find(({ partition }) => partition === 0);
    },
    recreate: async (topic) => {
      await admin.deleteTopics({ topics: [topic] });
      await ensureTopic({ ...connection, topic, partitions: 1 });
    },
    expire: async (topic, offset) => {
      await admin.fetchTopicOffsets(topic); // kafkajs would not know the topic's leader.
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    },
    stop: async () => {
      await admin.disconnect();
      await cluster.stop();
    },
  };
}

export function groupOf(topic: string): string {
  return `ingester.${topic}`;
}
