import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { firstDelayMs, scrapePeriodMs } from "./scrape-delay.ts";

describe("scrapePeriodMs", () => {
  it.each([
    [0, 5_000],
    [1, 10_000],
    [3, 40_000],
    [4, 80_000],
    [100, 80_000],
  ])("after %i failures in a row is %i ms for an interval of 5 s", (failures, periodMs) => {
    expect(scrapePeriodMs(5_000, failures)).toBe(periodMs);
  });
});

describe("firstDelayMs", () => {
  it("lies within the interval, and is the same for the same address", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 60_000 }), fc.webUrl(), (intervalMs, url) => {
        const delayMs = firstDelayMs(intervalMs, url);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThan(intervalMs);
        expect(firstDelayMs(intervalMs, url)).toBe(delayMs);
      }),
    );
  });

  it("spreads many targets over the interval", () => {
    const quarters = Array.from({ length: 400 }, (_, index) =>
      Math.floor(firstDelayMs(4_000, `http://node-${index}:8000/metrics`) / 1_000),
    );
    for (const quarter of [0, 1, 2, 3]) {
      expect(quarters.filter((other) => other === quarter).length).toBeGreaterThan(50);
    }
  });
});
