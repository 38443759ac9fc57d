import type { RuleEvaluation } from "../evaluation.ts";
import { fingerprintLabels } from "../fingerprint.ts";
import { advanceBreach, advanceWithoutBreach, resolve, type Advance } from "./advance-alert.ts";
import {
  RESOLVED_RESEND_MS,
  alertLabels,
  type ActiveAlert,
  type AlertState,
  type AlertStatement,
  type Transition,
} from "./alert-state.ts";

export interface AdvancedAlerts {
  readonly state: AlertState;
  readonly transitions: readonly Transition[];
}

/**
 * The next state of all alerts, after one rule was evaluated: `inactive → pending (for) → firing → resolved`. Alerts of
 * other rules stay as they are, so a rule that could not be evaluated neither fires nor resolves anything.
 */
export function advanceAlerts(state: AlertState, evaluation: RuleEvaluation, nowMs: number): AdvancedAlerts {
  const { rule, series, absent } = evaluation;
  const context = { rule, nowMs };
  const advances = new Map<string, Advance>();
  for (const judged of series) {
    const key = fingerprintLabels(judged.labels);
    const alert = state.active.get(key);
    if (judged.verdict === "breach") advances.set(key, advanceBreach(alert, judged, context));
    else if (alert !== undefined) advances.set(key, advanceWithoutBreach(alert, judged.verdict, context));
  }
  for (const [key, alert] of state.active) {
    if (alert.rule !== rule.name || advances.has(key)) continue;
    advances.set(key, advanceWithoutBreach(alert, absent, context));
  }
  return applyAdvances(state, advances, nowMs);
}

/** Ends the alerts of rules that are no more: nothing would ever judge them again. */
export function retireRules(state: AlertState, ruleNames: ReadonlySet<string>, nowMs: number): AdvancedAlerts {
  const orphans = [...state.active].filter(([, alert]) => !ruleNames.has(alert.rule));
  return applyAdvances(
    state,
    new Map(orphans.map(([key, alert]) => [key, resolve(alert, "rule_removed", nowMs)])),
    nowMs,
  );
}

function applyAdvances(state: AlertState, advances: ReadonlyMap<string, Advance>, nowMs: number): AdvancedAlerts {
  const active = new Map(state.active);
  for (const [key, { alert }] of advances) {
    if (alert === undefined) active.delete(key);
    else active.set(key, alert);
  }
  const transitions = [...advances.values()].flatMap((advance) => advance.transitions);
  return { state: { active, resolved: updateResolved(state.resolved, transitions, nowMs) }, transitions };
}

function updateResolved(
  before: ReadonlyMap<string, AlertStatement>,
  transitions: readonly Transition[],
  nowMs: number,
): ReadonlyMap<string, AlertStatement> {
  const resolved = new Map([...before].filter(([, { endsAtMs }]) => nowMs - endsAtMs <= RESOLVED_RESEND_MS));
  for (const transition of transitions) {
    if (transition.to === "firing") resolved.delete(transition.fingerprint);
    // What never fired was never told, so its end is no news.
    if (transition.to !== "resolved" || transition.alert.phase === "pending") continue;
    resolved.set(transition.fingerprint, toResolved(transition.alert, transition.reason, transition.atMs));
  }
  return resolved;
}

function toResolved(alert: ActiveAlert, reason: string, endsAtMs: number): AlertStatement {
  const annotations = { ...alert.detail.annotations, resolved_reason: reason };
  return { labels: alertLabels(alert), annotations, startsAtMs: alert.sinceMs, endsAtMs };
}
