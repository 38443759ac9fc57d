import { randomUUID } from "node:crypto";

import { kafkaAvailability, suiteName } from "@parapet/testkit";
import type { Consumer } from "kafkajs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { createGate } from "../testing/recorder.ts";
import { consumerGroupOf } from "./consumer-group.ts";
import { kafkaErrorCode } from "./kafka-error.ts";
import { requireKnownKafkajs } from "./kafkajs-version.ts";
import { type Membership, membershipOf } from "./membership.ts";
import { createRevokingAssigner } from "./revoking-assigner.ts";

const absence = kafkaAvailability();

interface Member {
  readonly consumer: Consumer;
  /** One for each generation that the member has joined. */
  readonly memberships: readonly Membership[];
}

describe.skipIf(absence !== null)(suiteName("a membership in a consumer group", absence), () => {
  let bed: KafkaBed;
  const members: Consumer[] = [];
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(async () => {
    await Promise.all(members.splice(0).map((consumer) => consumer.disconnect()));
  });
  afterAll(() => bed.stop());

  const join = async (topic: string, groupId: string): Promise<Member> => {
    const memberships: Membership[] = [];
    const assigner = createRevokingAssigner(() => undefined);
    const consumer = bed.kafka.consumer({
      groupId,
      sessionTimeout: 3_000,
      heartbeatInterval: 100,
      maxWaitTimeInMs: 100,
      partitionAssigners: [assigner.create],
    });
    members.push(consumer);
    const joined = createGate();
    consumer.on("consumer.group_join", () => {
      memberships.push(membershipOf(consumerGroupOf(assigner.made().assigner), () => Promise.resolve()));
      joined.open();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await joined.opened;
    return { consumer, memberships };
  };
  const committed = async (topic: string, groupId: string): Promise<readonly string[]> => {
    const [offsets] = await bed.admin.fetchOffsets({ groupId, topics: [topic] });
    return offsets?.partitions.map(({ offset, metadata }) => `${offset} ${metadata ?? ""}`) ?? [];
  };

  it("commits an offset with its metadata", async () => {
    const [topic, groupId] = [await bed.openTopic(), randomUUID()];
    const { memberships } = await join(topic, groupId);
    await memberships[0]?.commit({ topic, partition: 0 }, 7n, "note");
    expect(await committed(topic, groupId)).toEqual(["7 note"]);
  });

  it("is fenced at its generation: what it commits after the next join is refused by the broker", async () => {
    const [topic, groupId] = [await bed.openTopic(), randomUUID()];
    const { memberships } = await join(topic, groupId);
    await join(topic, groupId);
    await expect.poll(() => memberships.length, { timeout: 10_000 }).toBeGreaterThan(1);
    const [former, latter] = [memberships[0], memberships.at(-1)];
    const refusal: unknown = await former?.commit({ topic, partition: 0 }, 7n, "").catch((error: unknown) => error);
    expect(kafkaErrorCode(refusal)).toBe("ILLEGAL_GENERATION");
    expect(await committed(topic, groupId)).toEqual(["-1 "]);
    await latter?.commit({ topic, partition: 0 }, 7n, "");
    expect(await committed(topic, groupId)).toEqual(["7 "]);
  });

  it("never says that a commit is done which the broker has not confirmed, also while the consumer stops", async () => {
    const [topic, groupId] = [await bed.openTopic(), randomUUID()];
    const { consumer, memberships } = await join(topic, groupId);
    const stopping = consumer.stop();
    let confirmed = "-1 ";
    for (let offset = 1n; offset <= 200n; offset += 1n) {
      const failure: unknown = await memberships[0]
        ?.commit({ topic, partition: 0 }, offset, "")
        .catch((error: unknown) => error);
      if (failure !== undefined) break;
      confirmed = `${offset} `;
    }
    await stopping;
    const afterwards = memberships[0]?.commit({ topic, partition: 0 }, 999n, "");
    await expect(afterwards).rejects.toThrow();
    expect(await committed(topic, groupId)).toEqual([confirmed]);
  });

  it("names what the broker refused, and commits nothing", async () => {
    const [topic, groupId] = [await bed.openTopic(), randomUUID()];
    const { memberships } = await join(topic, groupId);
    const tooLong = "x".repeat(4_097);
    const refusal: unknown = await memberships[0]
      ?.commit({ topic, partition: 0 }, 7n, tooLong)
      .catch((error: unknown) => error);
    expect(kafkaErrorCode(refusal)).toBe("OFFSET_METADATA_TOO_LARGE");
    expect(await committed(topic, groupId)).toEqual(["-1 "]);
  });
});

describe("the version of kafkajs", () => {
  it("is the one whose internals are known", () => {
    expect(() => requireKnownKafkajs()).not.toThrow();
  });

  it("is refused by name when it is another", () => {
    expect(() => requireKnownKafkajs("2.2.5")).toThrow(expect.objectContaining({ code: "unsupported_kafkajs" }));
  });
});
