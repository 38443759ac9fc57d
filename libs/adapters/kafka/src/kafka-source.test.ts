import { insertToken } from "@parapet/delivery";
import { type Logger, ParapetError, silentLogger } from "@parapet/runtime";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import kafkajs from "kafkajs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { groupOf, type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a member of a consumer group", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(() => bed.closeSources());
  afterAll(() => bed.stop());

  it("commits the intent before a range is handled, and what follows it only afterwards", async () => {
    const topic = await bed.openTopic();
    const [gate, started] = [createGate(), createGate()];
    const recorder = createRecorder(() => (started.open(), gate.opened));
    await bed.openSource(topic).start(recorder.handler);
    await bed.send(topic, ["a", "b", "c"]);
    await started.opened;
    expect(await bed.committed(topic)).toMatchObject({
      offset: "0",
      metadata: expect.stringContaining('"pending":["0","2"]'),
    });
    gate.open();
    await recorder.received(3);
    await expect
      .poll(() => bed.committed(topic), { timeout: 10_000 })
      .toMatchObject({
        offset: "3",
        metadata: expect.stringMatching(/^\{"v":2,"topicId":"[\w-]{22}"\}$/),
      });
  });

  it("goes on after what was stored", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a", "b"]);
    const first = createRecorder();
    const source = bed.openSource(topic);
    await source.start(first.handler);
    await first.received(2);
    await source.stop();
    await bed.send(topic, ["c"]);
    const second = createRecorder();
    await bed.openSource(topic).start(second.handler);
    await second.received(1);
    expect(second.messages().map(textOf)).toEqual(["c"]);
  });

  it("forms a range that was begun by another exactly again, though more came and its bounds are others", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["a", "b", "c"]);
    const begun: string[] = [];
    const started = createGate();
    const abandoned = bed.openSource(topic);
    await abandoned.start((range) => {
      begun.push(insertToken(range));
      started.open();
      return new Promise(() => undefined);
    });
    await started.opened;
    await abandoned.stop();
    await bed.send(topic, ["d", "e"]);
    const recorder = createRecorder();
    await bed.openSource(topic, { range: { maxMessages: 2, maxBytes: 1_000, maxWaitMs: 20 } }).start(recorder.handler);
    await recorder.received(5);
    expect(begun).toHaveLength(1);
    expect(recorder.tokens()[0]).toBe(begun[0]);
    expect(recorder.ranges.map(({ messages }) => messages.map(textOf).join(""))).toEqual(["abc", "de"]);
  });

  it("gives up what is in hand when another member joins, and neither loses nor doubles by it", async () => {
    const topic = await bed.openTopic(2);
    const rows = new Map<string, readonly string[]>();
    const gate = createGate();
    const interrupted = createGate();
    const started = createGate();
    await bed.openSource(topic).start(async (range, signal) => {
      started.open();
      signal.addEventListener("abort", () => interrupted.open());
      await gate.opened;
      rows.set(insertToken(range), range.messages.map(textOf));
    });
    const values = Array.from({ length: 40 }, (_, index) => `value ${index}`);
    await bed.send(topic, values);
    await started.opened;
    const joining = bed
      .openSource(topic)
      .start(async (range) => void rows.set(insertToken(range), range.messages.map(textOf)));
    await interrupted.opened;
    gate.open();
    await joining;
    await expect.poll(() => [...rows.values()].flat().sort(), { timeout: 10_000 }).toEqual(values.sort());
  });

  it("goes on after the broker crashed and came back", { timeout: 60_000 }, async () => {
    const topic = await bed.openTopic();
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    await bed.send(topic, ["before"]);
    await recorder.received(1);
    await bed.cluster.kill();
    await bed.cluster.restart();
    await bed.send(topic, ["after"]);
    const seen = (): readonly string[] => [...new Set(recorder.messages().map(textOf))];
    await expect.poll(seen, { timeout: 20_000 }).toEqual(["before", "after"]);
  });

  it("waits for a cluster that is not there yet, and says so", { timeout: 60_000 }, async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["kept"]);
    await bed.cluster.kill();
    const warned = createGate();
    const log: Logger = { ...silentLogger, warn: () => warned.open(), child: () => log };
    const recorder = createRecorder();
    const starting = bed.openSource(topic, { log }).start(recorder.handler);
    await warned.opened;
    await bed.cluster.restart();
    await starting;
    await recorder.received(1);
  });

  it("can be stopped while it still looks for its cluster", { timeout: 60_000 }, async () => {
    const source = bed.openSource("llm.spans", { brokers: ["127.0.0.1:1"] });
    const starting = source.start(() => Promise.resolve());
    const refused = expect(starting).rejects.toBeInstanceOf(ParapetError);
    const startedMs = performance.now();
    await source.stop();
    await refused;
    expect(performance.now() - startedMs).toBeLessThan(7_000);
  });

  it("reads messages as the OpenTelemetry Collector writes them: bytes alone, no key, no headers", async () => {
    const topic = await bed.openTopic();
    const values = [Buffer.from([0x0a, 0x02, 0x0a, 0x00, 0xff, 0x00]), Buffer.from('{"resourceSpans":[]}')];
    const producer = bed.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: values.map((value) => ({ value })) });
    await producer.disconnect();
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    await recorder.received(2);
    const received = recorder
      .messages()
      .map(({ key, headers, value }) => ({ key, headers, value: Buffer.from(value ?? []) }));
    expect(received).toEqual(values.map((value) => ({ key: null, headers: {}, value })));
  });

  const codecs = ["GZIP", "Snappy", "LZ4", "ZSTD"] as const;
  it.each(codecs)("reads batches compressed with %s", async (codec) => {
    const topic = await bed.openTopic();
    const value = Buffer.from("0123456789".repeat(20_000));
    const producer = bed.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const messages = [{ value }, { value: Buffer.alloc(0) }, { value: Buffer.from([0, 255]) }];
    await producer.send({ topic, compression: kafkajs.CompressionTypes[codec], messages });
    await producer.disconnect();
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    await recorder.received(3);
    expect(recorder.messages().map((message) => Buffer.from(message.value ?? []))).toEqual(
      messages.map(({ value }) => value),
    );
  });

  it.each(["gzip", "snappy", "lz4", "zstd"])(
    "reads batches that the broker itself compressed with %s",
    async (codec) => {
      const topic = await bed.openTopic(1, { "compression.type": codec });
      const value = "0123456789".repeat(5_000);
      await bed.send(topic, [value, "short"]);
      const recorder = createRecorder();
      await bed.openSource(topic).start(recorder.handler);
      await recorder.received(2);
      expect(recorder.messages().map(textOf)).toEqual([value, "short"]);
    },
  );

  it("keeps its membership while a handler takes longer than the session timeout", { timeout: 30_000 }, async () => {
    const topic = await bed.openTopic();
    const [gate, started] = [createGate(), createGate()];
    let signalOfHandler: AbortSignal | undefined;
    const recorder = createRecorder((_, signal) => {
      signalOfHandler = signal;
      started.open();
      return gate.opened;
    });
    await bed.openSource(topic, { sessionTimeoutMs: 1_000 }).start(recorder.handler);
    await bed.send(topic, ["slow"]);
    await started.opened;
    const startedMs = performance.now();
    const members = async (): Promise<number> => {
      const { groups } = await bed.admin.describeGroups([groupOf(topic)]);
      return groups[0]?.members.length ?? 0;
    };
    while (performance.now() - startedMs < 3_000) expect(await members()).toBe(1);
    expect(signalOfHandler?.aborted).toBe(false);
    gate.open();
    await recorder.received(1);
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: "1" });
  });

  it("reads a partition on while the handler of another of the same broker is stuck", async () => {
    const topic = await bed.openTopic(2);
    const gate = createGate();
    const recorder = createRecorder(({ partition }) => (partition === 0 ? gate.opened : Promise.resolve()));
    // So little that partition 0 is full at once, and would fill every fetch alone.
    const range = { maxMessages: 5, maxBytes: 2_000, maxWaitMs: 20 };
    await bed.openSource(topic, { range }).start(recorder.handler);
    const producer = bed.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const value = Buffer.alloc(1_000);
    for (const partition of [0, 1])
      await producer.send({ topic, messages: Array.from({ length: 100 }, () => ({ partition, value })) });
    await producer.disconnect();
    await recorder.received(100);
    expect(recorder.ranges.map(({ partition }) => partition)).not.toContain(0);
    gate.open();
    await recorder.received(200);
  });
});
