import { ParapetError } from "@parapet/runtime";

/**
 * The Metadata request of version 10, which kafkajs does not speak: the first to answer with topic ids (KIP-516).
 * Layout: https://kafka.apache.org/protocol.html#The_Messages_Metadata
 */
export const METADATA_API = { apiKey: 3, apiVersion: 10, apiName: "Metadata" } as const;

const NO_TAGS = Buffer.from([0]);

/** What follows the client id: first the empty tags of the header, then the body. */
export function encodeMetadataRequest(topics: readonly string[]): Buffer {
  const names = topics.flatMap((topic) => {
    const bytes = Buffer.from(topic);
    return [Buffer.alloc(16), varint(bytes.length + 1), bytes, NO_TAGS]; // An id of zeros: it is asked for by name.
  });
  // The flags: create no topic, and tell no authorised operations, neither of the cluster nor of topics.
  return Buffer.concat([NO_TAGS, varint(topics.length + 1), ...names, Buffer.from([0, 0, 0]), NO_TAGS]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 0x7f) return Buffer.from(bytes);
  }
}

export interface TopicMetadata {
  readonly topic: string;
  /** 0 when the topic is there; otherwise the protocol's number of the error. */
  readonly errorCode: number;
  /** 16 bytes in base64url, as Kafka's own tools write it. */
  readonly topicId: string;
}

/** Reads what follows the correlation id of the answer. */
export function decodeMetadataResponse(payload: Buffer): readonly TopicMetadata[] {
  const reader = new CompactReader(payload);
  reader.skipTags();
  reader.skip(4); // How long the broker throttled.
  reader.readArray(() => {
    reader.skip(4);
    reader.readText();
    reader.skip(4);
    reader.readText();
    reader.skipTags();
  });
  reader.readText();
  reader.skip(4);
  return reader.readArray(() => readTopic(reader));
}

function readTopic(reader: CompactReader): TopicMetadata {
  const errorCode = reader.readInt16();
  const topic = reader.readText() ?? "";
  const topicId = reader.readBytes(16).toString("base64url");
  reader.skip(1);
  reader.readArray(() => {
    reader.skip(2 + 4 + 4 + 4);
    for (let lists = 0; lists < 3; lists += 1) reader.readArray(() => reader.skip(4)); // Replicas, in sync, offline.
    reader.skipTags();
  });
  reader.skip(4);
  reader.skipTags();
  return { topic, errorCode, topicId };
}

/** Kafka's flexible encoding: lengths are varints, one more than the length, and 0 stands for null. */
class CompactReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(length: number): void {
    this.readBytes(length);
  }

  readBytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new ParapetError("malformed_metadata", "the broker's metadata ends too early");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  readInt16(): number {
    return this.readBytes(2).readInt16BE();
  }

  readText(): string | null {
    const length = this.#readVarint();
    return length === 0 ? null : this.readBytes(length - 1).toString();
  }

  readArray<T>(read: () => T): readonly T[] {
    const items: T[] = [];
    for (let left = this.#readVarint() - 1; left > 0; left -= 1) items.push(read());
    return items;
  }

  skipTags(): void {
    for (let left = this.#readVarint(); left > 0; left -= 1) {
      this.#readVarint();
      this.skip(this.#readVarint());
    }
  }

  #readVarint(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const [byte = 0] = this.readBytes(1);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value >>> 0;
  }
}
