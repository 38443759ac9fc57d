import type { Message } from "@parapet/delivery";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { closeByLimits } from "./close-range.ts";
import { RangeQueue } from "./range-queue.ts";

const close = closeByLimits({ maxMessages: 3, maxBytes: 1_000_000, maxWaitMs: 50 });
const never = new AbortController().signal;

function messagesAt(...offsets: readonly bigint[]): readonly Message[] {
  return offsets.map((offset) => ({
    topic: "t",
    partition: 0,
    offset,
    timestampMs: 0,
    key: null,
    value: null,
    headers: {},
  }));
}

describe("messages that wait for their range", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are handed over when the first has waited long enough, not before", async () => {
    const queue = new RangeQueue(50);
    const taken = vi.fn<(messages: readonly Message[]) => void>();
    const taking = queue.next(close, never).then(taken);
    queue.push(messagesAt(1n));
    await vi.advanceTimersByTimeAsync(30);
    queue.push(messagesAt(2n));
    await vi.advanceTimersByTimeAsync(19);
    expect(taken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await taking;
    expect(taken).toHaveBeenCalledWith(messagesAt(1n, 2n));
    expect(queue).toMatchObject({ length: 0, bytes: 0 });
  });

  it("are handed over at once when a bound is met, and the rest waits anew", async () => {
    const queue = new RangeQueue(50);
    queue.push(messagesAt(1n, 2n, 3n, 4n));
    expect(await queue.next(close, never)).toEqual(messagesAt(1n, 2n, 3n));
    expect(queue.length).toBe(1);
    const rest = queue.next(close, never);
    await vi.advanceTimersByTimeAsync(50);
    expect(await rest).toEqual(messagesAt(4n));
  });

  it("grow on while there is more to fetch, for five times as long at most", async () => {
    const queue = new RangeQueue(50);
    const taken = vi.fn<(messages: readonly Message[]) => void>();
    const taking = queue.next(close, never).then(taken);
    queue.push(messagesAt(1n), true);
    await vi.advanceTimersByTimeAsync(249);
    expect(taken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await taking;
    expect(taken).toHaveBeenCalledWith(messagesAt(1n));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are handed over when the last of what there was to fetch has come, if the first has waited long enough", async () => {
    const queue = new RangeQueue(50);
    const taking = queue.next(close, never);
    queue.push(messagesAt(1n), true);
    await vi.advanceTimersByTimeAsync(60);
    queue.push(messagesAt(2n));
    expect(await taking).toEqual(messagesAt(1n, 2n));
  });

  it("are handed over at once when they were to grow on and nothing more is fetched; others wait as before", async () => {
    const queue = new RangeQueue(50);
    queue.push(messagesAt(1n), true);
    queue.hurry();
    expect(await queue.next(close, never)).toEqual(messagesAt(1n));
    const taken = vi.fn<(messages: readonly Message[]) => void>();
    const taking = queue.next(close, never).then(taken);
    queue.push(messagesAt(2n));
    queue.hurry();
    await vi.advanceTimersByTimeAsync(49);
    expect(taken).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await taking;
  });

  it("stay when the reader's signal aborts", async () => {
    const queue = new RangeQueue(50);
    queue.push(messagesAt(1n));
    const reader = new AbortController();
    const reading = expect(queue.next(close, reader.signal)).rejects.toThrow("enough");
    reader.abort(new Error("enough"));
    await reading;
    expect(queue.clear()).toEqual(messagesAt(1n));
    expect(vi.getTimerCount()).toBe(0);
  });
});
