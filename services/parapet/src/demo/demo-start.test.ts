import { createGenaiPriceBook } from "@parapet/prices";
import { parseUsd } from "@parapet/pricing";
import { noUsage } from "@parapet/usage";
import { describe, expect, it } from "vitest";

import { demoStartMs } from "./demo-start.ts";
import type { DemoTrace } from "./demo-trace.ts";
import { generateTraffic } from "./generate-traffic.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The ruler looks at spans that are older than this. */
const WATERMARK_MS = 30_000;
/** 80 % of the daily budget of the default rule, in pico-dollars. */
const WARNING = 80n * 10n ** 12n;

const book = createGenaiPriceBook();

function costOf({ call }: DemoTrace): bigint {
  const outcome = book.price({
    provider: call.model.provider,
    requestModel: call.model.requestModel,
    responseModel: call.model.responseModel,
    serviceTier: "",
    region: "",
    usage: {
      ...noUsage,
      inputUncached: call.inputTokens - call.cachedTokens,
      cacheRead: call.cachedTokens,
      outputText: call.outputTokens,
    },
    atMs: call.startMs,
  });
  return outcome.kind === "priced" ? (parseUsd(outcome.totalUsd) ?? 0n) : 0n;
}

/** What globex has spent in the UTC day that is judged `laterMs` after the start. */
function spentWhenJudged(startMs: number, laterMs: number): bigint {
  const toMs = startMs + laterMs - WATERMARK_MS;
  const dayStartMs = toMs - (toMs % DAY_MS);
  return generateTraffic({ seed: 20_260_101, nowMs: startMs, days: 8 })
    .filter(({ app, call }) => app.tenant === "globex" && call.startMs >= dayStartMs && call.startMs < toMs)
    .reduce((sum, trace) => sum + costOf(trace), 0n);
}

describe("a demo that is asked for", () => {
  it.each([
    ["in the middle of a day starts at once", "2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"],
    ["a minute before midnight starts in the next day", "2026-11-30T23:59:00Z", "2026-12-01T00:00:30Z"],
    ["just before that starts at once", "2026-11-30T23:58:59Z", "2026-11-30T23:58:59Z"],
    ["at midnight starts once the day has begun to fill", "2026-12-01T00:00:00Z", "2026-12-01T00:00:30Z"],
    ["just after that starts at once", "2026-12-01T00:00:30Z", "2026-12-01T00:00:30Z"],
  ])("%s", (_label, asked, start) => {
    expect(demoStartMs(Date.parse(asked))).toBe(Date.parse(start));
  });

  const everyHalfHour = Array.from({ length: 48 }, (_, index) => index * 30 * MINUTE_MS);
  const aroundMidnight = Array.from({ length: 60 }, (_, index) => (index - 5) * 30 * SECOND_MS);
  const dayStartMs = Date.UTC(2026, 11, 1);
  const asked = [...everyHalfHour, ...aroundMidnight].map((offsetMs) => new Date(dayStartMs + offsetMs).toISOString());

  it.each(asked)("at %s shows a daily budget that is spent, whether it is judged soon or late", (time) => {
    const startMs = demoStartMs(Date.parse(time));
    for (const laterMs of [25, 40, 85]) {
      expect(spentWhenJudged(startMs, laterMs * SECOND_MS), `${laterMs} s after the start`).toBeGreaterThan(WARNING);
    }
  });
});
