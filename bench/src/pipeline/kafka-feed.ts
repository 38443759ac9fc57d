import { retryUntilDone } from "@parapet/runtime";
import { Kafka, logLevel } from "kafkajs";

const backOff = { initialMs: 100, maxMs: 1_000 };
const LEADERS_MS = 20_000;

/** Appends to chosen partitions, past our own producer, which lets the key choose. */
export interface KafkaFeed {
  readonly createTopic: (topic: string, partitions: number) => Promise<void>;
  /** Resolves when the broker has all of them. */
  readonly append: (topic: string, partition: number, values: readonly Buffer[]) => Promise<void>;
  /** Lets the broker delete what stands before an offset. */
  readonly forgetBefore: (topic: string, partition: number, offset: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function createKafkaFeed(brokers: readonly string[]): Promise<KafkaFeed> {
  const kafka = new Kafka({ clientId: "bench", brokers: [...brokers], logLevel: logLevel.NOTHING });
  const [admin, producer] = [kafka.admin(), kafka.producer()];
  await Promise.all([admin.connect(), producer.connect()]);
  return {
    createTopic: async (topic, numPartitions) => {
      const configEntries = [
        { name: "retention.ms", value: "-1" },
        // Small files, so that what is forgotten is given back soon.
        { name: "segment.bytes", value: String(64 * 1_024 * 1_024) },
      ];
      await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: true });
      // So that this client knows the leaders when it is to forget. A new partition's may not know of it yet.
      await retryUntilDone(() => admin.fetchTopicOffsets(topic), {
        backOff,
        signal: AbortSignal.timeout(LEADERS_MS),
        onFailure: () => undefined,
      });
    },
    append: async (topic, partition, values) => {
      await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value, partition })) });
    },
    forgetBefore: (topic, partition, offset) =>
      admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] }),
    stop: async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}
