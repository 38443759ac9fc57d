import { kafkaAvailability, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import type { Cluster } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { decodeMetadataResponse } from "./metadata-request.ts";
import { openCluster } from "./open-cluster.ts";
import { fetchTopicId } from "./topic-ids.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("the id of a topic", absence), () => {
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

  it("stays the same, differs from every other topic's, and from that of the same name created anew", async () => {
    const [topic, other] = [await bed.openTopic(7), await bed.openTopic()];
    await cluster.addMultipleTargetTopics([topic, other]);
    const id = await fetchTopicId(cluster, topic, 3);
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(await fetchTopicId(cluster, topic, 0)).toBe(id);
    expect(await fetchTopicId(cluster, other, 0)).not.toBe(id);
    await bed.admin.deleteTopics({ topics: [topic] });
    // A broker tells of what the controller has done a moment later.
    const idNow = (): Promise<string | null> => fetchTopicId(cluster, topic, 3);
    await expect.poll(idNow, { timeout: 10_000 }).toBeNull();
    await bed.admin.createTopics({ topics: [{ topic, numPartitions: 7 }], waitForLeaders: false });
    await expect.poll(idNow, { timeout: 10_000 }).toMatch(/^[\w-]{22}$/);
    expect(await idNow()).not.toBe(id);
  });
});

describe("the answer to a metadata request", () => {
  it("is refused by name when it is cut off or garbled, and never read beyond its end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeMetadataResponse(Buffer.from(bytes));
        } catch (error) {
          expect(error).toMatchObject({ code: "malformed_metadata" });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
