import { randomUUID } from "node:crypto";

import type { Message, OutgoingMessage, Producer, Source } from "@parapet/delivery";
import { silentLogger, systemClock } from "@parapet/runtime";
import { type KafkaCluster, kafkaAvailability, startKafka, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createInProcessBus, createKafkaProducer, createKafkaSource, ensureTopic, type RangeLimits } from "./index.ts";
import { patient, textMessage, textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";

const limits: RangeLimits = { maxMessages: 1_000, maxBytes: 1_000_000, maxWaitMs: 20 };
const stopTimeoutMs = 300;
const backOff = { initialMs: 1, maxMs: 5 };

/** One topic with its producers and groups; the two transports differ in nothing else. */
interface Stream {
  readonly producer: () => Producer;
  readonly source: (group: string) => Source;
}

interface Transport {
  readonly name: string;
  /** Why it cannot be tested on this machine, or null. */
  readonly absence: string | null;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly open: (range: RangeLimits) => Promise<Stream>;
}

const busTransport: Transport = {
  name: "the in-process bus",
  absence: null,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  open: (range) => {
    const options = {
      topic: "llm.spans",
      streamId: randomUUID(),
      range,
      maxQueuedBytes: 64_000_000,
      stopTimeoutMs,
      backOff,
    };
    const bus = createInProcessBus({ ...options, log: silentLogger, clock: systemClock });
    return Promise.resolve({ producer: bus.producer, source: (group) => bus.source(group, { durable: true }) });
  },
};

function createKafkaTransport(): Transport {
  let cluster: KafkaCluster | undefined;
  return {
    name: "Apache Kafka",
    absence: kafkaAvailability(),
    start: async () => {
      cluster = await startKafka();
    },
    stop: async () => cluster?.stop(),
    open: async (range) => {
      const topic = `llm.spans.${randomUUID()}`;
      const connection = { brokers: cluster?.brokers ?? [], clientId: "contract", log: silentLogger };
      await ensureTopic({ ...connection, topic, partitions: 3, settings: { "max.message.bytes": "16777216" } });
      const options = { ...connection, topics: [topic], range, stopTimeoutMs, backOff, clock: systemClock };
      return {
        producer: () => createKafkaProducer({ ...connection, topic }),
        source: (group) => createKafkaSource({ ...options, groupId: `${group}.${topic}`, sessionTimeoutMs: 6_000 }),
      };
    },
  };
}

for (const transport of [busTransport, createKafkaTransport()]) {
  const { name, absence } = transport;
  describe.skipIf(absence !== null)(suiteName(`a source and a producer over ${name}`, absence), () => {
    const opened: { readonly stop: () => Promise<void> }[] = [];
    beforeAll(() => transport.start());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((item) => item.stop()));
    });
    afterAll(() => transport.stop());

    const keep = <T extends { readonly stop: () => Promise<void> }>(item: T): T => {
      opened.push(item);
      return item;
    };
    const open = async (range: RangeLimits = limits): Promise<Stream> => {
      const stream = await transport.open(range);
      return { producer: () => keep(stream.producer()), source: (group) => keep(stream.source(group)) };
    };

    it("delivers every message once, in the order of its key", async () => {
      const stream = await open({ ...limits, maxMessages: 17 });
      const recorder = createRecorder();
      await stream.source("ingester").start(recorder.handler);
      const producer = stream.producer();
      const sent = Array.from({ length: 400 }, (_, index) => textMessage(`value ${index}`, `key ${index % 7}`));
      await Promise.all(slices(sent, 9).map((messages) => producer.send(messages, patient())));
      await recorder.received(sent.length);
      expect(recorder.messages().map(textOf).sort()).toEqual(sent.map(textOf).sort());
      for (let key = 0; key < 7; key += 1) {
        const values = recorder
          .messages()
          .filter((message) => textKey(message) === `key ${key}`)
          .map(textOf);
        expect(values).toEqual(sent.filter((_, index) => index % 7 === key).map(textOf));
      }
    });

    it("hands ranges over one at a time per partition, without gaps, within the bounds", async () => {
      const stream = await open({ maxMessages: 10, maxBytes: 2_000, maxWaitMs: 20 });
      const inHand = new Map<number, number>();
      let most = 0;
      const recorder = createRecorder(async ({ partition }) => {
        inHand.set(partition, (inHand.get(partition) ?? 0) + 1);
        most = Math.max(most, inHand.get(partition) ?? 0);
        await new Promise(setImmediate);
        inHand.set(partition, (inHand.get(partition) ?? 0) - 1);
      });
      await stream.source("ingester").start(recorder.handler);
      await stream.producer().send(
        Array.from({ length: 200 }, (_, index) => textMessage("x".repeat(100), `${index}`)),
        patient(),
      );
      await recorder.received(200);
      expect(most).toBe(1);
      const next = new Map<number, bigint>();
      for (const { partition, firstOffset, lastOffset, messages } of recorder.ranges) {
        expect(firstOffset).toBe(next.get(partition) ?? 0n);
        expect(messages.map(({ offset }) => offset)).toEqual(offsetsBetween(firstOffset, lastOffset));
        expect(messages.length).toBeLessThanOrEqual(8); // 2,000 bytes hold 8 messages of 100 and what each costs.
        next.set(partition, lastOffset + 1n);
      }
    });

    it("keeps keys, headers and every byte of the value", async () => {
      const stream = await open();
      const recorder = createRecorder();
      await stream.source("ingester").start(recorder.handler);
      const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
      const headers = { "parapet-tenant": "acme", note: "grün ✓", empty: "" };
      const sent: OutgoingMessage[] = [
        { key: bytes, value: bytes, headers },
        { key: null, value: new Uint8Array(), headers: {} },
      ];
      await stream.producer().send(sent, patient());
      await recorder.received(2);
      const received = recorder
        .messages()
        .map(({ key, value, headers }) => ({ key: key && [...key], value: [...(value ?? [])], headers }));
      expect(received).toHaveLength(2);
      expect(received).toContainEqual({ key: [...bytes], value: [...bytes], headers });
      expect(received).toContainEqual({ key: null, value: [], headers: {} });
    });

    it("stamps messages with the time they were appended", async () => {
      const stream = await open();
      const recorder = createRecorder();
      await stream.source("ingester").start(recorder.handler);
      const startedMs = Date.now();
      await stream.producer().send([textMessage("now")], patient());
      await recorder.received(1);
      const timestampMs = recorder.messages()[0]?.timestampMs ?? 0;
      expect(timestampMs).toBeGreaterThanOrEqual(startedMs);
      expect(timestampMs).toBeLessThanOrEqual(Date.now());
    });

    it("delivers a failed range again, the same with the same token, before anything that follows", async () => {
      const stream = await open({ ...limits, maxMessages: 2 });
      const attempts: string[] = [];
      const recorder = createRecorder(async (range) => {
        attempts.push(range.messages.map(textOf).join());
        if (attempts.length <= 3) throw new Error("the store is away");
      });
      await stream.source("ingester").start(recorder.handler);
      await stream.producer().send(
        ["a", "b", "c", "d"].map((value) => textMessage(value, "one key")),
        patient(),
      );
      await recorder.received(4);
      expect(attempts).toEqual(["a,b", "a,b", "a,b", "a,b", "c,d"]);
      expect(new Set(recorder.tokens()).size).toBe(2);
    });

    it("carries a message larger than the byte bound, alone in its range", async () => {
      const stream = await open();
      const recorder = createRecorder();
      await stream.source("ingester").start(recorder.handler);
      const large = { key: null, value: new Uint8Array(5_000_000).fill(7), headers: {} };
      await stream
        .producer()
        .send(
          [textMessage("before", "k"), { ...large, key: textMessage("", "k").key }, textMessage("after", "k")],
          patient(),
        );
      await recorder.received(3);
      const withLarge = recorder.ranges.filter(({ messages }) =>
        messages.some(({ value }) => value?.byteLength === 5_000_000),
      );
      expect(withLarge.map(({ messages }) => messages.length)).toEqual([1]);
      expect(recorder.messages().map(({ value }) => value?.byteLength)).toEqual([6, 5_000_000, 5]);
    });

    it("gives every group everything", async () => {
      const stream = await open();
      const recorders = { ingester: createRecorder(), guard: createRecorder() };
      await stream.source("ingester").start(recorders.ingester.handler);
      await stream.source("guard").start(recorders.guard.handler);
      const sent = Array.from({ length: 30 }, (_, index) => textMessage(`value ${index}`));
      await stream.producer().send(sent, patient());
      for (const recorder of Object.values(recorders)) {
        await recorder.received(30);
        expect(recorder.messages().map(textOf).sort()).toEqual(sent.map(textOf).sort());
      }
    });

    it("counts as lag what is not stored yet", async () => {
      const stream = await open();
      const gate = createGate();
      const started = createGate();
      const recorder = createRecorder(() => (started.open(), gate.opened));
      const source = stream.source("ingester");
      await source.start(recorder.handler);
      const sending = stream.producer().send(
        Array.from({ length: 25 }, (_, index) => textMessage(`${index}`)),
        patient(),
      );
      await started.opened;
      expect(await totalLag(source)).toBe(25n);
      gate.open();
      await recorder.received(25);
      await sending;
      await expect.poll(() => totalLag(source), { timeout: 10_000 }).toBe(0n);
    });

    it("waits at a stop for the range in hand, and may be stopped twice", async () => {
      const stream = await open();
      const gate = createGate();
      const started = createGate();
      const recorder = createRecorder(() => (started.open(), gate.opened));
      const source = stream.source("ingester");
      await source.start(recorder.handler);
      const sending = stream.producer().send([textMessage("in hand")], patient());
      await started.opened;
      const stopping = Promise.all([source.stop(), source.stop()]);
      gate.open();
      await Promise.all([stopping, sending]);
      expect(recorder.messages().map(textOf)).toEqual(["in hand"]);
      await source.stop();
    });

    it("stops in bounded time though the handler never ends, and tells it by its signal", async () => {
      const stream = await open();
      const started = createGate();
      let signalOfHandler: AbortSignal | undefined;
      const recorder = createRecorder((_, signal) => {
        signalOfHandler = signal;
        started.open();
        return new Promise(() => undefined);
      });
      const source = stream.source("ingester");
      await source.start(recorder.handler);
      const sending = stream
        .producer()
        .send([textMessage("stuck")], patient())
        .catch(() => "not stored");
      await started.opened;
      const startedMs = performance.now();
      await source.stop();
      expect(performance.now() - startedMs).toBeLessThan(stopTimeoutMs + 6_000);
      expect(signalOfHandler?.aborted).toBe(true);
      expect(recorder.ranges).toEqual([]);
      await sending;
    });
  });
}

function slices<T>(items: readonly T[], size: number): readonly T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function textKey({ key }: Message): string {
  return new TextDecoder().decode(key ?? new Uint8Array());
}

function offsetsBetween(first: bigint, last: bigint): readonly bigint[] {
  return Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index));
}

async function totalLag(source: Source): Promise<bigint> {
  return (await source.lag()).reduce((sum, { messages }) => sum + messages, 0n);
}
