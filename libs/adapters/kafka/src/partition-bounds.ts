import type { OffsetBounds } from "@parapet/delivery";
import type { Cluster } from "kafkajs";

import type { TopicPartition } from "./consumer-group.ts";
import { partitionKey } from "./partition-key.ts";

/** The bounds of the partitions, by partition key; messages of open transactions are not counted in. */
export async function fetchBounds(
  cluster: Cluster,
  places: readonly TopicPartition[],
): Promise<ReadonlyMap<string, OffsetBounds>> {
  const [lows, highs] = await Promise.all([fetchOffsets(cluster, places, true), fetchHighs(cluster, places)]);
  const bounds = [...highs].map(([key, high]) => [key, { low: lows.get(key) ?? 0n, high }] as const);
  return new Map(bounds);
}

export async function fetchHighs(
  cluster: Cluster,
  places: readonly TopicPartition[],
): Promise<ReadonlyMap<string, bigint>> {
  return fetchOffsets(cluster, places, false);
}

async function fetchOffsets(
  cluster: Cluster,
  places: readonly TopicPartition[],
  fromBeginning: boolean,
): Promise<ReadonlyMap<string, bigint>> {
  const topics = Map.groupBy(places, ({ topic }) => topic);
  const questions = [...topics].map(([topic, partitions]) => ({ topic, partitions, fromBeginning }));
  const answers = await cluster.fetchTopicsOffset(questions);
  const offsets = answers.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => [partitionKey(topic, partition), BigInt(offset)] as const),
  );
  return new Map(offsets);
}
