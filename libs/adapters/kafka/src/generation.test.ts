import type { RangeHandler } from "@parapet/delivery";
import { silentLogger, systemClock } from "@parapet/runtime";
import type { Batch } from "kafkajs";
import { afterEach, describe, expect, it } from "vitest";

import { createGate, createRecorder } from "../testing/recorder.ts";
import type { TopicPartition } from "./consumer-group.ts";
import { Generation } from "./generation.ts";
import type { PartitionStart } from "./group-offsets.ts";
import { createFrame } from "./lent-frames.ts";
import { messageBytes } from "./message-bytes.ts";
import { StallWatch } from "./stall-watch.ts";

const topic = "llm.spans";
const valueBytes = 900;
const heldBytes = messageBytes({ key: null, value: new Uint8Array(valueBytes), headers: {} });

/** A fetch as kafkajs hands it over, with each value in memory of its own unless a frame is given. */
function batchOf(partition: number, firstOffset: number, count: number, frame?: Buffer): Batch {
  const messages = Array.from({ length: count }, (_, index) => ({
    offset: String(firstOffset + index),
    timestamp: "1000",
    attributes: 0,
    key: null,
    value: frame?.subarray(index * valueBytes, (index + 1) * valueBytes) ?? Buffer.alloc(valueBytes),
    headers: {},
  }));
  const last = String(firstOffset + count - 1);
  const fetched = { topic, partition, fetchedOffset: String(firstOffset), highWatermark: "1000", messages };
  const nothing = { isEmpty: () => false, offsetLag: () => "0", offsetLagLow: () => "0" };
  return { ...fetched, ...nothing, firstOffset: () => String(firstOffset), lastOffset: () => last };
}

function startOf(partition: number, pending: PartitionStart["start"]["pending"] = null): PartitionStart {
  const bounds = { low: 0n, high: 1_000n };
  const start = { nextOffset: 0n, pending, recheckTo: null, isRecreated: false, ...bounds };
  return { place: { topic, partition }, topicId: "A".repeat(22), start };
}

describe("what a member holds", () => {
  const paused = new Set<number>();
  let generation: Generation | undefined;
  afterEach(() => {
    generation?.end();
    paused.clear();
  });

  const open = (
    handler: RangeHandler,
    maxTotalBytes: number,
    starts: readonly PartitionStart[],
    maxWaitMs = 1,
  ): Generation => {
    for (const { place } of starts) paused.add(place.partition);
    const clock = systemClock;
    const positions = new Map<number, bigint>();
    generation = new Generation({
      streamId: "cluster",
      encoding: "1",
      // No lane is ever full by itself.
      limits: { maxMessages: 5, maxBytes: 1_000_000, maxWaitMs },
      backOff: { initialMs: 1, maxMs: 2 },
      sessionTimeoutMs: 10_000,
      maxTotalBytes,
      handler,
      clock,
      log: silentLogger,
      stalls: new StallWatch(clock),
      membership: {
        generationId: 1,
        commit: () => Promise.resolve(),
        position: ({ partition }) => positions.get(partition) ?? null,
        moveTo: ({ partition }, offset) => positions.set(partition, offset),
      },
      pause: (places: readonly TopicPartition[]) => places.forEach(({ partition }) => paused.add(partition)),
      resume: (places: readonly TopicPartition[]) => places.forEach(({ partition }) => paused.delete(partition)),
      isSameTopic: () => Promise.resolve(true),
      oldestOffset: () => Promise.resolve(0n),
      onLaneEnded: () => undefined,
    });
    generation.begin(starts);
    return generation;
  };

  it("is bounded over all partitions: at the bound nothing more is fetched or taken, until a quarter is stored", async () => {
    const gate = createGate();
    const recorder = createRecorder(() => gate.opened);
    const held = open(recorder.handler, 10 * heldBytes, [startOf(0), startOf(1), startOf(2)]);
    expect(paused).toEqual(new Set());
    expect(held.take(batchOf(0, 0, 5))).toBe(true);
    expect(paused).toEqual(new Set());
    expect(held.take(batchOf(1, 0, 5))).toBe(true);
    expect(paused).toEqual(new Set([0, 1, 2]));
    expect(held.take(batchOf(2, 0, 1))).toBe(false);
    gate.open();
    await recorder.received(10);
    await expect.poll(() => paused).toEqual(new Set());
    expect(held.take(batchOf(2, 0, 1))).toBe(true);
  });

  it("makes room at the bound by its largest partitions, while the others grow on", async () => {
    const anHour = 3_600_000;
    const recorder = createRecorder();
    const held = open(recorder.handler, 10 * heldBytes, [startOf(0), startOf(1), startOf(2)], anHour);
    for (const [partition, count] of [4, 3, 2].entries()) expect(held.take(batchOf(partition, 0, count))).toBe(true);
    expect(recorder.messages()).toEqual([]);
    expect(held.take(batchOf(1, 3, 1))).toBe(true);
    await recorder.received(4);
    await expect.poll(() => paused).toEqual(new Set());
    expect(recorder.ranges.map(({ messages }) => messages.length)).toEqual([4]);
  });

  it("keeps no fetch after the other in memory for the sake of a slow partition that had a small part in each", async () => {
    const gate = createGate();
    const [memories, texts] = [new Set<ArrayBufferLike>(), new Array<string>()];
    const handler: RangeHandler = async ({ messages }) => {
      await gate.opened;
      for (const { value } of messages) {
        if (value !== null) memories.add(value.buffer);
        texts.push(Buffer.from(value ?? []).toString());
      }
    };
    const held = open(handler, 1_000_000, [startOf(0)]);
    const [frameBytes, fetches] = [1_000_000, 30];
    for (let fetch = 0; fetch < fetches; fetch += 1) {
      const frame = createFrame(frameBytes).fill(String(fetch).padStart(2));
      expect(held.take(batchOf(0, fetch, 1, frame))).toBe(true);
    }
    gate.open();
    await expect.poll(() => texts.length).toBe(fetches);
    expect(texts).toEqual(
      texts.map((_, fetch) =>
        String(fetch)
          .padStart(2)
          .repeat(valueBytes / 2),
      ),
    );
    const pinned = [...memories].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(pinned).toBeLessThan(14 * frameBytes);
  });

  it("may go over the bound for the rest of a range that was begun, for it cannot be stored in part", async () => {
    const recorder = createRecorder();
    const pending = { firstOffset: 0n, lastOffset: 11n, count: 12, encoding: "1", atMs: Date.now() };
    const held = open(recorder.handler, 4 * heldBytes, [startOf(0, pending), startOf(1)]);
    expect(held.take(batchOf(0, 0, 6))).toBe(true);
    expect(paused).toEqual(new Set([1]));
    expect(held.take(batchOf(0, 6, 6))).toBe(true);
    await recorder.received(12);
    expect(recorder.ranges.map(({ firstOffset, lastOffset }) => [firstOffset, lastOffset])).toEqual([[0n, 11n]]);
    await expect.poll(() => paused).toEqual(new Set());
  });

  it("is let go at the end of the generation, after which nobody's fetching is touched", () => {
    const held = open(() => new Promise(() => undefined), 2 * heldBytes, [startOf(0), startOf(1)]);
    held.take(batchOf(0, 0, 1));
    held.end();
    expect(held.take(batchOf(0, 1, 5))).toBe(false);
    expect([paused.has(0), paused.has(1)]).toEqual([false, false]);
  });
});
