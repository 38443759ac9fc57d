import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import kafkajs, { type Kafka, type Producer } from "kafkajs";

import type { ChaosMessage } from "./chaos-message.ts";

export interface LedgerProducerOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Where acknowledged messages are written down, in the format of `parapet verify ledger`. */
  readonly ledgerFile: string;
}

/** What the producer knows to be in the log. */
interface AcknowledgedCounts {
  messages: number;
  spans: number;
  deadLetters: number;
  /** Sent, and never acknowledged: they may be in the log or not. */
  unknown: number;
}

/** Appends messages and writes those that were acknowledged into the ledger before it goes on. */
export interface LedgerProducer {
  readonly acknowledged: AcknowledgedCounts;
  /** Sends messages to one partition; waits while the brokers are away. */
  readonly append: (partition: number, messages: readonly ChaosMessage[]) => Promise<void>;
  /** Empties the ledger: what it told of is gone with its topic. */
  readonly startAnew: () => void;
  readonly stop: () => Promise<void>;
}

export function createLedgerProducer({ brokers, topic, ledgerFile }: LedgerProducerOptions): LedgerProducer {
  // One attempt: a client that repeats a request by itself may append it twice, and tell of one.
  const kafka = new kafkajs.Kafka({
    brokers: [...brokers],
    clientId: "chaos-producer",
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  const ledger = openSync(ledgerFile, "a");
  const acknowledged: AcknowledgedCounts = { messages: 0, spans: 0, deadLetters: 0, unknown: 0 };
  let producer: Producer | null = null;

  const writeDown = (partition: number, baseOffset: bigint, messages: readonly ChaosMessage[]): void => {
    const lines = messages.map((message, index) =>
      ledgerLine(message, { topic, partition, offset: baseOffset + BigInt(index) }),
    );
    writeSync(ledger, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    fsyncSync(ledger);
    for (const { spans, deadLetters } of messages) {
      acknowledged.messages += 1;
      acknowledged.spans += spans;
      acknowledged.deadLetters += deadLetters;
    }
  };
  const disconnect = async (): Promise<void> => {
    await producer?.disconnect().catch(() => undefined); // The broker may be gone.
    producer = null;
  };
  const append = async (partition: number, messages: readonly ChaosMessage[]): Promise<void> => {
    producer ??= await connectedProducer(kafka);
    const sent = messages.map(({ value }) => ({ partition, key: null, value: Buffer.from(value) }));
    try {
      const [answer] = await producer.send({ topic, acks: -1, messages: sent });
      if (answer?.errorCode !== 0 || answer.baseOffset === undefined) throw new Error("not acknowledged");
      writeDown(partition, BigInt(answer.baseOffset), messages);
    } catch {
      acknowledged.unknown += messages.length;
      await disconnect();
    }
  };
  const stop = async (): Promise<void> => {
    await disconnect();
    closeSync(ledger);
  };
  return { acknowledged, append, startAnew: () => ftruncateSync(ledger), stop };
}

const RECONNECT_PAUSE_MS = 200;

async function connectedProducer(kafka: Kafka): Promise<Producer> {
  for (;;) {
    const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    try {
      await producer.connect();
      return producer;
    } catch {
      await producer.disconnect().catch(() => undefined);
      await delay(RECONNECT_PAUSE_MS);
    }
  }
}

function ledgerLine(
  { spans, deadLetters, spanIds, contentCrc32 }: ChaosMessage,
  place: { readonly topic: string; readonly partition: number; readonly offset: bigint },
): object {
  const content = spanIds.length === 0 ? {} : { span_ids: spanIds, content_crc32: contentCrc32 };
  return { ...place, offset: String(place.offset), spans, dead_letters: deadLetters, ...content };
}
