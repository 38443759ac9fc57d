import { loadRules, type Rule, type RuleKind } from "@parapet/alerting";
import { describe, expect, it } from "vitest";

import { judgeBudget, periodStartMs } from "./budget.ts";
import { judgeFindings } from "./findings-rate.ts";
import { judgeDrift, judgeEmbedder, type InputDriftRow } from "./input-drift.ts";
import { judgeLatency } from "./latency-baseline.ts";
import { judgeSloBurn } from "./slo-burn.ts";

const toMs = Date.UTC(2026, 10, 22, 12);

function defaultRule<Kind extends RuleKind>(kind: Kind): Extract<Rule, { kind: Kind }> {
  const outcome = loadRules();
  const rules = outcome.kind === "ok" ? outcome.rules : [];
  const rule = rules.find((candidate): candidate is Extract<Rule, { kind: Kind }> => candidate.kind === kind);
  if (rule === undefined) throw new Error(`no rule of kind ${kind} among the defaults`);
  return rule;
}

describe("an error budget", () => {
  const rule = defaultRule("slo_burn");

  /** Failed and all calls of the 1h and 5m windows; the other windows hold nothing. */
  function judgeQuickPage(
    longBad: number,
    longTotal: number,
    short: readonly [number, number],
  ): ReturnType<typeof judgeSloBurn>[number] | undefined {
    const row = {
      tenant: "acme",
      service: "chat",
      model: "m",
      trace_ids: ["t1", "t2"],
      bads: [longBad, short[0]],
      totals: [longTotal, short[1]],
    };
    return judgeSloBurn(rule, row, toMs)[0];
  }

  it.each([
    { label: "fires when both windows burn above 14.4", bad: 145, total: 1_000, short: [20, 100], verdict: "breach" },
    { label: "does not fire at exactly 14.4", bad: 144, total: 1_000, short: [20, 100], verdict: "clear" },
    {
      label: "does not fire when the short window is at exactly 14.4",
      bad: 500,
      total: 1_000,
      short: [144, 1_000],
      verdict: "clear",
    },
    { label: "does not fire when the trouble is over", bad: 500, total: 1_000, short: [0, 100], verdict: "clear" },
    { label: "does not fire on four failures", bad: 4, total: 4, short: [4, 4], verdict: "clear" },
    { label: "fires on five", bad: 5, total: 5, short: [5, 5], verdict: "breach" },
    { label: "is unknown when nobody called", bad: 0, total: 0, short: [0, 0], verdict: "unknown" },
    {
      label: "is unknown when nobody calls any more after an outage",
      bad: 500,
      total: 1_000,
      short: [0, 0],
      verdict: "unknown",
    },
    { label: "is well when nobody calls after a good hour", bad: 1, total: 1_000, short: [0, 0], verdict: "clear" },
  ] as const)("$label", ({ bad, total, short, verdict }) => {
    expect(judgeQuickPage(bad, total, short)?.verdict).toBe(verdict);
  });

  it("is judged in each pair of windows, under a label of its own", () => {
    const row = {
      tenant: "acme",
      service: "chat",
      model: "",
      trace_ids: [],
      bads: [0, 0, 0, 0, 40, 40, 40, 40],
      totals: Array<number>(8).fill(1_000),
    };
    expect(
      judgeSloBurn(rule, row, toMs).map(({ labels, verdict, severity }) => [labels["window"], verdict, severity]),
    ).toEqual([
      ["1h/5m", "clear", "critical"],
      ["6h/30m", "clear", "critical"],
      ["1d/2h", "breach", "warning"],
      ["3d/6h", "breach", "warning"],
    ]);
  });

  it("comes with identity as labels and evidence as annotations", () => {
    const judged = judgeQuickPage(305, 1_000, [30, 100]);
    expect(judged?.labels).toEqual({
      alertname: "LLMErrorBudgetBurn",
      tenant: "acme",
      service: "chat",
      model: "m",
      slo: "availability",
      window: "1h/5m",
    });
    expect(judged?.annotations).toMatchObject({
      summary: "Error budget burns 30.5x too fast over 1h, 30x over 5m",
      value: "30.5",
      threshold: "14.4",
      n: "1000",
      trace_ids: "t1,t2",
      window_from: "2026-11-22T11:00:00.000Z",
      window_to: "2026-11-22T12:00:00.000Z",
    });
  });
});

