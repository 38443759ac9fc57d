import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { groupOf, type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { patient, textOf } from "../testing/message.ts";
import { readMessages } from "./read-messages.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("messages that are read by their offsets", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterAll(() => bed.stop());

  it("come once each, in order, with everything they had; those that are gone or yet to come are left out", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a", "b", "c", "d", "e"]);
    await bed.expire(topic, 2n);
    const places = { topic, partition: 0, offsets: [4n, 0n, 2n, 4n, 5n, 900n] };
    const messages = await readMessages(bed.connection, places, patient());
    expect(messages.map(({ offset }) => offset)).toEqual([2n, 4n]);
    expect(messages.map(textOf)).toEqual(["c", "e"]);
    expect(messages[0]).toMatchObject({ topic, partition: 0, key: Buffer.from("c"), headers: {} });
  });

  it("are found from within a large batch, and one larger than a fetch is read whole", async () => {
    const topic = await bed.openTopic(1, { "max.message.bytes": "16777216" });
    const large = "x".repeat(3_000_000);
    await bed.send(topic, [...Array.from({ length: 300 }, (_, index) => `value ${index}`), large]);
    const messages = await readMessages(bed.connection, { topic, partition: 0, offsets: [123n, 300n] }, patient());
    expect(messages.map(textOf)).toEqual(["value 123", large]);
  });

  it("join no group and move nobody's position", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a"]);
    await readMessages(bed.connection, { topic, partition: 0, offsets: [0n] }, patient());
    const { groups } = await bed.admin.listGroups();
    expect(groups.map(({ groupId }) => groupId)).not.toContain("parapet.none");
    expect(groups.map(({ groupId }) => groupId)).not.toContain(groupOf(topic));
  });

  it("are refused by name beyond the bound, and where there is no such partition", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a".repeat(1_000), "b".repeat(1_000)]);
    const places = { topic, partition: 0, offsets: [0n, 1n], maxBytes: 1_500 };
    await expect(readMessages(bed.connection, places, patient())).rejects.toMatchObject({ code: "read_too_large" });
    const nowhere = { topic, partition: 9, offsets: [0n] };
    await expect(readMessages(bed.connection, nowhere, patient())).rejects.toMatchObject({ code: "unknown_partition" });
  });

  it("are given up at the caller's deadline", async () => {
    const unreachable = { ...bed.connection, brokers: ["127.0.0.1:1"] };
    const reading = readMessages(unreachable, { topic: "t", partition: 0, offsets: [0n] }, AbortSignal.timeout(50));
    await expect(reading).rejects.toMatchObject({ name: "TimeoutError" });
  });
});
