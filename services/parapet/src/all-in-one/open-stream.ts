import { randomUUID } from "node:crypto";

import type { Message, Producer, Source } from "@parapet/delivery";
import {
  createInProcessBus,
  createKafkaProducer,
  createKafkaSource,
  ensureTopic,
  kafkaConnection,
  kafkaSettings,
  type RangeLimits,
} from "@parapet/kafka";
import { isSet, loadConfig, systemClock, type Environment, type Logger } from "@parapet/runtime";

/** The stream between the gateway and its two readers. */
export interface OpenStream {
  readonly producer: Producer;
  readonly ingesterSource: Source;
  readonly guardSource: Source;
  /** `in-process` or the brokers' addresses. */
  readonly description: string;
  /** Largest message that the stream takes where no setting says so; undefined for Kafka's own default. */
  readonly maxMessageBytes?: number;
}

export interface StreamOptions {
  /** Topics that belong to one tenant each; they are read too. */
  readonly topicTenants: ReadonlyMap<string, string>;
  readonly env: Environment;
  readonly log: Logger;
  /** Told of messages that the in-process bus could not keep for the guard. */
  readonly onShed: (messages: readonly Message[]) => void;
}

const MEBIBYTE = 1024 * 1024;
const MAX_BUS_MESSAGE_BYTES = 16 * MEBIBYTE;
const ingesterRange: RangeLimits = { maxMessages: 2_000, maxBytes: 8 * MEBIBYTE, maxWaitMs: 50 };
const guardRange: RangeLimits = { maxMessages: 64, maxBytes: 2 * MEBIBYTE, maxWaitMs: 50 };

/** Kafka where `PARAPET_KAFKA_BROKERS` names it, otherwise the in-process bus. */
export async function openStream(options: StreamOptions): Promise<OpenStream> {
  return isSet("PARAPET_KAFKA_BROKERS", options.env) ? openKafka(options) : openBus(options);
}

function openBus({ log, onShed }: StreamOptions): OpenStream {
  const bus = createInProcessBus({
    topic: "llm.spans",
    streamId: randomUUID(),
    range: ingesterRange,
    maxQueuedBytes: 64 * MEBIBYTE,
    log,
    clock: systemClock,
  });
  return {
    // The gateway's answer waits for the ingester; the guard is fed on the side and may lag.
    ingesterSource: bus.source("ingester", { durable: true }),
    guardSource: bus.source("guard", { durable: false, onShed }),
    producer: bus.producer(),
    description: "in-process",
    maxMessageBytes: MAX_BUS_MESSAGE_BYTES,
  };
}

async function openKafka({ env, log, topicTenants }: StreamOptions): Promise<OpenStream> {
  const settings = loadConfig(kafkaSettings, env);
  const topic = settings.PARAPET_KAFKA_TOPIC;
  const connection = kafkaConnection(settings, "parapet", log);
  const sessionTimeoutMs = settings.PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS * 1_000;
  await ensureTopic({ ...connection, topic, partitions: 4 });
  const source = (groupId: string, range: RangeLimits): Source =>
    createKafkaSource({
      ...connection,
      topics: [topic, ...topicTenants.keys()],
      groupId,
      range,
      sessionTimeoutMs,
      clock: systemClock,
    });
  return {
    ingesterSource: source("parapet.ingester", ingesterRange),
    guardSource: source("parapet.guard", guardRange),
    producer: createKafkaProducer({ ...connection, topic }),
    description: settings.PARAPET_KAFKA_BROKERS.join(","),
  };
}
