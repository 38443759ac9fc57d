import type { Message } from "@parapet/delivery";
import type { Batch, IHeaders, KafkaMessage } from "kafkajs";

import type { FetchedMessages } from "./lane.ts";
import { messageTimeMs } from "./message-time.ts";

/** A batch of kafkajs in our words. `fetchedOffset` is there in kafkajs 2.2.4 though its types are silent about it. */
export function fromKafkaBatch(batch: Batch): FetchedMessages {
  const { topic, partition, messages } = batch;
  const fetchedOffset = "fetchedOffset" in batch ? batch.fetchedOffset : undefined;
  if (typeof fetchedOffset !== "string")
    throw new TypeError("kafkajs does not tell the fetched offset: not version 2.2.4?");
  return {
    fetchedOffset: BigInt(fetchedOffset),
    nextOffset: BigInt(batch.lastOffset()) + 1n,
    hasMore: BigInt(batch.lastOffset()) + 1n < BigInt(batch.highWatermark),
    messages: messages.map((message) => fromKafkaMessage(topic, partition, message)),
  };
}

export function fromKafkaMessage(topic: string, partition: number, message: KafkaMessage): Message {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestampMs: messageTimeMs(message.timestamp),
    key: message.key,
    value: message.value,
    headers: fromKafkaHeaders(message.headers ?? {}),
  };
}

/** Header values are text in UTF-8; of a repeated header the last counts. */
function fromKafkaHeaders(headers: IHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    return last === undefined ? [] : [[name, last.toString()] as const];
  });
  return Object.fromEntries(entries);
}
