import { randomUUID } from "node:crypto";

import type { Message, Producer, Source } from "@parapet/delivery";
import {
  createInProcessBus,
  createKafkaProducer,
  createSpanSource,
  ensureTopic,
  kafkaConnection,
  kafkaSettings,
  spanRangeLimits,
  type SpanReader,
} from "@parapet/kafka";
import { isSet, loadConfig, systemClock, type Environment, type Logger, type Meter } from "@parapet/runtime";

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
  readonly env: Environment;
  /** How each reader makes rows of messages, by name. */
  readonly encodings: Readonly<Record<SpanReader, string>>;
  readonly log: Logger;
  /** Where Kafka's lag is shown. */
  readonly meter: Meter;
  /** Told of messages that the in-process bus could not keep for the guard. */
  readonly onShed: (messages: readonly Message[]) => void;
}

const MEBIBYTE = 1024 * 1024;
const MAX_BUS_MESSAGE_BYTES = 16 * MEBIBYTE;
/** A sender on the bus waits this much longer for its answer, and shares an insert with others who come meanwhile. */
const MAX_WAIT_MS = 50;

/** Kafka where `PARAPET_KAFKA_BROKERS` names it, otherwise the in-process bus. */
export async function openStream(options: StreamOptions): Promise<OpenStream> {
  return isSet("PARAPET_KAFKA_BROKERS", options.env) ? openKafka(options) : openBus(options);
}

function openBus({ log, onShed }: StreamOptions): OpenStream {
  const bus = createInProcessBus({
    topic: "llm.spans",
    streamId: randomUUID(),
    range: { ...spanRangeLimits.ingester, maxWaitMs: MAX_WAIT_MS },
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

async function openKafka({ env, encodings, log, meter }: StreamOptions): Promise<OpenStream> {
  const settings = loadConfig(kafkaSettings, env);
  const topic = settings.PARAPET_KAFKA_TOPIC;
  const connection = kafkaConnection(settings, "parapet", log);
  await ensureTopic({ ...connection, topic, partitions: 4 });
  const source = (reader: SpanReader): Source =>
    createSpanSource(reader, settings, {
      clientId: "parapet",
      maxWaitMs: MAX_WAIT_MS,
      encoding: encodings[reader],
      log,
      meter,
    });
  return {
    ingesterSource: source("ingester"),
    guardSource: source("guard"),
    producer: createKafkaProducer({ ...connection, topic }),
    description: settings.PARAPET_KAFKA_BROKERS.join(","),
  };
}
