import type { EvaluatedRule, Evaluation, Verdict } from "../evaluation.ts";
import { graverSeverity } from "../severity.ts";
import { alertFingerprint, type ActiveAlert, type ResolvedReason, type Transition } from "./alert-state.ts";

/** What becomes of one series: its alert, if it still has one, and what changed. */
export interface Advance {
  readonly alert: ActiveAlert | undefined;
  readonly transitions: readonly Transition[];
}

/**
 * The alert of a series after a breach: pending until it has lasted `forMs`, then firing. Severity only rises while the
 * alert lasts, or a value that hovers at the border would page again and again.
 */
export function advanceBreach(
  alert: ActiveAlert | undefined,
  evaluation: Evaluation,
  { rule, nowMs }: { readonly rule: EvaluatedRule; readonly nowMs: number },
): Advance {
  if (alert === undefined) return begin(evaluation, rule, nowMs);
  const severity = graverSeverity(alert.severity, evaluation.severity);
  const seen = { ...alert, severity, detail: evaluation, lastBreachMs: nowMs, lastDataMs: nowMs };
  const isDue = alert.phase === "pending" && nowMs - alert.sinceMs >= evaluation.forMs;
  if (severity !== alert.severity) return raiseSeverity(alert, isDue ? { ...seen, phase: "firing" } : seen, nowMs);
  return isDue ? enter({ ...seen, phase: "firing", sinceMs: nowMs }, nowMs) : { alert: seen, transitions: [] };
}

function begin(evaluation: Evaluation, rule: EvaluatedRule, nowMs: number): Advance {
  const alert: ActiveAlert = {
    rule: rule.name,
    ruleKind: rule.kind,
    labels: evaluation.labels,
    severity: evaluation.severity,
    phase: evaluation.forMs > 0 ? "pending" : "firing",
    sinceMs: nowMs,
    lastBreachMs: nowMs,
    lastDataMs: nowMs,
    detail: evaluation,
  };
  return enter(alert, nowMs);
}

/** Severity is a label, so a graver alert is another alert: the milder one ends as the graver begins. */
function raiseSeverity(before: ActiveAlert, raised: ActiveAlert, nowMs: number): Advance {
  // A pending alert keeps its `for` running: the breach is as old as it is, only graver.
  const sinceMs = raised.phase === "firing" ? nowMs : raised.sinceMs;
  const ended = resolve(before, "severity_raised", nowMs);
  const entered = enter({ ...raised, sinceMs }, nowMs);
  return { alert: entered.alert, transitions: [...ended.transitions, ...entered.transitions] };
}

/** The alert of a series whose condition does not hold, or cannot be judged. A pending alert ends either way. */
export function advanceWithoutBreach(
  alert: ActiveAlert,
  verdict: Exclude<Verdict, "breach">,
  { rule, nowMs }: { readonly rule: EvaluatedRule; readonly nowMs: number },
): Advance {
  if (alert.phase === "pending") return resolve(alert, "never_fired", nowMs);
  if (verdict === "unknown") {
    if (nowMs - alert.lastDataMs < rule.resolveWithoutDataAfter.ms) return { alert, transitions: [] };
    return resolve(alert, "no_data", nowMs);
  }
  if (nowMs - alert.lastBreachMs < rule.keepFiringFor.ms)
    return { alert: { ...alert, lastDataMs: nowMs }, transitions: [] };
  return resolve(alert, "condition_ended", nowMs);
}

function enter(alert: ActiveAlert, nowMs: number): Advance {
  return { alert, transitions: [{ to: alert.phase, fingerprint: alertFingerprint(alert), atMs: nowMs, alert }] };
}

/** Ends an alert, for `reason` if it fired. */
export function resolve(alert: ActiveAlert, reason: ResolvedReason, nowMs: number): Advance {
  const transition: Transition = {
    to: "resolved",
    reason: alert.phase === "pending" ? "never_fired" : reason,
    fingerprint: alertFingerprint(alert),
    atMs: nowMs,
    alert,
  };
  return { alert: undefined, transitions: [transition] };
}
