import {
  alertSeverities,
  createLabels,
  fingerprintLabels,
  RESOLVED_RESEND_MS,
  type ActiveAlert,
  type AlertState,
  type AlertStatement,
} from "@parapet/alerting";
import { z } from "zod";

import type { RulerQueries } from "./rules/rule-context.ts";

/** The last word on every alert that has not ended, or ended so lately that receivers are still to be told. */
const SQL = `
  SELECT * FROM (
    SELECT toUnixTimestamp64Milli(at) AS at_ms, toUnixTimestamp64Milli(starts_at) AS starts_at_ms,
           rule, rule_kind, state, severity, labels, annotations, value, threshold, sample_count
    FROM alert_events
    ORDER BY at DESC
    LIMIT 1 BY fingerprint
  )
  WHERE state IN ('pending', 'firing') OR at_ms >= {resolved_after_ms:Int64}`;

const rowSchema = z.object({
  at_ms: z.coerce.number(),
  starts_at_ms: z.coerce.number(),
  rule: z.string(),
  rule_kind: z.string(),
  state: z.enum(["pending", "firing", "resolved"]),
  severity: z.enum(alertSeverities),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  sample_count: z.coerce.number().nullable(),
});
type AlertEventSnapshot = z.output<typeof rowSchema>;

/** The alerts as the last ruler left them, so that a restart neither tells them anew nor forgets to resolve them. */
export async function restoreAlerts(clickhouse: RulerQueries, nowMs: number, signal: AbortSignal): Promise<AlertState> {
  const params = { resolved_after_ms: nowMs - RESOLVED_RESEND_MS };
  return toAlertState(await clickhouse.query(SQL, params, rowSchema, { signal }), nowMs);
}

/** Time without a ruler counts neither as a breach that lasted nor as data that were missing: those clocks begin anew. */
function toAlertState(events: readonly AlertEventSnapshot[], nowMs: number): AlertState {
  const active = new Map<string, ActiveAlert>();
  const resolved = new Map<string, AlertStatement>();
  for (const event of events) {
    const { severity: _, ...labels } = event.labels;
    if (event.state !== "resolved")
      active.set(fingerprintLabels(labels), toActiveAlert({ ...event, state: event.state }, labels, nowMs));
    else if (event.annotations["resolved_reason"] !== "never_fired")
      resolved.set(fingerprintLabels(event.labels), toStatement(event));
  }
  return { active, resolved };
}

function toActiveAlert(
  event: AlertEventSnapshot & { readonly state: "pending" | "firing" },
  labels: Record<string, string>,
  nowMs: number,
): ActiveAlert {
  const { annotations, value, threshold, sample_count: sampleCount } = event;
  return {
    rule: event.rule,
    ruleKind: event.rule_kind,
    labels: createLabels(labels),
    severity: event.severity,
    phase: event.state,
    sinceMs: event.state === "pending" ? nowMs : event.starts_at_ms,
    lastBreachMs: nowMs,
    lastDataMs: nowMs,
    detail: { annotations, value, threshold: threshold ?? 0, sampleCount: sampleCount ?? 0 },
  };
}

function toStatement({
  labels,
  annotations,
  starts_at_ms: startsAtMs,
  at_ms: endsAtMs,
}: AlertEventSnapshot): AlertStatement {
  return { labels, annotations, startsAtMs, endsAtMs };
}
