import { createKafkaClient, type KafkaConnection } from "./kafka-client.ts";

export interface TopicOptions extends KafkaConnection {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor?: number;
  /** Settings of a new topic as Kafka names them, such as `retention.ms`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Creates the topic when it is missing, and says whether it did; an existing one is left as it is. */
export async function ensureTopic(options: TopicOptions): Promise<boolean> {
  const { topic, partitions, replicationFactor = 1, settings = {} } = options;
  const admin = createKafkaClient(options).admin();
  try {
    await admin.connect();
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    return await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor, configEntries }],
      waitForLeaders: true,
    });
  } finally {
    await admin.disconnect();
  }
}
