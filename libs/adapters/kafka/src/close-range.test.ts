import type { Message } from "@parapet/delivery";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { closeAtOffset, closeByLimits } from "./close-range.ts";
import { messageBytes, totalBytes } from "./message-bytes.ts";

function messageAt(offset: bigint, bytes = 0): Message {
  return { topic: "t", partition: 0, offset, timestampMs: 0, key: null, value: new Uint8Array(bytes), headers: {} };
}

const emptyBytes = messageBytes(messageAt(0n));

/** Messages with ascending offsets, now and then with a gap. */
const waitingMessages = fc
  .array(fc.record({ bytes: fc.integer({ min: 0, max: 900 }), gap: fc.constantFrom(1n, 1n, 1n, 5n) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((parts) => {
    let offset = 0n;
    return parts.map(({ bytes, gap }) => messageAt((offset += gap), bytes));
  });
const anyLimits = fc.record({
  maxMessages: fc.integer({ min: 1, max: 20 }),
  maxBytes: fc.integer({ min: 1, max: 5_000 }),
  maxWaitMs: fc.constant(10),
});

describe("closing a range by its limits", () => {
  it("stays within the bounds, except for a single larger message, and takes as many as fit", () => {
    fc.assert(
      fc.property(waitingMessages, anyLimits, fc.boolean(), (waiting, limits, isDue) => {
        const count = closeByLimits(limits)(waiting, isDue);
        const fits = (messages: readonly Message[]): boolean =>
          messages.length <= 1 || (messages.length <= limits.maxMessages && totalBytes(messages) <= limits.maxBytes);
        if (count === null) {
          expect(isDue).toBe(false);
          expect(waiting.length).toBeLessThan(limits.maxMessages);
          expect(totalBytes(waiting)).toBeLessThan(limits.maxBytes);
          return;
        }
        expect(fits(waiting.slice(0, count))).toBe(true);
        if (count < waiting.length) expect(fits(waiting.slice(0, count + 1))).toBe(false);
      }),
    );
  });

  it("has nothing to close while nothing waits", () => {
    const close = closeByLimits({ maxMessages: 1, maxBytes: 1, maxWaitMs: 1 });
    expect(close([], false)).toBeNull();
    expect(close([], true)).toBeNull();
  });

  it.each([
    { what: "grows until the wait is over", waiting: [1n, 2n], isDue: false, count: null },
    { what: "closes what there is when the wait is over", waiting: [1n, 2n], isDue: true, count: 2 },
    { what: "closes at the number of messages", waiting: [1n, 2n, 3n], isDue: false, count: 3 },
    { what: "leaves what exceeds the number", waiting: [1n, 2n, 3n, 4n], isDue: false, count: 3 },
    { what: "joins messages across a gap", waiting: [1n, 2n, 9n], isDue: false, count: 3 },
  ])("$what", ({ waiting, isDue, count }) => {
    const close = closeByLimits({ maxMessages: 3, maxBytes: 100 * emptyBytes, maxWaitMs: 10 });
    expect(
      close(
        waiting.map((offset) => messageAt(offset)),
        isDue,
      ),
    ).toBe(count);
  });
});

describe("closing a range where it was closed before", () => {
  it.each([
    { what: "waits until all of it was read", waiting: [1n, 2n], readTo: 3n, count: null },
    { what: "closes at the last message", waiting: [1n, 2n, 3n], readTo: 4n, count: 3 },
    { what: "leaves what follows", waiting: [1n, 2n, 3n, 4n, 5n], readTo: 6n, count: 3 },
    { what: "closes when the last message is gone from the log", waiting: [1n, 2n, 5n], readTo: 6n, count: 2 },
    { what: "closes when nothing came that is behind it", waiting: [1n, 2n], readTo: 4n, count: 2 },
    { what: "closes empty when all of it is gone", waiting: [7n], readTo: 8n, count: 0 },
  ])("$what", ({ waiting, readTo, count }) => {
    expect(
      closeAtOffset(
        waiting.map((offset) => messageAt(offset)),
        3n,
        readTo,
      ),
    ).toBe(count);
  });
});
