import type { Message } from "@parapet/delivery";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { textOf } from "../testing/message.ts";
import { createGate } from "../testing/recorder.ts";
import { createFrame, giveBack, movedOut } from "./lent-frames.ts";

const absence = kafkaAvailability();

/** Texts that together are an answer large enough to be freed by itself. */
function largeTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index} `.padEnd(20_000, "ab"));
}

function isGone({ value }: Message): boolean {
  return value?.byteLength === 0;
}

describe("records that are a small part of a fetch", () => {
  it("are the same in memory of their own, and others stay where they are", () => {
    const frame = createFrame(1_000_000).fill("fetched ");
    const [key, value] = [frame.subarray(0, 7), frame.subarray(8, 90_008)];
    const records = [
      { offset: 1n, key, value },
      { offset: 2n, key: null, value: frame.subarray(5, 5) },
      { offset: 3n, key, value: null },
    ];
    const moved = movedOut(records);
    expect(moved).toEqual(records);
    expect(moved.map(({ value: own, key: ownKey }) => (own ?? ownKey)?.buffer.byteLength)).toEqual([
      90_014, 90_014, 90_014,
    ]);
    giveBack(moved);
    expect(moved.map(({ value: own }) => own?.byteLength)).toEqual([0, 0, undefined]);
    expect(value.byteLength).toBe(90_000);
    const large = [{ key: null, value: frame.subarray(0, 600_000) }];
    expect(movedOut(large)).toBe(large);
  });
});

describe.skipIf(absence !== null)(suiteName("the memory of fetched messages", absence), () => {
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(() => bed.closeSources());
  afterAll(() => bed.stop());

  it("is there for every range of a fetch, and freed when the last of them is committed", async () => {
    const [topic, texts] = [await bed.openTopic(), largeTexts(9)];
    await bed.send(topic, texts);
    const [kept, read]: [Message[], string[]] = [[], []];
    const range = { maxMessages: 2, maxBytes: 1_000_000, maxWaitMs: 20 };
    await bed.openSource(topic, { range }).start(async ({ messages }) => {
      kept.push(...messages);
      read.push(...kept.map(textOf).slice(read.length));
      expect(kept.filter(isGone)).toEqual([]);
    });
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: "9" });
    expect(read).toEqual(texts);
    await expect.poll(() => kept.filter(isGone).length).toBe(texts.length);
  });

  it("is not freed while the range of another partition, which came in the same answer, is in hand", async () => {
    const [topic, texts] = [await bed.openTopic(2), largeTexts(40)];
    await bed.send(topic, texts);
    const [stored, kept]: [Set<string>, Message[]] = [new Set(), []];
    const slow = createGate();
    await bed.openSource(topic).start(async ({ messages, partition }) => {
      kept.push(...messages);
      if (partition === 1) await slow.opened;
      for (const message of messages) stored.add(textOf(message));
    });
    await expect.poll(() => kept.length).toBe(texts.length);
    const quick = kept.filter(({ partition }) => partition === 0).length;
    expect(quick).toBeGreaterThan(0);
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: String(quick) });
    slow.open();
    await expect.poll(() => stored.size).toBe(texts.length);
    expect([...stored].toSorted()).toEqual([...texts].toSorted());
    await expect.poll(() => kept.filter(isGone).length).toBe(texts.length);
  });

  it("is left to the collector after a range that could not be stored, for it is tried again", async () => {
    const [topic, texts] = [await bed.openTopic(), largeTexts(5)];
    await bed.send(topic, texts);
    const attempts: (readonly string[])[] = [];
    await bed.openSource(topic).start(async ({ messages }) => {
      attempts.push(messages.map(textOf));
      if (attempts.length < 3) throw new Error("the store is away");
    });
    await expect.poll(() => bed.committed(topic)).toMatchObject({ offset: "5" });
    expect(attempts).toEqual([texts, texts, texts]);
  });
});