describe("time to first token", () => {
  const rule = defaultRule("latency_baseline");
  const row = {
    tenant: "acme",
    service: "chat",
    model: "m",
    current_count: 200,
    baseline_count: 200,
    current_p95_ms: 131,
    baseline_p95_ms: 100,
    trace_ids: [],
  };

  it.each([
    { label: "fires above 1.3 times the baseline", change: {}, verdict: "breach", severity: "warning" },
    {
      label: "does not fire at exactly 1.3 times",
      change: { current_p95_ms: 130 },
      verdict: "clear",
      severity: "warning",
    },
    {
      label: "is critical from 1.95 times on",
      change: { current_p95_ms: 195 },
      verdict: "breach",
      severity: "critical",
    },
    { label: "is a warning just below", change: { current_p95_ms: 194.9 }, verdict: "breach", severity: "warning" },
    { label: "is unknown with too few calls", change: { current_count: 199 }, verdict: "unknown" },
    { label: "is unknown with too short a past", change: { baseline_count: 199 }, verdict: "unknown" },
    { label: "is unknown against a baseline of zero", change: { baseline_p95_ms: 0 }, verdict: "unknown" },
    { label: "is unknown against no baseline", change: { baseline_p95_ms: null }, verdict: "unknown" },
  ])("$label", ({ change, verdict, severity }) => {
    const judged = judgeLatency(rule, { ...row, ...change }, toMs);
    expect(judged.verdict).toBe(verdict);
    if (severity !== undefined) expect(judged.severity).toBe(severity);
  });
});

describe("a budget", () => {
  const rule = { ...defaultRule("budget"), tenantAmountsUsd: { small: 10 } };

  it.each([
    { tenant: "acme", spent: 80, fired: [] },
    { tenant: "acme", spent: 80.01, fired: ["80"] },
    { tenant: "acme", spent: 100, fired: ["80"] },
    { tenant: "acme", spent: 100.01, fired: ["80", "100"] },
    { tenant: "small", spent: 8.01, fired: ["80"] },
    { tenant: "small", spent: 0, fired: [] },
    { tenant: "constructor", spent: 100.01, fired: ["80", "100"] },
    { tenant: "__proto__", spent: 80.01, fired: ["80"] },
    { tenant: 'o"neil\n東京', spent: 80.01, fired: ["80"] },
    { tenant: "", spent: 80.01, fired: ["80"] },
  ])("of tenant $tenant is alerted at $fired % when $spent USD are spent", ({ tenant, spent, fired }) => {
    const row = { tenant, spent_usd: spent, calls: 3, unpriced_calls: 0, trace_ids: [] };
    const breaches = judgeBudget(rule, row, toMs).filter(({ verdict }) => verdict === "breach");
    expect(breaches.map(({ labels }) => labels["budget_percent"])).toEqual(fired);
  });

  it("is not passed by a spend of exactly its share, where the share is no binary fraction", () => {
    const small = { ...rule, amountUsd: 0.21, thresholds: [{ percent: 90, severity: "warning" as const }] };
    const verdictAt = (spent: number): string | undefined =>
      judgeBudget(small, { tenant: "acme", spent_usd: spent, calls: 1, unpriced_calls: 0, trace_ids: [] }, toMs)[0]
        ?.verdict;
    expect([verdictAt(0.189), verdictAt(0.189_000_000_001)]).toEqual(["clear", "breach"]);
  });

  it("says when a part of the spend is unknown", () => {
    const row = { tenant: "acme", spent_usd: 90, calls: 3, unpriced_calls: 2, trace_ids: [] };
    expect(judgeBudget(rule, row, toMs)[0]?.annotations["description"]).toContain("2 calls have no known price");
  });

  it.each([
    { period: "day", to: "2026-11-22T00:00:00.001Z", from: "2026-11-22T00:00:00.000Z" },
    { period: "day", to: "2026-11-22T00:00:00.000Z", from: "2026-11-21T00:00:00.000Z" },
    { period: "month", to: "2026-11-22T12:00:00.000Z", from: "2026-11-01T00:00:00.000Z" },
    { period: "month", to: "2026-11-01T00:00:00.000Z", from: "2026-10-01T00:00:00.000Z" },
    { period: "month", to: "2027-01-01T00:00:00.000Z", from: "2026-12-01T00:00:00.000Z" },
  ] as const)("of the $period that ends at $to begins at $from", ({ period, to, from }) => {
    expect(new Date(periodStartMs(period, Date.parse(to))).toISOString()).toBe(from);
  });
});

