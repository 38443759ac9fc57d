import { createRequire } from "node:module";

import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { countMetrics } from "../testing/counted.ts";
import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";

const absence = kafkaAvailability();
const stallMs = 400;

interface ConsumerGroupPrototype {
  fetch: (nodeId: number) => Promise<readonly unknown[]>;
}

describe.skipIf(absence !== null)(suiteName("a consumer that makes no progress", absence), () => {
  const { prototype }: { readonly prototype: ConsumerGroupPrototype } = createRequire(import.meta.url)(
    "kafkajs/src/consumer/consumerGroup",
  );
  const { fetch } = prototype;
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(async () => {
    prototype.fetch = fetch;
    await bed.closeSources();
  });
  afterAll(() => bed.stop());

  /** kafkajs as it is known to be at times: alive, in its group, and fetching nothing. */
  const silence = (): void => {
    prototype.fetch = () => new Promise((resolve) => setTimeout(() => resolve([]), 50));
  };

  it("joins the group anew, and goes on", { timeout: 30_000 }, async () => {
    const topic = await bed.openTopic();
    const [recorder, metrics] = [createRecorder(), countMetrics()];
    silence();
    await bed.openSource(topic, { stallMs, metrics }).start(recorder.handler);
    await bed.send(topic, ["unread"]);
    await expect.poll(() => metrics.errors, { timeout: 15_000 }).toContain("consumer_stalled");
    prototype.fetch = fetch;
    await recorder.received(1);
    expect(recorder.messages().map(textOf)).toEqual(["unread"]);
  });

  it("fails by name when joining anew has not helped, so that its process can be started again", async () => {
    const topic = await bed.openTopic();
    const metrics = countMetrics();
    silence();
    const source = bed.openSource(topic, { stallMs, maxStalls: 2, metrics });
    await source.start(createRecorder().handler);
    await bed.send(topic, ["unread"]);
    await expect(source.failed).rejects.toMatchObject({ code: "consumer_stalled" });
    expect(metrics.errors.filter((code) => code === "consumer_stalled")).toHaveLength(3);
  });

  it("is no such thing while it only waits for the store, however long that takes", async () => {
    const topic = await bed.openTopic();
    const metrics = countMetrics();
    const gate = createGate();
    let attempts = 0;
    const recorder = createRecorder(async () => {
      attempts += 1;
      if (attempts <= 3) throw new Error("the store is away");
      await gate.opened;
    });
    // So small that the lane is full, and nothing is fetched either.
    const range = { maxMessages: 1, maxBytes: 200, maxWaitMs: 20 };
    const source = bed.openSource(topic, { stallMs, maxStalls: 0, metrics, range });
    let hasFailed = false;
    source.failed?.catch(() => (hasFailed = true));
    await source.start(recorder.handler);
    await bed.send(topic, ["a", "b", "c"]);
    await expect.poll(() => attempts, { timeout: 10_000 }).toBe(4);
    const startedMs = performance.now();
    await expect.poll(() => performance.now() - startedMs, { timeout: 10_000 }).toBeGreaterThan(4 * stallMs);
    gate.open();
    await recorder.received(3);
    expect(metrics.errors).not.toContain("consumer_stalled");
    expect(hasFailed).toBe(false);
  });

  it("is no such thing while there is nothing to read", async () => {
    const topic = await bed.openTopic(3);
    const [recorder, metrics] = [createRecorder(), countMetrics()];
    await bed.openSource(topic, { stallMs, maxStalls: 0, metrics }).start(recorder.handler);
    const startedMs = performance.now();
    await expect.poll(() => performance.now() - startedMs, { timeout: 10_000 }).toBeGreaterThan(4 * stallMs);
    await bed.send(topic, ["after a quiet time"]);
    await recorder.received(1);
    expect(metrics.errors).toEqual([]);
  });
});
