import type { PartitionLag } from "@parapet/delivery";
import type { Admin } from "kafkajs";

import { partitionKey } from "./generation.ts";
import { parseIntent } from "./intent.ts";
import type { LaneStart } from "./lane.ts";

export interface GroupTopics {
  readonly groupId: string;
  readonly topics: readonly string[];
}

/** Where each partition of the topics is to be begun, by partition key. */
export async function fetchLaneStarts(admin: Admin, { groupId, topics }: GroupTopics): Promise<Map<string, LaneStart>> {
  const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
  const starts = committed.flatMap(({ topic, partitions }) =>
    partitions.map(
      ({ partition, offset, metadata }) => [partitionKey(topic, partition), laneStart(offset, metadata)] as const,
    ),
  );
  return new Map(starts);
}

function laneStart(offset: string, metadata: string | null): LaneStart {
  const committed = BigInt(offset);
  if (committed < 0n) return { nextOffset: null, pending: null };
  return { nextOffset: committed, pending: parseIntent(metadata, committed) };
}

/** The messages between each partition's committed offset, or its oldest message, and its end. */
export async function fetchLag(admin: Admin, group: GroupTopics): Promise<readonly PartitionLag[]> {
  const starts = await fetchLaneStarts(admin, group);
  const lagOfTopic = async (topic: string): Promise<readonly PartitionLag[]> => {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.map(({ partition, low, high }) => {
      const committed = starts.get(partitionKey(topic, partition))?.nextOffset ?? null;
      return { topic, partition, messages: unread(committed, BigInt(low), BigInt(high)), seconds: null };
    });
  };
  return (await Promise.all(group.topics.map(lagOfTopic))).flat();
}

/** Expired messages are not unread, and a commit beyond the end is no negative lag. */
function unread(committed: bigint | null, low: bigint, high: bigint): bigint {
  const from = committed === null || committed < low ? low : committed;
  return from > high ? 0n : high - from;
}
