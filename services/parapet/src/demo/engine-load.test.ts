import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { engineLoadAt } from "./engine-load.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21, 9, 30);
const times = { nowMs, startedMs: nowMs - 9 * DAY_MS };

describe("the load of the demo's engine", () => {
  it("keeps its gauges in range, and its counters from falling, at any time", () => {
    const moment = fc.integer({ min: times.startedMs, max: nowMs + 30 * DAY_MS });
    fc.assert(
      fc.property(moment, fc.nat(DAY_MS), (timeMs, laterMs) => {
        const [load, later] = [engineLoadAt(timeMs, times), engineLoadAt(timeMs + laterMs, times)];
        expect(load.kvUsageRatio).toBeGreaterThan(0);
        expect(load.kvUsageRatio).toBeLessThanOrEqual(1);
        expect(load.running).toBeGreaterThan(0);
        expect(load.waiting).toBeGreaterThanOrEqual(0);
        for (const counter of [
          "requests",
          "preemptions",
          "promptTokens",
          "generationTokens",
          "prefixHitTokens",
        ] as const) {
          expect(later[counter]).toBeGreaterThanOrEqual(load[counter]);
        }
      }),
    );
  });

  it("is busier in the afternoon than at night", () => {
    const at = (hour: number): number => engineLoadAt(Date.UTC(2026, 10, 18, hour, 30), times).kvUsageRatio;
    expect(at(15)).toBeGreaterThan(at(3) + 0.3);
  });

  it.each([
    ["3.9 requests a second at the peak", 14, 3.9],
    ["0.9 requests a second at the bottom", 2, 0.9],
  ])("counts %s", (_label, hour, rate) => {
    const timeMs = Date.UTC(2026, 10, 18, hour);
    const [load, later] = [engineLoadAt(timeMs - 10 * MINUTE_MS, times), engineLoadAt(timeMs + 10 * MINUTE_MS, times)];
    expect((later.requests - load.requests) / 1_200).toBeCloseTo(rate, 1);
  });

  it.each([
    ["around the start of the demo", nowMs],
    ["at the peak of any day", Date.UTC(2026, 10, 17, 14, 5)],
  ])("fills the KV cache, queues and preempts %s", (_label, timeMs) => {
    const [load, later] = [engineLoadAt(timeMs, times), engineLoadAt(timeMs + MINUTE_MS, times)];
    expect(load.kvUsageRatio).toBeGreaterThan(0.9);
    expect(load.waiting).toBeGreaterThan(0);
    expect(later.preemptions).toBeGreaterThan(load.preemptions);
  });

  it("neither queues nor preempts otherwise", () => {
    const timeMs = Date.UTC(2026, 10, 18, 3);
    const [load, later] = [engineLoadAt(timeMs, times), engineLoadAt(timeMs + 60 * MINUTE_MS, times)];
    expect(load.waiting).toBe(0);
    expect(later.preemptions).toBe(load.preemptions);
  });
});
