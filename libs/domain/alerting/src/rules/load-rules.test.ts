import { describe, expect, it } from "vitest";

import { defaultRules } from "./default-rules.ts";
import { loadRules } from "./load-rules.ts";
import type { Rule } from "./rule.ts";
import { burnWindowFactor } from "./slo-burn-rule.ts";

function rulesOf(file: unknown): readonly Rule[] {
  const outcome = loadRules(file);
  if (outcome.kind === "invalid") throw new Error(outcome.faults.join("\n"));
  return outcome.rules;
}

function faultsOf(file: unknown): readonly string[] {
  const outcome = loadRules(file);
  return outcome.kind === "invalid" ? outcome.faults : [];
}

const burn = {
  kind: "slo_burn",
  name: "Burn",
  slo: "quality",
  objective: 0.9,
  windows: [{ long: "1h", short: "5m", budgetPercent: 2, severity: "critical", minBadEvents: 5 }],
};

describe("the default rules", () => {
  it("are one of each kind", () => {
    expect(rulesOf({}).map(({ kind }) => kind)).toEqual([
      "slo_burn",
      "latency_baseline",
      "budget",
      "input_drift",
      "findings_rate",
    ]);
  });

  it("page at 14.4 and 6 times the budget, and warn at 3 and once", () => {
    const rule = rulesOf({}).find(({ kind }) => kind === "slo_burn");
    if (rule?.kind !== "slo_burn") throw new Error("no burn rule among the defaults");
    const windows = rule.windows.map((window) => [
      window.severity,
      window.long.text,
      window.short.text,
      burnWindowFactor(rule, window),
    ]);
    expect(windows).toEqual([
      ["critical", "1h", "5m", 14.4],
      ["critical", "6h", "30m", 6],
      ["warning", "1d", "2h", 3],
      ["warning", "3d", "6h", 1],
    ]);
  });

  it("warn of latency above 1.3 times the baseline, and of drift above 0.2, from 200 and 100 samples on", () => {
    const rules = rulesOf({});
    expect(rules.find(({ kind }) => kind === "latency_baseline")).toMatchObject({ maxRatio: 1.3, minSamples: 200 });
    expect(rules.find(({ kind }) => kind === "input_drift")).toMatchObject({ maxDistance: 0.2, minSamples: 100 });
  });
});

describe("a rules file", () => {
  it("replaces the default of the same name, and adds what is new", () => {
    const rules = rulesOf({
      rules: [
        { kind: "budget", name: "LLMDailyBudgetSpent", period: "month", amountUsd: 5 },
        { kind: "findings_rate", name: "Mine", maxFindings: 3 },
      ],
    });
    expect(rules).toHaveLength(defaultRules.length + 1);
    expect(rules.find(({ name }) => name === "LLMDailyBudgetSpent")).toMatchObject({ period: "month", amountUsd: 5 });
    expect(rules.at(-1)).toMatchObject({ name: "Mine", category: "injection", window: { text: "5m", ms: 300_000 } });
  });

  it("switches a default off", () => {
    const off = { kind: "findings_rate", name: "LLMPromptInjectionBurst", maxFindings: 1, enabled: false };
    expect(rulesOf({ rules: [off] }).map(({ name }) => name)).not.toContain("LLMPromptInjectionBurst");
  });

  it("can do without the defaults", () => {
    expect(rulesOf({ useDefaults: false })).toEqual([]);
  });

  it.each([
    {
      label: "a kind that does not exist",
      file: { rules: [{ kind: "vibes", name: "A" }] },
      fault: /^rules\.0\.kind: /,
    },
    { label: "a misspelt key", file: { rules: [{ ...burn, objektive: 1 }] }, fault: /objektive/ },
    {
      label: "a name with a space",
      file: { rules: [{ ...burn, name: "My burn" }] },
      fault: /^rules\.0\.name: must be a word/,
    },
    {
      label: "a duration in words",
      file: { rules: [{ kind: "input_drift", name: "D", window: "an hour" }] },
      fault: /^rules\.0\.window: is no duration/,
    },
    {
      label: "two rules of one name",
      file: {
        useDefaults: false,
        rules: [
          { ...burn, objective: 0.99 },
          { ...burn, objective: 0.99 },
        ],
      },
      fault: /Burn stands twice/,
    },
    {
      label: "a burn rate that an objective of 90 % cannot reach",
      file: { rules: [burn] },
      fault: /^rules\.0\.windows\.0: can never fire: a burn rate of 14.4 needs an error ratio above 1\.440/,
    },
    {
      label: "a short window that is not shorter",
      file: { rules: [{ ...burn, windows: [{ ...burn.windows[0], short: "1h", budgetPercent: 0.1 }] }] },
      fault: /short window 1h is not shorter/,
    },
    {
      label: "a window longer than the period",
      file: { rules: [{ ...burn, period: "30m" }] },
      fault: /long window 1h is longer than the period/,
    },
    {
      label: "a pair of windows that stands twice, as its two judgements would be of one alert",
      file: {
        rules: [{ ...burn, objective: 0.99, windows: [burn.windows[0], { ...burn.windows[0], severity: "warning" }] }],
      },
      fault: /^rules\.0\.windows\.1: 1h\/\w+ stands twice/,
    },
    { label: "an objective of one", file: { rules: [{ ...burn, objective: 1 }] }, fault: /^rules\.0\.objective: / },
  ])("is refused for $label, with its place", ({ file, fault }) => {
    expect(faultsOf(file).join("\n")).toMatch(fault);
  });

  it("refuses a burn rate that is reached only when every call fails, and takes one just below", () => {
    const withPercent = (budgetPercent: number): unknown => ({
      rules: [{ ...burn, windows: [{ ...burn.windows[0], budgetPercent }] }],
    });
    // A factor of 10 on an objective of 90 % is an error ratio of exactly 1: never exceeded.
    expect(faultsOf(withPercent((100 * 10) / 720))).toHaveLength(1);
    expect(faultsOf(withPercent((100 * 9.99) / 720))).toEqual([]);
  });
});
