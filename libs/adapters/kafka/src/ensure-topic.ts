import { retryUntilDone } from "@parapet/runtime";
import type { Admin } from "kafkajs";

import { createKafkaClient, type KafkaConnection } from "./kafka-client.ts";
import { kafkaErrorCode } from "./kafka-error.ts";

export interface TopicOptions extends KafkaConnection {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor?: number;
  /** Settings of a new topic as Kafka names them, such as `retention.ms`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const READY_TIMEOUT_MS = 20_000;
const backOff = { initialMs: 20, maxMs: 500 };

/** Creates the topic when it is missing, and says whether it did; an existing one is left as it is. */
export async function ensureTopic(options: TopicOptions): Promise<boolean> {
  const { topic, partitions, replicationFactor = 1, settings = {} } = options;
  const admin = createKafkaClient(options).admin();
  try {
    await admin.connect();
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    const isCreated = await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
      waitForLeaders: false,
    });
    await untilKnown(admin, topic);
    return isCreated;
  } finally {
    await admin.disconnect();
  }
}

/** The controller has a topic before the brokers do; kafkajs's own wait does not expect that. */
async function untilKnown(admin: Admin, topic: string): Promise<void> {
  const onFailure = (error: unknown): void => {
    if (!notYetKnown.has(kafkaErrorCode(error))) throw error;
  };
  const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
  await retryUntilDone(() => admin.fetchTopicMetadata({ topics: [topic] }), { backOff, signal, onFailure });
}

const notYetKnown: ReadonlySet<string> = new Set(["UNKNOWN_TOPIC_OR_PARTITION", "LEADER_NOT_AVAILABLE"]);
