import { kafkaAvailability, suiteName } from "@parapet/testkit";
import type { Admin, Cluster } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { groupOf, type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { fetchPartitionStarts, type PartitionStart } from "./group-offsets.ts";
import { openCluster } from "./open-cluster.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("where a partition begins", absence), () => {
  let bed: KafkaBed;
  let cluster: Cluster;
  beforeAll(async () => {
    bed = await startKafkaBed();
    cluster = openCluster(bed.kafka);
    await cluster.connect();
  });
  afterAll(async () => {
    await cluster.disconnect();
    await bed.stop();
  });

  it("is what the group has committed, and is not known while a broker tells nothing of the partition", async () => {
    const topic = await bed.openTopic(2);
    await bed.send(topic, ["a"]);
    await bed.commit(topic, 1n);
    await cluster.addTargetTopic(topic);
    const starts = (admin: Pick<Admin, "fetchOffsets">): Promise<readonly PartitionStart[]> =>
      fetchPartitionStarts({ admin, cluster }, groupOf(topic), places);
    const places = [0, 1].map((partition) => ({ topic, partition }));
    expect((await starts(bed.admin)).map(({ start }) => start.nextOffset)).toEqual([1n, null]);
    // A broker that has not heard yet of a partition that was added a moment ago.
    const fetchOffsets: Admin["fetchOffsets"] = async (group) => {
      const topics = await bed.admin.fetchOffsets(group);
      return topics.map((answer) => ({
        ...answer,
        partitions: answer.partitions.filter(({ partition }) => partition === 0),
      }));
    };
    await expect(starts({ fetchOffsets })).rejects.toMatchObject({ code: "unknown_partition" });
  });
});
