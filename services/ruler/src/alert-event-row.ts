import { alertLabels, createLabels, type Transition } from "@parapet/alerting";
import type { AlertEventRow } from "@parapet/clickhouse";

/** A change of an alert as a row of `alert_events`. */
export function toAlertEventRow(transition: Transition): AlertEventRow {
  const { alert, fingerprint, atMs, to } = transition;
  const { annotations, value, threshold, sampleCount } = alert.detail;
  return {
    tenant: alert.labels["tenant"] ?? "",
    at: new Date(atMs).toISOString(),
    fingerprint,
    rule: alert.rule,
    rule_kind: alert.ruleKind,
    state: to,
    severity: alert.severity,
    labels: alertLabels(alert),
    annotations: to === "resolved" ? createLabels({ ...annotations, resolved_reason: transition.reason }) : annotations,
    value,
    threshold,
    sample_count: sampleCount,
    starts_at: new Date(alert.sinceMs).toISOString(),
  };
}
