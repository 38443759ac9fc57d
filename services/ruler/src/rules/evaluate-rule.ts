import type { Rule, RuleEvaluation } from "@parapet/alerting";

import { evaluateBudget } from "./budget.ts";
import { evaluateFindingsRate } from "./findings-rate.ts";
import { evaluateInputDrift } from "./input-drift.ts";
import { evaluateLatencyBaseline } from "./latency-baseline.ts";
import type { RuleContext } from "./rule-context.ts";
import { evaluateSloBurn } from "./slo-burn.ts";

/**
 * Judges every series of a rule, of every tenant. A series that is missing from the answer had no data: for a sum or a
 * count that means zero, which is clear; for a ratio, a percentile or a mean it means that nothing is known.
 */
export async function evaluateRule(rule: Rule, context: RuleContext): Promise<RuleEvaluation> {
  switch (rule.kind) {
    case "slo_burn":
      return { rule, series: await evaluateSloBurn(rule, context), absent: "unknown" };
    case "latency_baseline":
      return { rule, series: await evaluateLatencyBaseline(rule, context), absent: "unknown" };
    case "input_drift":
      return { rule, series: await evaluateInputDrift(rule, context), absent: "unknown" };
    case "budget":
      return { rule, series: await evaluateBudget(rule, context), absent: "clear" };
    case "findings_rate":
      return { rule, series: await evaluateFindingsRate(rule, context), absent: "clear" };
    default:
      return rule satisfies never;
  }
}
