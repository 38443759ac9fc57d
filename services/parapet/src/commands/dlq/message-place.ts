import { InvalidArgumentError } from "commander";

/** Where a message stands in Kafka; `idx` is the place of one span of it. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Kafka's own rule for the names of topics: no slash can be in one. */
const pattern = /^([\w.-]{1,249})\/(\d{1,9})\/(\d{1,19})(?:\/-?\d+)?$/;

/** Reads `topic/partition/offset`, as `dlq ls` prints it; the place of a span behind it is left out. */
export function parseMessagePlace(text: string): MessagePlace {
  const [, topic, partition, offset] = pattern.exec(text) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) {
    throw new InvalidArgumentError("It is topic/partition/offset, as `parapet dlq ls` prints it.");
  }
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}

export function formatMessagePlace({ topic, partition, offset }: MessagePlace): string {
  return `${topic}/${partition}/${offset}`;
}