describe("input drift", () => {
  const rule = defaultRule("input_drift");
  /** Two unit vectors whose cosine is 1 − `distance`. */
  const row = (distance: number): InputDriftRow => ({
    tenant: "acme",
    service: "chat",
    model_version: "minilm-1",
    current_total: 100,
    current_count: 100,
    reference_count: 100,
    current_centroid: [1 - distance, Math.sqrt(1 - (1 - distance) ** 2)],
    reference_centroid: [1, 0],
    trace_ids: [],
  });

  it.each([
    { label: "fires above 0.2", row: row(0.201), verdict: "breach", severity: "warning" },
    { label: "does not fire below", row: row(0.199), verdict: "clear", severity: "warning" },
    {
      label: "does not fire at exactly the threshold",
      row: { ...row(0), current_centroid: [0.8, 0.6] },
      verdict: "clear",
      severity: "warning",
    },
    { label: "is critical well above", row: row(0.301), verdict: "breach", severity: "critical" },
    { label: "is unknown with too few vectors", row: { ...row(0.5), current_count: 99 }, verdict: "unknown" },
    { label: "is unknown with too short a past", row: { ...row(0.5), reference_count: 99 }, verdict: "unknown" },
    {
      label: "is unknown, not well, for a mean of zero",
      row: { ...row(0.5), current_centroid: [0, 0] },
      verdict: "unknown",
    },
    { label: "is unknown, not well, for NaN", row: { ...row(0.5), current_centroid: [NaN, 1] }, verdict: "unknown" },
    {
      label: "is unknown between vectors of different length",
      row: { ...row(0.5), current_centroid: [1] },
      verdict: "unknown",
    },
  ])("$label", ({ row, verdict, severity }) => {
    const judged = judgeDrift(rule, row, toMs);
    expect(judged.verdict).toBe(verdict);
    if (severity !== undefined) expect(judged.severity).toBe(severity);
  });

  it.each([
    { unusable: 50, total: 100, verdict: "clear" },
    { unusable: 51, total: 100, verdict: "breach" },
    { unusable: 99, total: 99, verdict: "unknown" },
  ])("of an embedder with $unusable useless vectors of $total is judged $verdict", ({ unusable, total, verdict }) => {
    expect(
      judgeEmbedder(rule, { ...row(0), current_total: total, current_count: total - unusable }, toMs).verdict,
    ).toBe(verdict);
  });
});

describe("findings", () => {
  it.each([
    { findings: 10, verdict: "clear", severity: "warning" },
    { findings: 11, verdict: "breach", severity: "warning" },
    { findings: 14, verdict: "breach", severity: "warning" },
    { findings: 15, verdict: "breach", severity: "critical" },
  ])("of $findings in the window are judged $verdict, $severity", ({ findings, verdict, severity }) => {
    const judged = judgeFindings(
      defaultRule("findings_rate"),
      { tenant: "acme", findings, calls: 5, trace_ids: ["t1"] },
      toMs,
    );
    expect(judged).toMatchObject({
      verdict,
      severity,
      labels: { alertname: "LLMPromptInjectionBurst", tenant: "acme", category: "injection" },
    });
  });
});
