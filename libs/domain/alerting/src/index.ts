export { alertStatuses } from "./alert.ts";
export { fingerprintLabels } from "./fingerprint.ts";
export { groupAlerts } from "./group-alerts.ts";
export { createLabels } from "./labels.ts";
export { defaultRules } from "./rules/default-rules.ts";
export { loadRules } from "./rules/load-rules.ts";
export { burnWindowFactor, windowName } from "./rules/slo-burn-rule.ts";
export { alertSeverities, ratioSeverity } from "./severity.ts";
export { advanceAlerts, retireRules } from "./state/advance-alerts.ts";
export { alertFingerprint, alertLabels, emptyAlertState, RESOLVED_RESEND_MS } from "./state/alert-state.ts";
export { alertsToSend } from "./state/alerts-to-send.ts";
export type { Alert, AlertStatus } from "./alert.ts";
export type { AlertSink } from "./alert-sink.ts";
export type { Duration } from "./duration.ts";
export type { EvaluatedRule, Evaluation, RuleEvaluation, Verdict } from "./evaluation.ts";
export type { AlertGroup } from "./group-alerts.ts";
export type { Labels } from "./labels.ts";
export type { BudgetRule } from "./rules/budget-rule.ts";
export type { FindingsRateRule } from "./rules/findings-rate-rule.ts";
export type { InputDriftRule } from "./rules/input-drift-rule.ts";
export type { LatencyBaselineRule } from "./rules/latency-baseline-rule.ts";
export type { RulesOutcome } from "./rules/load-rules.ts";
export type { Rule, RuleKind, RuleSource } from "./rules/rule.ts";
export type { BurnWindow, SloBurnRule } from "./rules/slo-burn-rule.ts";
export type { AlertSeverity } from "./severity.ts";
export type { AdvancedAlerts } from "./state/advance-alerts.ts";
export type {
  ActiveAlert,
  AlertDetail,
  AlertState,
  AlertStatement,
  ResolvedReason,
  Transition,
} from "./state/alert-state.ts";
export type { SendOptions } from "./state/alerts-to-send.ts";
