import type { RuleSource } from "./rule.ts";

/** The rules that hold where nothing else is said: one of each kind, in the form of a rules file. */
export const defaultRules: readonly RuleSource[] = [
  {
    kind: "slo_burn",
    name: "LLMErrorBudgetBurn",
    slo: "availability",
    objective: 0.99,
    period: "30d",
    ignoredErrorTypes: ["cancelled", "context_canceled", "client_disconnected", "499", "guardrail_blocked"],
    windows: [
      { long: "1h", short: "5m", budgetPercent: 2, severity: "critical", minBadEvents: 5 },
      { long: "6h", short: "30m", budgetPercent: 5, severity: "critical", minBadEvents: 5 },
      { long: "1d", short: "2h", budgetPercent: 10, severity: "warning", minBadEvents: 3 },
      { long: "3d", short: "6h", budgetPercent: 10, severity: "warning", minBadEvents: 3 },
    ],
  },
  {
    kind: "latency_baseline",
    name: "LLMTimeToFirstTokenDegraded",
    window: "15m",
    baseline: "7d",
    maxRatio: 1.3,
    minSamples: 200,
    keepFiringFor: "5m",
  },
  { kind: "budget", name: "LLMDailyBudgetSpent", period: "day", amountUsd: 100 },
  {
    kind: "input_drift",
    name: "LLMInputDrift",
    window: "1h",
    reference: "7d",
    maxDistance: 0.2,
    minSamples: 100,
    keepFiringFor: "15m",
  },
  { kind: "findings_rate", name: "LLMPromptInjectionBurst", category: "injection", window: "5m", maxFindings: 10 },
];
