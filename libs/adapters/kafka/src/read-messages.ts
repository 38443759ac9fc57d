import type { Message } from "@parapet/delivery";
import { ParapetError } from "@parapet/runtime";
import type { Broker, Cluster, KafkaMessage } from "kafkajs";

import { endsWithin, orAborted } from "./bounded-wait.ts";
import { fromKafkaMessage } from "./from-kafka-message.ts";
import { createKafkaClient, type KafkaConnection } from "./kafka-client.ts";
import { kafkaErrorCode } from "./kafka-error.ts";
import { messageBytes } from "./message-bytes.ts";
import { openCluster } from "./open-cluster.ts";

/** Messages of one partition. */
export interface MessagePlaces {
  readonly topic: string;
  readonly partition: number;
  readonly offsets: readonly bigint[];
  /** What the messages may take together; default 64 MiB. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const FETCH_BYTES = 1024 * 1024;
const FETCH_WAIT_MS = 50;
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Reads messages by their offsets, in ascending order, without joining a group and without moving anybody's position.
 * Those that the log no longer holds, or does not hold yet, are left out.
 *
 * @throws ParapetError `read_too_large` when they take more than `maxBytes`; ask for fewer at a time.
 */
export async function readMessages(
  connection: KafkaConnection,
  places: MessagePlaces,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const cluster = openCluster(createKafkaClient(connection));
  try {
    return await orAborted(readFrom(cluster, places, signal), signal);
  } finally {
    await endsWithin(CLOSE_TIMEOUT_MS, cluster.disconnect());
  }
}

async function readFrom(cluster: Cluster, places: MessagePlaces, signal: AbortSignal): Promise<readonly Message[]> {
  const { maxBytes = DEFAULT_MAX_BYTES } = places;
  const broker = await findLeader(cluster, places);
  const wanted = new Set([...places.offsets].toSorted((one, other) => (one < other ? -1 : 1)));
  const found: Message[] = [];
  let bytes = 0;
  for (const offset of wanted) {
    signal.throwIfAborted();
    // One fetch may bring several of those that are wanted.
    for (const message of await fetchFrom(broker, places, offset)) {
      if (!wanted.delete(message.offset)) continue;
      found.push(message);
      bytes += messageBytes(message);
      if (bytes > maxBytes) throw new ParapetError("read_too_large", `the messages take more than ${maxBytes} bytes`);
    }
  }
  return found;
}

async function findLeader(cluster: Cluster, { topic, partition }: MessagePlaces): Promise<Broker> {
  await cluster.connect();
  await cluster.addTargetTopic(topic);
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId !== undefined) return cluster.findBroker({ nodeId });
  throw new ParapetError("unknown_partition", `the topic ${topic} has no partition ${partition}`);
}

/** What kafkajs makes of the answer to a fetch of one partition. */
interface FetchAnswer {
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly messages: readonly (KafkaMessage & { readonly isControlRecord: boolean })[];
    }[];
  }[];
}

/** The messages from the offset on, as far as one small fetch reaches; none where the log does not hold the offset. */
async function fetchFrom(
  broker: Broker,
  { topic, partition }: MessagePlaces,
  offset: bigint,
): Promise<readonly Message[]> {
  const partitions = [{ partition, fetchOffset: String(offset), maxBytes: FETCH_BYTES }];
  try {
    const { responses }: FetchAnswer = await broker.fetch({
      maxWaitTime: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      topics: [{ topic, partitions }],
    });
    const messages = responses.flatMap((response) => response.partitions.flatMap((answer) => answer.messages));
    // A batch comes whole, also with what was deleted before the offset.
    return messages
      .filter((message) => !message.isControlRecord && BigInt(message.offset) >= offset)
      .map((message) => fromKafkaMessage(topic, partition, message));
  } catch (error) {
    if (kafkaErrorCode(error) === "OFFSET_OUT_OF_RANGE") return [];
    throw error;
  }
}
