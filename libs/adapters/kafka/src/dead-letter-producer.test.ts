import type { DeadLetterRecord, DeadLetterSink } from "@parapet/delivery";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { patient, textOf } from "../testing/message.ts";
import { createRecorder } from "../testing/recorder.ts";
import { createDeadLetterProducer } from "./dead-letter-producer.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("the producer of dead letters", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterAll(() => bed.stop());

  const letter = (fields: Partial<DeadLetterRecord> = {}): DeadLetterRecord => {
    const place = { topic: "llm.spans", partition: 3, offset: 2n ** 60n, idx: -1 };
    const cause = { reason: "undecodable_protobuf", stage: "ingester" } as const;
    return { ...place, ...cause, tenant: "acme", hash: "ab".repeat(32), sizeBytes: 17, ...fields };
  };
  const withSink = async (topic: string, use: (sink: DeadLetterSink) => Promise<void>): Promise<void> => {
    const sink = createDeadLetterProducer({ ...bed.connection, topic });
    try {
      await use(sink);
    } finally {
      await sink.stop();
    }
  };

  it("tells where the message is, whose, and why, under the key of the message", async () => {
    const topic = await bed.openTopic(2);
    await withSink(topic, (sink) => sink.write([letter(), letter({ idx: 4, reason: "invalid_span_id" })], patient()));
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    await recorder.received(2);
    await bed.closeSources();
    const [first, second] = recorder.messages();
    expect(String(first?.key)).toBe(`llm.spans/3/${2n ** 60n}`);
    expect(JSON.parse(textOf(first ?? { value: null }))).toEqual({
      topic: "llm.spans",
      partition: 3,
      offset: String(2n ** 60n),
      idx: -1,
      tenant: "acme",
      reason: "undecodable_protobuf",
      stage: "ingester",
      hash: "ab".repeat(32),
      size_bytes: 17,
    });
    expect(second?.partition).toBe(first?.partition);
    expect(JSON.parse(textOf(second ?? { value: null }))).toMatchObject({ idx: 4, reason: "invalid_span_id" });
  });

  it("says nothing where there is nothing to tell", async () => {
    const topic = await bed.openTopic();
    await withSink(topic, (sink) => sink.write([], patient()));
    expect(await bed.admin.fetchTopicOffsets(topic)).toMatchObject([{ high: "0" }]);
  });

  it("rejects when the broker has not confirmed", async () => {
    const sink = createDeadLetterProducer({ ...bed.connection, topic: "no.such.topic", stopTimeoutMs: 100 });
    await expect(sink.write([letter()], AbortSignal.timeout(10_000))).rejects.toThrow();
    await sink.stop();
  });
});
