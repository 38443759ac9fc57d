import { randomUUID } from "node:crypto";

import { insertToken, type Source } from "@parapet/delivery";
import { type Logger, ParapetError, silentLogger, systemClock } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import kafkajs, { type Admin, type Kafka } from "kafkajs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createKafkaClient } from "./kafka-client.ts";
import { createKafkaProducer, createKafkaSource, ensureTopic, type KafkaSourceOptions } from "./index.ts";
import { patient, textMessage, textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";

const absence = kafkaAvailability();

describe.skipIf(absence !== null)(suiteName("a member of a consumer group", absence), () => {
  let cluster: KafkaCluster;
  let kafka: Kafka;
  let admin: Admin;
  const opened: { readonly stop: () => Promise<void> }[] = [];
  const connection = (log: Logger = silentLogger): Pick<KafkaSourceOptions, "brokers" | "clientId" | "log"> => {
    return { brokers: cluster.brokers, clientId: "source-test", log };
  };

  beforeAll(async () => {
    cluster = await startKafka();
    kafka = createKafkaClient(connection());
    admin = kafka.admin();
    await admin.connect();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((item) => item.stop()));
  });
  afterAll(async () => {
    await admin.disconnect();
    await cluster.stop();
  });

  const openTopic = async (partitions = 1): Promise<string> => {
    const topic = `llm.spans.${randomUUID()}`;
    await ensureTopic({ ...connection(), topic, partitions });
    return topic;
  };
  const openSource = (topic: string, options: Partial<KafkaSourceOptions> = {}): Source => {
    const range = { maxMessages: 1_000, maxBytes: 1_000_000, maxWaitMs: 20 };
    const timing = {
      sessionTimeoutMs: 3_000,
      stopTimeoutMs: 200,
      backOff: { initialMs: 5, maxMs: 50 },
      clock: systemClock,
    };
    const source = createKafkaSource({
      ...connection(),
      ...timing,
      topics: [topic],
      groupId: `ingester.${topic}`,
      range,
      ...options,
    });
    opened.push(source);
    return source;
  };
  const send = async (topic: string, values: readonly string[]): Promise<void> => {
    const producer = createKafkaProducer({ ...connection(), topic });
    await producer.send(
      values.map((value) => textMessage(value, value)),
      patient(),
    );
    await producer.stop();
  };
  const committed = async (topic: string): Promise<{ offset: string; metadata: string | null } | undefined> => {
    const [offsets] = await admin.fetchOffsets({ groupId: `ingester.${topic}`, topics: [topic] });
    return offsets?.partitions.find(({ partition }) => partition === 0);
  };

  it("commits the intent before a range is handled, and what follows it only afterwards", async () => {
    const topic = await openTopic();
    const [gate, started] = [createGate(), createGate()];
    const recorder = createRecorder(() => (started.open(), gate.opened));
    await openSource(topic).start(recorder.handler);
    await send(topic, ["a", "b", "c"]);
    await started.opened;
    expect(await committed(topic)).toMatchObject({
      offset: "0",
      metadata: expect.stringContaining('"pending":["0","2"]'),
    });
    gate.open();
    await recorder.received(3);
    await expect.poll(() => committed(topic), { timeout: 10_000 }).toMatchObject({ offset: "3", metadata: null });
  });

  it("goes on after what was stored", async () => {
    const topic = await openTopic();
    await send(topic, ["a", "b"]);
    const first = createRecorder();
    const source = openSource(topic);
    await source.start(first.handler);
    await first.received(2);
    await source.stop();
    await send(topic, ["c"]);
    const second = createRecorder();
    await openSource(topic).start(second.handler);
    await second.received(1);
    expect(second.messages().map(textOf)).toEqual(["c"]);
  });

  it("forms a range that was begun by another exactly again, though more came and its bounds are others", async () => {
    const topic = await openTopic();
    await send(topic, ["a", "b", "c"]);
    const begun: string[] = [];
    const started = createGate();
    const abandoned = openSource(topic);
    await abandoned.start((range) => {
      begun.push(insertToken(range));
      started.open();
      return new Promise(() => undefined);
    });
    await started.opened;
    await abandoned.stop();
    await send(topic, ["d", "e"]);
    const recorder = createRecorder();
    await openSource(topic, { range: { maxMessages: 2, maxBytes: 1_000, maxWaitMs: 20 } }).start(recorder.handler);
    await recorder.received(5);
    expect(begun).toHaveLength(1);
    expect(recorder.tokens()[0]).toBe(begun[0]);
    expect(recorder.ranges.map(({ messages }) => messages.map(textOf).join(""))).toEqual(["abc", "de"]);
  });

  it("gives up what is in hand when another member joins, and neither loses nor doubles by it", async () => {
    const topic = await openTopic(2);
    const rows = new Map<string, readonly string[]>();
    const gate = createGate();
    const interrupted = createGate();
    const started = createGate();
    await openSource(topic).start(async (range, signal) => {
      started.open();
      signal.addEventListener("abort", () => interrupted.open());
      await gate.opened;
      rows.set(insertToken(range), range.messages.map(textOf));
    });
    const values = Array.from({ length: 40 }, (_, index) => `value ${index}`);
    await send(topic, values);
    await started.opened;
    const joining = openSource(topic).start(
      async (range) => void rows.set(insertToken(range), range.messages.map(textOf)),
    );
    await interrupted.opened;
    gate.open();
    await joining;
    await expect.poll(() => [...rows.values()].flat().sort(), { timeout: 10_000 }).toEqual(values.sort());
  });

  it("goes on after the broker crashed and came back", { timeout: 60_000 }, async () => {
    const topic = await openTopic();
    const recorder = createRecorder();
    await openSource(topic).start(recorder.handler);
    await send(topic, ["before"]);
    await recorder.received(1);
    await cluster.kill();
    await cluster.restart();
    await send(topic, ["after"]);
    const seen = (): readonly string[] => [...new Set(recorder.messages().map(textOf))];
    await expect.poll(seen, { timeout: 20_000 }).toEqual(["before", "after"]);
  });

  it("waits for a cluster that is not there yet, and says so", { timeout: 60_000 }, async () => {
    const topic = await openTopic();
    await send(topic, ["kept"]);
    await cluster.kill();
    const warned = createGate();
    const log: Logger = { ...silentLogger, warn: () => warned.open(), child: () => log };
    const recorder = createRecorder();
    const starting = openSource(topic, { log }).start(recorder.handler);
    await warned.opened;
    await cluster.restart();
    await starting;
    await recorder.received(1);
  });

  it("can be stopped while it still looks for its cluster", { timeout: 60_000 }, async () => {
    const source = openSource("llm.spans", { brokers: ["127.0.0.1:1"] });
    const starting = source.start(() => Promise.resolve());
    const refused = expect(starting).rejects.toBeInstanceOf(ParapetError);
    const startedMs = performance.now();
    await source.stop();
    await refused;
    expect(performance.now() - startedMs).toBeLessThan(7_000);
  });

  it("goes on where the broker says when unread messages have expired, and reports it", async () => {
    const topic = await openTopic();
    await send(topic, ["a", "b", "c", "d"]);
    await admin.setOffsets({ groupId: `ingester.${topic}`, topic, partitions: [{ partition: 0, offset: "1" }] });
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "3" }] });
    const errors: string[] = [];
    const log: Logger = { ...silentLogger, error: (message) => errors.push(message), child: () => log };
    const recorder = createRecorder();
    await openSource(topic, { log }).start(recorder.handler);
    await recorder.received(1);
    expect(recorder.messages().map(textOf)).toEqual(["d"]);
    expect(errors).toEqual([expect.stringContaining("moved the reading position")]);
  });

  it("reads messages as the OpenTelemetry Collector writes them: bytes alone, no key, no headers", async () => {
    const topic = await openTopic();
    const values = [Buffer.from([0x0a, 0x02, 0x0a, 0x00, 0xff, 0x00]), Buffer.from('{"resourceSpans":[]}')];
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: values.map((value) => ({ value })) });
    await producer.disconnect();
    const recorder = createRecorder();
    await openSource(topic).start(recorder.handler);
    await recorder.received(2);
    const received = recorder
      .messages()
      .map(({ key, headers, value }) => ({ key, headers, value: Buffer.from(value ?? []) }));
    expect(received).toEqual(values.map((value) => ({ key: null, headers: {}, value })));
  });

  const codecs = ["GZIP", "Snappy", "LZ4", "ZSTD"] as const;
  it.each(codecs)("reads batches compressed with %s", async (codec) => {
    const topic = await openTopic();
    const value = Buffer.from("0123456789".repeat(20_000));
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const messages = [{ value }, { value: Buffer.alloc(0) }, { value: Buffer.from([0, 255]) }];
    await producer.send({ topic, compression: kafkajs.CompressionTypes[codec], messages });
    await producer.disconnect();
    const recorder = createRecorder();
    await openSource(topic).start(recorder.handler);
    await recorder.received(3);
    expect(recorder.messages().map((message) => Buffer.from(message.value ?? []))).toEqual(
      messages.map(({ value }) => value),
    );
  });

  it("leaves no timer with a negative delay behind", async () => {
    const warnings: string[] = [];
    const keep = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", keep);
    const topic = await openTopic();
    const recorder = createRecorder();
    await openSource(topic).start(recorder.handler);
    await send(topic, ["a"]);
    await recorder.received(1);
    process.off("warning", keep);
    expect(warnings).not.toContain("TimeoutNegativeWarning");
  });
});
