import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defaultWindowLimits, planWindows } from "./token-windows.ts";

const limits = fc.record({
  maxTokens: fc.integer({ min: 2, max: 200 }),
  stride: fc.integer({ min: 1, max: 200 }),
  maxWindows: fc.integer({ min: 2, max: 12 }),
});

describe("windows", () => {
  test.each([
    ["no token", 0, [[0, 0]]],
    ["one window's worth", 126, [[0, 126]]],
    [
      "one token more",
      127,
      [
        [0, 126],
        [1, 127],
      ],
    ],
    [
      "two strides",
      318,
      [
        [0, 126],
        [96, 222],
        [192, 318],
      ],
    ],
  ])("cover %s", (_, count, expected) => {
    expect(planWindows(count, defaultWindowLimits).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  test("are 96 at most, from the first token to the last", () => {
    const windows = planWindows(100_000, defaultWindowLimits);
    expect(windows).toHaveLength(96);
    expect(windows[0]?.start).toBe(0);
    expect(windows.at(-1)?.end).toBe(100_000);
  });

  test.each([
    ["30 tokens in common up to 9,246", 9_246, 30],
    ["fewer for one more", 9_247, 29],
    ["no token left out up to 12,096", 12_096, 0],
    ["a gap for one more", 12_097, -1],
  ])("have %s", (_, count, common) => {
    const windows = planWindows(count, defaultWindowLimits);
    const shared = windows.slice(1).map(({ start }, index) => (windows[index]?.end ?? 0) - start);
    expect(Math.min(...shared)).toBe(common);
  });

  test("are within all limits for any count", () => {
    fc.assert(
      fc.property(fc.nat(20_000), limits, (count, limits) => {
        const windows = planWindows(count, limits);
        expect(windows.length).toBeLessThanOrEqual(limits.maxWindows);
        expect(windows[0]?.start).toBe(0);
        expect(windows.at(-1)?.end).toBe(count);
        for (const { start, end } of windows) expect(end - start).toBe(Math.min(count, limits.maxTokens));
      }),
    );
  });

  test("leave no token out and keep the stride while the number of windows is free", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 2, max: 200 }), (count, maxTokens) => {
        const stride = Math.max(1, maxTokens - 30);
        const windows = planWindows(count, { maxTokens, stride, maxWindows: 10_000 });
        for (const [index, { start }] of windows.entries()) {
          const previous = windows[index - 1];
          if (previous === undefined) continue;
          expect(start).toBeLessThanOrEqual(previous.end);
          expect(start - previous.start).toBeGreaterThan(0);
          expect(start - previous.start).toBeLessThanOrEqual(stride);
        }
      }),
    );
  });
});
