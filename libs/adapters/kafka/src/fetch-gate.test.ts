import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

import type { TopicPartition } from "./consumer-group.ts";
import { FetchGate } from "./fetch-gate.ts";

const places = [0, 1, 2].map((partition): TopicPartition => ({ topic: "t", partition }));

describe("the gate before fetches", () => {
  let paused: Set<number>;
  let gate: FetchGate;
  const openAll = (exempt: readonly number[] = []): void => {
    for (const place of places) {
      gate.add(place, exempt.includes(place.partition));
      gate.open(`t/${place.partition}`);
    }
  };
  beforeEach(() => {
    paused = new Set([0, 1, 2]);
    gate = new FetchGate({
      maxTotalBytes: 100,
      pause: (closed) => closed.forEach(({ partition }) => paused.add(partition)),
      resume: (opened) => opened.forEach(({ partition }) => paused.delete(partition)),
    });
  });

  it("stays closed for a partition until it is opened, also when its lane was full before", () => {
    for (const place of places) gate.add(place, false);
    gate.holdBack("t/0", true);
    gate.open("t/0");
    gate.open("t/1");
    expect([...paused]).toEqual([0, 2]);
    expect([gate.isOpen("t/0"), gate.isOpen("t/1"), gate.isOpen("t/2"), gate.isOpen("t/9")]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it("closes for one partition whose lane is full, and for no other", () => {
    openAll();
    gate.holdBack("t/1", true);
    expect([...paused]).toEqual([1]);
    gate.holdBack("t/1", false);
    expect([...paused]).toEqual([]);
  });

  it("closes for all at the total, and opens when a quarter of it is free", () => {
    openAll();
    gate.setTotal(99);
    expect(paused.size).toBe(0);
    gate.setTotal(100);
    expect(paused.size).toBe(3);
    expect(gate.awaitedBytes).toBe(25);
    gate.setTotal(76);
    expect(paused.size).toBe(3);
    gate.setTotal(75);
    expect([paused.size, gate.awaitedBytes]).toEqual([0, 0]);
  });

  it("lets the rest of a range that was begun in at the total, for nothing of it can be stored before", () => {
    openAll([2]);
    gate.setTotal(1_000);
    expect([...paused]).toEqual([0, 1]);
    gate.endExemption("t/2");
    expect(paused).toEqual(new Set([0, 1, 2]));
  });

  it("tells the consumer only of changes, and agrees with it whatever happens", () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant("hold" as const), key: fc.nat({ max: 2 }), isHeld: fc.boolean() }),
      fc.record({ kind: fc.constant("total" as const), bytes: fc.nat({ max: 150 }) }),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const closed = new Set([0, 1, 2]);
        const changing = new FetchGate({
          maxTotalBytes: 100,
          pause: (all) => all.forEach(({ partition }) => expect(closed.add(partition).size).toBeGreaterThan(0)),
          resume: (all) => all.forEach(({ partition }) => expect(closed.delete(partition)).toBe(true)),
        });
        for (const place of places) {
          changing.add(place, false);
          changing.open(`t/${place.partition}`);
        }
        for (const each of events) {
          if (each.kind === "hold") changing.holdBack(`t/${each.key}`, each.isHeld);
          else changing.setTotal(each.bytes);
          for (const { partition } of places) expect(changing.isOpen(`t/${partition}`)).toBe(!closed.has(partition));
        }
      }),
    );
  });
});
