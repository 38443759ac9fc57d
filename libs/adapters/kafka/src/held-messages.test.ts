import type { Message } from "@parapet/delivery";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { HeldMessages } from "./held-messages.ts";
import { totalBytes } from "./message-bytes.ts";

function messagesFrom(offset: bigint, count: number, timestampMs = 0): readonly Message[] {
  return Array.from({ length: count }, (_, index) => ({
    topic: "t",
    partition: 0,
    offset: offset + BigInt(index),
    timestampMs: timestampMs + index,
    key: null,
    value: new Uint8Array(10),
    headers: {},
  }));
}

describe("messages that are held", () => {
  it("count until the last of their fetch is settled, for they share its buffer", () => {
    const held = new HeldMessages();
    held.add("a", messagesFrom(0n, 10));
    held.settle("a", 8n);
    expect(held.bytes).toBe(totalBytes(messagesFrom(0n, 10)));
    held.settle("a", 9n);
    expect([held.bytes, held.holds("a")]).toEqual([0, false]);
  });

  it("know the time of the oldest of each partition", () => {
    const held = new HeldMessages();
    held.add("a", messagesFrom(0n, 2, 500));
    held.add("a", messagesFrom(2n, 2, 700));
    expect([held.oldestMs("a"), held.oldestMs("b")]).toEqual([500, null]);
    held.settle("a", 1n);
    expect(held.oldestMs("a")).toBe(700);
  });

  it("add up to nothing when every partition is settled, in whatever order", () => {
    const fetches = fc.array(fc.record({ key: fc.constantFrom("a", "b", "c"), count: fc.nat({ max: 5 }) }));
    fc.assert(
      fc.property(fetches, (all) => {
        const held = new HeldMessages();
        const next = new Map<string, bigint>();
        let bytes = 0;
        for (const { key, count } of all) {
          const messages = messagesFrom(next.get(key) ?? 0n, count);
          held.add(key, messages);
          bytes += totalBytes(messages);
          next.set(key, (next.get(key) ?? 0n) + BigInt(count));
          expect(held.bytes).toBe(bytes);
        }
        for (const [key, offset] of next) held.settle(key, offset - 1n);
        expect(held.bytes).toBe(0);
      }),
    );
  });
});
