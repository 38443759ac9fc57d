import { describe, expect, it } from "vitest";

import { demoApps } from "./demo-app.ts";
import type { DemoTrace } from "./demo-trace.ts";
import { createLiveTraces, generateTraffic } from "./generate-traffic.ts";
import { traceSpans } from "./trace-spans.ts";
import { injectionTexts, toxicTexts } from "./unsafe-texts.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21, 9, 30);
const options = { seed: 7, nowMs, days: 8 };
const traces = generateTraffic(options);

/** Traces of a tenant that start in [now - from, now - until). */
function within(tenant: string, fromMs: number, untilMs = 0): readonly DemoTrace[] {
  return traces.filter(
    ({ app, startMs }) => app.tenant === tenant && startMs >= nowMs - fromMs && startMs < nowMs - untilMs,
  );
}

function share(of: readonly DemoTrace[], is: (trace: DemoTrace) => boolean): number {
  return of.filter(is).length / of.length;
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}

describe("the history of the demo", () => {
  it("is the same for the same options", () => {
    expect(generateTraffic(options)).toEqual(traces);
  });

  it("is another for another seed", () => {
    expect(generateTraffic({ ...options, seed: 8 })[0]?.traceId).not.toBe(traces[0]?.traceId);
  });

  it("lies in the eight days before the start, oldest first", () => {
    const starts = traces.map(({ startMs }) => startMs);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    expect(starts[0]).toBeGreaterThan(nowMs - 8 * DAY_MS);
    expect(starts[0]).toBeLessThan(nowMs - 7.5 * DAY_MS);
    expect(starts.at(-1)).toBeLessThan(nowMs);
  });

  it("is small enough to be classified in a minute", () => {
    const spans = traces.flatMap(traceSpans).length;
    expect(spans).toBeGreaterThan(3_000);
    expect(spans).toBeLessThan(4_000);
  });

  it("leaves no placeholder in a text", () => {
    expect(traces.flatMap(({ call }) => [call.question, call.answer]).filter((text) => /[{}]/.test(text))).toEqual([]);
  });

  it("is calm before the last hour", () => {
    const calm = traces.filter(({ startMs }) => startMs < nowMs - 60 * MINUTE_MS);
    expect(share(calm, ({ call }) => call.error !== null)).toBeLessThan(0.015);
    expect(share(calm, ({ call }) => injectionTexts.includes(call.question))).toBeLessThan(0.015);
    expect(share(calm, ({ call }) => toxicTexts.includes(call.question))).toBeLessThan(0.015);
  });
});

describe("the incidents of the last hour", () => {
  const llama = (fromMs: number, untilMs = 0): readonly DemoTrace[] =>
    within("acme", fromMs, untilMs).filter(({ call }) => call.model.provider === "vllm");

  it.each([
    ["1h", 60 * MINUTE_MS],
    ["5m", 5 * MINUTE_MS],
  ])("burn acme's error budget of 1 %% more than 14.4 times too fast over %s", (_label, windowMs) => {
    const calls = llama(windowMs);
    expect(calls.filter(({ call }) => call.error !== null).length).toBeGreaterThan(20);
    expect(share(calls, ({ call }) => call.error !== null)).toBeGreaterThan(0.2);
  });

  it("slow acme's first tokens far beyond 1.3 times the week's p95, with 200 measured calls on both sides", () => {
    const measured = (calls: readonly DemoTrace[]): readonly number[] =>
      calls.flatMap(({ call }) => (call.ttftMs === null ? [] : [call.ttftMs]));
    const window = measured(llama(15 * MINUTE_MS));
    const baseline = measured(llama(7 * DAY_MS + 15 * MINUTE_MS, 15 * MINUTE_MS));
    // Some calls leave the window while the history is being stored.
    expect(window.length).toBeGreaterThan(240);
    expect(baseline.length).toBeGreaterThan(220);
    expect(percentile95(window)).toBeGreaterThan(2 * percentile95(baseline));
  });

  it("run globex into a bill of more than a hundred dollars in half an hour", () => {
    const inputTokens = within("globex", 30 * MINUTE_MS).reduce((sum, { call }) => sum + call.inputTokens, 0);
    expect((inputTokens / 1e6) * 3).toBeGreaterThan(110);
    const usual = within("globex", 2 * DAY_MS, DAY_MS).reduce((sum, { call }) => sum + call.inputTokens, 0);
    expect((usual / 1e6) * 3).toBeLessThan(10);
  });

  it("turn initech's questions to another topic, with at least 100 on both sides", () => {
    const isKitchen = ({ call }: DemoTrace): boolean =>
      /oven|recipe|wine|salty|cook|dough|grilling|simmer/.test(call.question);
    const [current, past] = [within("initech", 60 * MINUTE_MS), within("initech", 7 * DAY_MS, 60 * MINUTE_MS)];
    expect(current.length).toBeGreaterThan(120);
    expect(past.length).toBeGreaterThan(150);
    expect(share(current, isKitchen)).toBeGreaterThan(0.95);
    expect(share(past, isKitchen)).toBe(0);
  });

  it("bring acme more than ten injections in five minutes", () => {
    const attempts = within("acme", 5 * MINUTE_MS).filter(({ call }) => injectionTexts.includes(call.question));
    expect(attempts.length).toBeGreaterThan(20);
  });
});

describe("live traces", () => {
  const live = (fromMinute: number): readonly DemoTrace[] => {
    const createLiveTrace = createLiveTraces(options);
    return Array.from({ length: 600 }, (_, second) => createLiveTrace(nowMs + fromMinute * MINUTE_MS + second * 1_000));
  };

  it("go on with the incidents, in every application", () => {
    const first = live(0);
    expect(new Set(first.map(({ app }) => app.tenant))).toEqual(new Set(demoApps.map(({ tenant }) => tenant)));
    expect(
      share(
        first.filter(({ app }) => app.tenant === "acme"),
        ({ call }) => call.error !== null,
      ),
    ).toBeGreaterThan(0.2);
  });

  it("calm down later, so that alerts resolve", () => {
    const later = live(60);
    expect(share(later, ({ call }) => call.error !== null)).toBeLessThan(0.02);
    expect(share(later, ({ call }) => injectionTexts.includes(call.question))).toBeLessThan(0.02);
    expect(Math.max(...later.map(({ call }) => call.inputTokens))).toBeLessThan(20_000);
  });
});
