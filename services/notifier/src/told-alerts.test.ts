import { describe, expect, it } from "vitest";

import type { Alert } from "@parapet/alerting";

import { ToldAlerts } from "./told-alerts.ts";

const hour = 3_600_000;

function alertThat(status: Alert["status"], startsAt = "2026-11-22T10:00:00.000Z"): Alert {
  return { fingerprint: "a", labels: {}, annotations: {}, startsAt, status, generatorUrl: "http://127.0.0.1/" };
}

describe("what a receiver was told", () => {
  it.each<{ label: string; told: Alert; next: Alert; afterMs: number; isDue: boolean }>([
    {
      label: "not again before the interval",
      told: alertThat("firing"),
      next: alertThat("firing"),
      afterMs: 4 * hour - 1,
      isDue: false,
    },
    {
      label: "again once the interval is over",
      told: alertThat("firing"),
      next: alertThat("firing"),
      afterMs: 4 * hour,
      isDue: true,
    },
    {
      label: "at once when it resolves",
      told: alertThat("firing"),
      next: alertThat("resolved"),
      afterMs: 1,
      isDue: true,
    },
    {
      label: "never again that it resolved",
      told: alertThat("resolved"),
      next: alertThat("resolved"),
      afterMs: 7 * hour,
      isDue: false,
    },
    {
      label: "that it resolved, when it fired unseen in between",
      told: alertThat("resolved"),
      next: alertThat("resolved", "2026-11-22T11:00:00.000Z"),
      afterMs: hour,
      isDue: true,
    },
    {
      label: "at once that it fires, when its end in between was not told",
      told: alertThat("firing"),
      next: alertThat("firing", "2026-11-22T11:00:00.000Z"),
      afterMs: 1,
      isDue: true,
    },
    {
      label: "at once when it fires again",
      told: alertThat("resolved"),
      next: alertThat("firing"),
      afterMs: 1,
      isDue: true,
    },
  ])("is told $label", ({ told, next, afterMs, isDue }) => {
    const log = new ToldAlerts(4 * hour);
    expect(log.isDue(told, 0)).toBe(true);
    log.add([told], 0);
    expect(log.isDue(next, afterMs)).toBe(isDue);
  });

  it("is told an end once, however short the interval, for as long as the ruler tells it", () => {
    const log = new ToldAlerts(60_000);
    log.add([alertThat("resolved")], 0);
    log.add([], 299_000);
    expect(log.isDue(alertThat("resolved"), 300_000)).toBe(false);
  });

  it("is told everything without an interval", () => {
    const log = new ToldAlerts(0);
    for (const status of ["firing", "resolved"] as const) {
      log.add([alertThat(status)], 0);
      expect(log.isDue(alertThat(status), 0)).toBe(true);
    }
  });
});
