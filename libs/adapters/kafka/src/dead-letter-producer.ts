import type { DeadLetterRecord, DeadLetterSink, OutgoingMessage } from "@parapet/delivery";

import { createKafkaProducer, type KafkaProducerOptions } from "./kafka-producer.ts";

/** Appends a message per dead letter to a topic. None of them holds content of the message it tells of. */
export function createDeadLetterProducer(options: KafkaProducerOptions): DeadLetterSink {
  const producer = createKafkaProducer(options);
  return {
    write: (letters, signal) => producer.send(letters.map(toMessage), signal),
    stop: () => producer.stop(),
  };
}

/** The letters of one message have one key, so that they stay together and in order. */
function toMessage(letter: DeadLetterRecord): OutgoingMessage {
  const { topic, partition, idx, tenant, reason, stage, hash, sizeBytes } = letter;
  const offset = String(letter.offset);
  const value = { topic, partition, offset, idx, tenant, reason, stage, hash, size_bytes: sizeBytes };
  return {
    key: Buffer.from(`${topic}/${partition}/${offset}`),
    value: Buffer.from(JSON.stringify(value)),
    headers: { "content-type": "application/json" },
  };
}
