import { insertToken } from "@parapet/delivery";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { countMetrics } from "../testing/counted.ts";
import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";

const absence = kafkaAvailability();

function valuesOf(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${index}`);
}

describe.skipIf(absence !== null)(suiteName("a log that is not what it was", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(() => bed.closeSources());
  afterAll(() => bed.stop());

  it("is read on behind messages that expired unread, and tells how many are gone", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a", "b", "c", "d"]);
    await bed.commit(topic, 1n);
    await bed.expire(topic, 3n);
    const metrics = countMetrics();
    const recorder = createRecorder();
    await bed.openSource(topic, { metrics }).start(recorder.handler);
    await recorder.received(1);
    expect(recorder.messages().map(textOf)).toEqual(["d"]);
    expect(metrics.errors).toEqual(["retention_gap"]);
    expect(metrics.lost.get("retention_gap")).toBe(2);
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: "4" });
  });

  it("keeps the intent of the range in hand while messages behind it expire", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, valuesOf("read", 10));
    const gates = new Map([0n, 6n].map((offset) => [offset, { started: createGate(), done: createGate() }]));
    const metrics = countMetrics();
    const recorder = createRecorder(async ({ firstOffset }) => {
      gates.get(firstOffset)?.started.open();
      await gates.get(firstOffset)?.done.opened;
    });
    // The lane is full with the first ten messages, and has room again when it holds but two.
    const range = { maxMessages: 2, maxBytes: 1_000, maxWaitMs: 20 };
    await bed.openSource(topic, { metrics, range }).start(recorder.handler);
    await gates.get(0n)?.started.opened;
    await bed.send(topic, valuesOf("expired", 35));
    await bed.send(topic, ["last"]);
    await bed.expire(topic, 45n);
    gates.get(0n)?.done.open();
    await gates.get(6n)?.started.opened;
    await expect.poll(() => metrics.errors, { timeout: 10_000 }).toEqual(["retention_gap"]);
    expect(await bed.committed(topic)).toMatchObject({
      offset: "6",
      metadata: expect.stringContaining('"pending":["6","7"]'),
    });
    gates.get(6n)?.done.open();
    await recorder.received(11);
    expect(recorder.messages().map(textOf)).toEqual([...valuesOf("read", 10), "last"]);
    expect(metrics.lost.get("retention_gap")).toBe(35);
  });

  it("stops a partition whose committed offset is beyond its end, counts it, and reads nothing twice", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a", "b"]);
    await bed.commit(topic, 40n);
    const metrics = countMetrics();
    const recorder = createRecorder();
    const source = bed.openSource(topic, { metrics, stallMs: 200 });
    await source.start(recorder.handler);
    await expect.poll(() => metrics.errors, { timeout: 10_000 }).toContain("beyond_end");
    await bed.send(topic, ["c"]);
    await source.stop();
    expect(recorder.messages()).toEqual([]);
    expect(metrics.errors).toEqual(["beyond_end"]);
    expect(await bed.committed(topic)).toMatchObject({ offset: "40" });
  });

  it("that was created anew is read from its beginning under other tokens: nothing lost, nothing doubled", async () => {
    const topic = await bed.openTopic();
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    const former = valuesOf("former", 50);
    await bed.send(topic, former);
    await recorder.received(50);
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: "50" });
    await bed.recreate(topic);
    const anew = valuesOf("anew", 80); // More than the former topic had: the old position exists here too.
    await bed.send(topic, anew);
    await expect.poll(() => recorder.messages().length, { timeout: 20_000 }).toBe(130);
    expect(recorder.messages().map(textOf).toSorted()).toEqual([...former, ...anew].toSorted());
    expect(new Set(recorder.ranges.map(({ streamId }) => streamId)).size).toBe(2);
    expect(new Set(recorder.tokens()).size).toBe(recorder.ranges.length);
  });

  it("that was created anew behind a lane that was full is not read on from the middle", async () => {
    const topic = await bed.openTopic();
    const [started, done] = [createGate(), createGate()];
    const metrics = countMetrics();
    const recorder = createRecorder(async ({ firstOffset }) => {
      started.open();
      if (firstOffset === 0n) await done.opened;
    });
    const range = { maxMessages: 2, maxBytes: 1_000, maxWaitMs: 20 };
    await bed.openSource(topic, { metrics, range }).start(recorder.handler);
    await bed.send(topic, valuesOf("former", 10));
    await started.opened;
    await bed.recreate(topic);
    const anew = valuesOf("anew", 30);
    await bed.send(topic, anew);
    done.open();
    const storedAnew = (): readonly string[] =>
      recorder
        .messages()
        .map(textOf)
        .filter((text) => text.startsWith("anew"));
    await expect.poll(() => storedAnew().length, { timeout: 20_000 }).toBe(30);
    expect(storedAnew()).toEqual(anew);
    expect(new Set(recorder.tokens()).size).toBe(recorder.ranges.length);
    expect(metrics.errors).toContain("topic_recreated");
  });

  it("that was created anew while nobody read is noticed by what was committed", async () => {
    const topic = await bed.openTopic();
    const first = createRecorder();
    const source = bed.openSource(topic);
    await source.start(first.handler);
    await bed.send(topic, ["a", "b"]);
    await first.received(2);
    const note = await bed.committed(topic);
    await source.stop();
    await bed.recreate(topic);
    await bed.send(topic, ["c", "d", "e"]);
    // Kafka forgets the offsets of a topic that it deletes; another broker, or a restored one, may not.
    await bed.commit(topic, 2n, note?.metadata ?? "");
    const [metrics, second] = [countMetrics(), createRecorder()];
    await bed.openSource(topic, { metrics }).start(second.handler);
    await second.received(3);
    expect(second.messages().map(textOf)).toEqual(["c", "d", "e"]);
    expect(metrics.errors).toEqual(["topic_recreated"]);
    expect(second.ranges.map(insertToken)).not.toEqual(first.ranges.map(insertToken));
  });
});
