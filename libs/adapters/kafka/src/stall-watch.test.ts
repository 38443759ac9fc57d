import { beforeEach, describe, expect, it } from "vitest";

import { StallWatch } from "./stall-watch.ts";

describe("the watch over partitions that make no progress", () => {
  const time = { ms: 0 };
  let watch: StallWatch;
  beforeEach(() => {
    time.ms = 1_000;
    watch = new StallWatch({ nowMs: () => 0, monotonicMs: () => time.ms });
    watch.watch(["a", "b"]);
  });

  it("names those that were silent for the whole time", () => {
    time.ms += 60;
    watch.progressed("b");
    time.ms += 50;
    expect(watch.silentFor(100)).toEqual(["a"]);
    expect(watch.silentFor(111)).toEqual([]);
  });

  it("excuses a partition for as long as its range is being stored, and gives it the whole time afterwards", () => {
    watch.setStoring("a", true);
    time.ms += 1_000_000;
    expect(watch.silentFor(100)).toEqual(["b"]);
    expect(watch.isStoring).toBe(true);
    watch.setStoring("a", false);
    time.ms += 99;
    expect(watch.silentFor(100)).toEqual(["b"]);
    time.ms += 1;
    expect(watch.silentFor(100)).toEqual(["a", "b"]);
    expect(watch.isStoring).toBe(false);
  });

  it("keeps the time of partitions across an assignment, and forgets those that were lost", () => {
    time.ms += 70;
    watch.watch(["a", "c"]);
    time.ms += 30;
    expect(watch.silentFor(100)).toEqual(["a"]);
    expect(watch.silentFor(30)).toEqual(["a", "c"]);
  });

  it("takes nothing for being stored under a new assignment", () => {
    watch.setStoring("a", true);
    watch.watch(["a"]);
    time.ms += 100;
    expect(watch.silentFor(100)).toEqual(["a"]);
  });
});
