import { type Committed, type LaneStart, laneStartOf, type PartitionLag } from "@parapet/delivery";
import { ParapetError } from "@parapet/runtime";
import type { Admin, Cluster } from "kafkajs";

import type { TopicPartition } from "./consumer-group.ts";
import { fetchBounds } from "./partition-bounds.ts";
import { partitionKey } from "./partition-key.ts";
import { fetchTopicId } from "./topic-ids.ts";

/** Where a partition is to be begun. */
export interface PartitionStart {
  readonly place: TopicPartition;
  readonly topicId: string;
  readonly start: LaneStart;
}

type OffsetReader = Pick<Admin, "fetchOffsets">;

/**
 * Reads the topic's id before anything else: when the topic is created anew in between, the lanes begin under the old
 * id, and find out before they store anything.
 */
export async function fetchPartitionStarts(
  { admin, cluster }: { readonly admin: OffsetReader; readonly cluster: Cluster },
  groupId: string,
  places: readonly TopicPartition[],
): Promise<readonly PartitionStart[]> {
  const topics = [...new Set(places.map(({ topic }) => topic))];
  const ids = await fetchTopicIds(cluster, topics);
  const committed = await fetchCommitted(admin, groupId, topics);
  const bounds = await fetchBounds(cluster, places);
  return places.flatMap((place): readonly PartitionStart[] => {
    const key = partitionKey(place.topic, place.partition);
    const [topicId, known] = [ids.get(place.topic), bounds.get(key)];
    if (topicId === undefined || known === undefined) return [];
    const start = laneStartOf(requireAnswer(committed.get(key), key), known, topicId);
    return [{ place, topicId, start }];
  });
}

async function fetchTopicIds(cluster: Cluster, topics: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = await Promise.all(topics.map((topic) => requireTopicId(cluster, topic)));
  return new Map(ids);
}

async function requireTopicId(cluster: Cluster, topic: string): Promise<readonly [string, string]> {
  const id = await fetchTopicId(cluster, topic, 0);
  if (id === null) throw new ParapetError("unknown_topic", `the topic ${topic} does not exist (any more)`);
  return [topic, id];
}

/** A broker that does not know of the partition yet has not said that the group has committed nothing for it. */
function requireAnswer(committed: Committed | null | undefined, key: string): Committed | null {
  if (committed !== undefined) return committed;
  throw new ParapetError("unknown_partition", `the broker does not tell what the group has committed for ${key}`);
}

/** What the group has committed, by partition key; null for partitions for which it has nothing. */
async function fetchCommitted(
  admin: OffsetReader,
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Committed | null>> {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
  const entries = committed.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset, metadata }) => {
      const known = BigInt(offset);
      return [partitionKey(topic, partition), known < 0n ? null : { offset: known, metadata }] as const;
    }),
  );
  return new Map(entries);
}

/** The messages between each partition's committed offset, or its oldest message, and its end. Their age is not known. */
export async function fetchLag(
  admin: Admin,
  { groupId, topics }: { readonly groupId: string; readonly topics: readonly string[] },
): Promise<readonly PartitionLag[]> {
  const committed = await fetchCommitted(admin, groupId, topics);
  const lagOfTopic = async (topic: string): Promise<readonly PartitionLag[]> => {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.map(({ partition, low, high }) => {
      const next = committed.get(partitionKey(topic, partition))?.offset ?? null;
      const messages = unread(next, BigInt(low), BigInt(high));
      return { topic, partition, messages, seconds: messages === 0n ? 0 : null };
    });
  };
  return (await Promise.all(topics.map(lagOfTopic))).flat();
}

/** Expired messages are not unread, and a commit beyond the end is no negative lag. */
function unread(committed: bigint | null, low: bigint, high: bigint): bigint {
  const from = committed === null || committed < low ? low : committed;
  return from > high ? 0n : high - from;
}
