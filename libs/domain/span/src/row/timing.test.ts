import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SpanFacts } from "../facts/span-facts.ts";
import { timingColumns } from "./timing.ts";
import type { CallTiming } from "./timing.ts";

const streamed: CallTiming = { durationMs: 1100, ttftMs: 100, outputTokens: 11 };

describe("time per output token", () => {
  const cases: readonly [label: string, facts: SpanFacts, call: Partial<CallTiming>, tpotMs: number | null][] = [
    ["what was sent", { tpotMs: 7, decodeMs: 500 }, {}, 7],
    ["an engine's decode phase over the tokens after the first", { decodeMs: 500 }, {}, 50],
    ["a streamed answer after its first token", { isStreaming: true }, {}, 100],
    ["a time to the first token says that it was streamed", {}, {}, 100],
    ["not of an answer that came at once", { isStreaming: false }, {}, null],
    ["not of one token", {}, { outputTokens: 1 }, null],
    ["not without a count", {}, { outputTokens: null }, null],
    ["not without an end", {}, { durationMs: null }, null],
    ["not without a first token", {}, { ttftMs: null }, null],
    ["not when the first token came after the end", {}, { ttftMs: 2000 }, null],
  ];
  test.each(cases)("%s", (_, facts, call, tpotMs) => {
    expect(timingColumns(facts, { ...streamed, ...call }).tpot_ms).toBe(tpotMs);
  });
});

describe("latency between chunks", () => {
  const at = (...millis: readonly number[]): SpanFacts => ({
    chunkTimesUnixNano: millis.map((ms) => BigInt(ms) * 1_000_000n),
  });
  test.each([
    ["no chunk", at(), null, null],
    ["one chunk", at(5), null, null],
    ["two chunks", at(5, 8), 3, 3],
    ["an even number of gaps has the mean of the middle two", at(0, 10, 30), 15, 20],
    ["chunks out of order", at(60, 0, 10, 20), 10, 40],
  ])("%s", (_, facts, p50, max) => {
    expect(timingColumns(facts, streamed)).toMatchObject({ itl_p50_ms: p50, itl_max_ms: max });
  });

  test("is never negative, and the median never above the longest", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 2 }), (millis) => {
        const { itl_p50_ms: p50, itl_max_ms: max } = timingColumns(at(...millis), streamed);
        expect(p50).toBeGreaterThanOrEqual(0);
        expect(max).toBeGreaterThanOrEqual(p50 ?? Number.NaN);
      }),
    );
  });
});

test("phases that no one measured are unknown", () => {
  expect(timingColumns({ queueMs: 0 }, streamed)).toMatchObject({ queue_ms: 0, prefill_ms: null, decode_ms: null });
});
