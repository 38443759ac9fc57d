import type { PartitionLag, Source } from "@parapet/delivery";
import { startTelemetry, systemClock, type Telemetry } from "@parapet/runtime";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import kafkajs from "kafkajs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { groupOf, type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { createGate, createRecorder, type Recorder } from "../testing/recorder.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("the lag of a consumer", absence), () => {
  let bed: KafkaBed;
  let telemetry: Telemetry;
  beforeAll(async () => {
    bed = await startKafkaBed();
    telemetry = startTelemetry({ service: "lag-test", version: "1" });
  });
  afterEach(() => bed.closeSources());
  afterAll(async () => {
    await telemetry.stop();
    await bed.stop();
  });

  const sendOld = async (topic: string, ageSeconds: number, count: number): Promise<void> => {
    const producer = bed.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const timestamp = String(Date.now() - ageSeconds * 1_000);
    await producer.send({ topic, messages: Array.from({ length: count }, () => ({ value: "old", timestamp })) });
    await producer.disconnect();
  };
  /** A source whose handler waits for a gate, with the first of its ranges in hand. */
  const openBusy = async (topic: string): Promise<{ source: Source; recorder: Recorder; finish: () => void }> => {
    const [gate, started] = [createGate(), createGate()];
    const recorder = createRecorder(() => (started.open(), gate.opened));
    const source = bed.openSource(topic, { meter: telemetry.meter, stallMs: 400 });
    await source.start(recorder.handler);
    await started.opened;
    return { source, recorder, finish: gate.open };
  };
  const lagOf = async (source: Source): Promise<PartitionLag | undefined> => (await source.lag())[0];

  it("is the age of the oldest message that is not stored, in seconds, and 0 without one", async () => {
    const topic = await bed.openTopic();
    await sendOld(topic, 100, 3);
    const { source, recorder, finish } = await openBusy(topic);
    const lag = await lagOf(source);
    expect(lag).toMatchObject({ topic, partition: 0, messages: 3n });
    expect(lag?.seconds).toBeGreaterThanOrEqual(100);
    expect(lag?.seconds).toBeLessThan(130);
    finish();
    await recorder.received(3);
    await expect.poll(() => lagOf(source)).toMatchObject({ messages: 0n, seconds: 0 });
  });

  it("is not known in seconds by one who reads nothing", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a"]);
    expect(await lagOf(bed.openSource(topic))).toMatchObject({ messages: 1n, seconds: null });
  });

  it("is shown as a metric in both units, and grows while nothing can be stored", async () => {
    const topic = await bed.openTopic();
    await sendOld(topic, 50, 2);
    const { recorder, finish } = await openBusy(topic);
    await bed.send(topic, ["a", "b", "c"]);
    const metric = async (unit: string): Promise<number> => {
      const line = (await telemetry.metricsText())
        .split("\n")
        .find((text) => text.startsWith(`parapet_consumer_lag_${unit}{`) && text.includes(topic));
      expect(line).toContain(`group="${groupOf(topic)}"`);
      return Number(line?.split("} ")[1]?.split(" ")[0]);
    };
    await expect.poll(() => metric("messages"), { timeout: 10_000 }).toBe(5);
    expect(await metric("seconds")).toBeGreaterThanOrEqual(50);
    finish();
    await recorder.received(5);
    await expect.poll(() => metric("messages"), { timeout: 10_000 }).toBe(0);
    expect(await metric("seconds")).toBe(0);
  });

  it("counts no marker of a transaction: nobody will ever store it", async () => {
    const topic = await bed.openTopic();
    const producer = bed.kafka.producer({
      transactionalId: topic,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: "a" }] });
    await transaction.commit();
    await producer.disconnect();
    const recorder = createRecorder();
    const source = bed.openSource(topic, { meter: telemetry.meter, stallMs: 400, maxStalls: 0 });
    let hasFailed = false;
    source.failed?.catch(() => (hasFailed = true));
    await source.start(recorder.handler);
    await recorder.received(1);
    const startedMs = systemClock.monotonicMs();
    await expect.poll(() => systemClock.monotonicMs() - startedMs, { timeout: 5_000 }).toBeGreaterThan(1_200);
    expect(await telemetry.metricsText()).toMatch(new RegExp(`parapet_consumer_lag_messages\\{.*${topic}.*\\} 0`));
    expect(hasFailed).toBe(false);
  });
});
