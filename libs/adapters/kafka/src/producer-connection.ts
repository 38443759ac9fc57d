import { ParapetError } from "@parapet/runtime";
import kafkajs, { type Kafka, type Message as KafkaMessage, type Producer, type RecordMetadata } from "kafkajs";

import { createStickyPartitioner } from "./sticky-partitioner.ts";

/** An idempotent kafkajs producer for one topic, good until its first failure. */
export class ProducerConnection {
  readonly #topic: string;
  readonly #producer: Producer;
  readonly #partitions = new WeakMap<KafkaMessage, number>();
  #connected: Promise<void> | null = null;

  constructor(kafka: Kafka, topic: string) {
    this.#topic = topic;
    this.#producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: createStickyPartitioner(this.#partitions),
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    });
  }

  /** Resolves when all in-sync replicas have every message. To be called one at a time. */
  async append(messages: readonly KafkaMessage[]): Promise<void> {
    this.#connected ??= this.#producer.connect();
    await this.#connected;
    const answers = await this.#producer.send({
      topic: this.#topic,
      acks: -1,
      messages: [...messages],
      compression: kafkajs.CompressionTypes.None,
    });
    this.#requireAnswers(messages, answers);
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  /** kafkajs takes a partition as sent when its new leader answered before for others: without its own answer it is not. */
  #requireAnswers(messages: readonly KafkaMessage[], answers: readonly RecordMetadata[]): void {
    const answered = new Set(answers.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
    const isAnswered = (message: KafkaMessage): boolean => answered.has(this.#partitions.get(message) ?? -1);
    if (messages.every(isAnswered)) return;
    throw new ParapetError(
      "partition_unanswered",
      "a partition did not confirm its messages, its leader may have moved; send again",
    );
  }
}
