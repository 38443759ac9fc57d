import type { MessageRange } from "@parapet/delivery";
import { describe, expect, it } from "vitest";

import { HeldRanges } from "./held-ranges.ts";
import type { IngestedRange } from "./range-ingest.ts";

function rangeOf(partition: number, firstOffset = 0n, bytes = 10): MessageRange {
  const place = { topic: "llm.spans", partition };
  const message = {
    ...place,
    offset: firstOffset,
    timestampMs: 0,
    key: null,
    value: new Uint8Array(bytes),
    headers: {},
  };
  return { ...place, streamId: "stream", firstOffset, lastOffset: firstOffset, messages: [message] };
}

const made: IngestedRange = { blocks: [], spans: 0, deadLetters: [], faults: [], release: () => undefined };
const signal = new AbortController().signal;

/** Counts how often a range is made into blocks. */
function maker(): { readonly make: () => Promise<IngestedRange>; readonly times: () => number } {
  let times = 0;
  return {
    make: () => {
      times += 1;
      return Promise.resolve(made);
    },
    times: () => times,
  };
}

describe("a range in hand", () => {
  it("is made into blocks once, however often storing it is tried", async () => {
    const ranges = new HeldRanges(100);
    const { make, times } = maker();
    const held = await ranges.hold(rangeOf(0), signal, make);
    held.stored = 3;
    expect(await ranges.hold(rangeOf(0), signal, make)).toMatchObject({ stored: 3 });
    expect(times()).toBe(1);
  });

  it("gives way to another range of its partition", async () => {
    const ranges = new HeldRanges(10);
    const { make, times } = maker();
    await ranges.hold(rangeOf(0, 0n), signal, make);
    expect(await ranges.hold(rangeOf(0, 5n), signal, make)).toMatchObject({ stored: 0 });
    expect(times()).toBe(2);
  });

  it("makes others wait while there is no room, until it is let go", async () => {
    const ranges = new HeldRanges(15);
    const { make, times } = maker();
    await ranges.hold(rangeOf(0), signal, make);
    const other = ranges.hold(rangeOf(1), signal, make);
    await Promise.resolve();
    expect(times()).toBe(1);
    ranges.letGo(rangeOf(0));
    await other;
    expect(times()).toBe(2);
  });

  it("is let go when its partition is another's, and made anew if it ever comes back", async () => {
    const ranges = new HeldRanges(15);
    const { make, times } = maker();
    const generation = new AbortController();
    await ranges.hold(rangeOf(0), generation.signal, make);
    generation.abort();
    await ranges.hold(rangeOf(1), signal, make);
    ranges.letGo(rangeOf(1));
    await ranges.hold(rangeOf(0), signal, make);
    expect(times()).toBe(3);
  });

  it("leaves its room to another of its partition that was made at the same time", async () => {
    const ranges = new HeldRanges(25);
    const { make } = maker();
    await Promise.all([ranges.hold(rangeOf(0, 0n), signal, make), ranges.hold(rangeOf(0, 5n), signal, make)]);
    ranges.letGo(rangeOf(0, 5n));
    await expect(ranges.hold(rangeOf(1, 0n, 25), signal, make)).resolves.toMatchObject({ stored: 0 });
  });

  it("leaves room again when it could not be made", async () => {
    const ranges = new HeldRanges(10);
    const failing = (): Promise<IngestedRange> => Promise.reject(new Error("no memory"));
    await expect(ranges.hold(rangeOf(0), signal, failing)).rejects.toThrow("no memory");
    await expect(ranges.hold(rangeOf(1), signal, maker().make)).resolves.toMatchObject({ stored: 0 });
  });
});
