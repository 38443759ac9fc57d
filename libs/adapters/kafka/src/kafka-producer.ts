import type { OutgoingMessage, Producer } from "@parapet/delivery";
import { describeError, type Logger, ParapetError } from "@parapet/runtime";
import type { Kafka, Message as KafkaMessage } from "kafkajs";

import { endsWithin, orAborted } from "./bounded-wait.ts";
import { createKafkaClient, type KafkaConnection } from "./kafka-client.ts";
import { messageBytes, totalBytes } from "./message-bytes.ts";
import { ProducerConnection } from "./producer-connection.ts";

export interface KafkaProducerOptions extends KafkaConnection {
  readonly topic: string;
  /** What may wait to be sent, over all callers; default 64 MiB. */
  readonly maxQueuedBytes?: number;
  /** How long a stop waits for what was given; default 10 s. */
  readonly stopTimeoutMs?: number;
}

/** The messages of one `send`. */
interface Delivery {
  readonly messages: readonly OutgoingMessage[];
  readonly bytes: number;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What waits together goes out together, up to this size; the broker's default bound of a request's part is 1 MiB. */
const REQUEST_BYTES = 512 * 1024;

/** An idempotent producer with acks from all in-sync replicas; messages are partitioned by key. */
export function createKafkaProducer(options: KafkaProducerOptions): Producer {
  return new KafkaProducer(options);
}

/**
 * One request at a time: kafkajs reuses the sequence numbers of a failed request for the next one, and the broker would
 * take that for a repetition and drop it. For the same reason a failure costs the connection; the next has numbers of its own.
 */
class KafkaProducer implements Producer {
  readonly #kafka: Kafka;
  readonly #topic: string;
  readonly #log: Logger;
  readonly #maxQueuedBytes: number;
  readonly #stopTimeoutMs: number;
  #waiting: Delivery[] = [];
  #queuedBytes = 0;
  #connection: ProducerConnection | null = null;
  #sending: Promise<void> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: KafkaProducerOptions) {
    this.#kafka = createKafkaClient(options);
    this.#topic = options.topic;
    this.#log = options.log;
    this.#maxQueuedBytes = options.maxQueuedBytes ?? 64 * 1024 * 1024;
    this.#stopTimeoutMs = options.stopTimeoutMs ?? 10_000;
  }

  async send(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (messages.length === 0) return;
    if (this.#stopped !== null)
      throw new ParapetError("producer_stopped", "the producer was stopped; nothing was sent");
    const bytes = totalBytes(messages);
    if (this.#queuedBytes > 0 && this.#queuedBytes + bytes > this.#maxQueuedBytes) {
      throw new ParapetError("producer_full", "too much waits for the broker; nothing was sent, try again later");
    }
    const sent = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ messages, bytes, signal, resolve, reject });
    });
    this.#queuedBytes += bytes;
    this.#sending ??= this.#sendWaiting();
    await orAborted(sent, signal);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    await endsWithin(this.#stopTimeoutMs, this.#sending ?? Promise.resolve());
    const unsent = new ParapetError(
      "producer_stopped",
      "the producer was stopped before the broker confirmed the messages",
    );
    for (const delivery of this.#waiting.splice(0)) delivery.reject(unsent);
    await endsWithin(this.#stopTimeoutMs, this.#disconnect());
  }

  async #sendWaiting(): Promise<void> {
    for (let group = this.#takeGroup(); group.length > 0; group = this.#takeGroup()) {
      const outcome = await this.#append(group.flatMap(({ messages }) => messages));
      for (const delivery of group) {
        this.#queuedBytes -= delivery.bytes;
        if (outcome === null) delivery.resolve();
        else delivery.reject(outcome);
      }
    }
    this.#sending = null;
  }

  /** The next deliveries for one request; whoever has given up waiting is left out. */
  #takeGroup(): readonly Delivery[] {
    const group: Delivery[] = [];
    let bytes = 0;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (group.length > 0 && bytes + next.bytes > REQUEST_BYTES) break;
      this.#waiting.shift();
      if (next.signal.aborted) {
        this.#queuedBytes -= next.bytes;
        continue;
      }
      group.push(next);
      bytes += next.bytes;
    }
    return group;
  }

  /** Null when every message is durable; otherwise why that is not known. */
  async #append(messages: readonly OutgoingMessage[]): Promise<ParapetError | null> {
    try {
      this.#connection ??= new ProducerConnection(this.#kafka, this.#topic);
      for (const request of splitByBytes(messages, REQUEST_BYTES))
        await this.#connection.append(request.map(toKafkaMessage));
      return null;
    } catch (error) {
      this.#log.warn("messages were not confirmed by the broker", { topic: this.#topic, error: describeError(error) });
      await this.#disconnect();
      return new ParapetError("not_confirmed", "the broker did not confirm the messages; send them again", {
        cause: error,
      });
    }
  }

  async #disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    await connection?.close().catch((error: unknown) => {
      this.#log.debug("a producer connection did not close cleanly", { error: describeError(error) });
    });
  }
}

/** Consecutive parts of at most `maxBytes`; a larger message is a part by itself. */
function splitByBytes(messages: readonly OutgoingMessage[], maxBytes: number): readonly OutgoingMessage[][] {
  const parts: OutgoingMessage[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    bytes += messageBytes(message);
    const part = bytes <= maxBytes ? parts.at(-1) : undefined;
    if (part !== undefined) {
      part.push(message);
      continue;
    }
    parts.push([message]);
    bytes = messageBytes(message);
  }
  return parts;
}

function toKafkaMessage({ key, value, headers }: OutgoingMessage): KafkaMessage {
  return { key: key === null ? null : viewOf(key), value: viewOf(value), headers: { ...headers } };
}

/** The same bytes as the Buffer that kafkajs asks for, without a copy. */
function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
