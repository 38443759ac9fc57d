import type { Evaluation } from "../evaluation.ts";
import { fingerprintLabels } from "../fingerprint.ts";
import { createLabels, type Labels } from "../labels.ts";
import type { AlertSeverity } from "../severity.ts";

/** The evidence of the latest judgement. */
export type AlertDetail = Pick<Evaluation, "annotations" | "value" | "threshold" | "sampleCount">;

/** A series whose condition holds, or held so lately that its alert still fires. */
export interface ActiveAlert {
  readonly rule: string;
  readonly ruleKind: string;
  /** Identity of the series: without severity, which may rise while the alert fires. */
  readonly labels: Labels;
  readonly severity: AlertSeverity;
  readonly phase: "pending" | "firing";
  /** When the phase began. */
  readonly sinceMs: number;
  /** When the condition was last seen to hold. */
  readonly lastBreachMs: number;
  /** When the series could last be judged. */
  readonly lastDataMs: number;
  readonly detail: AlertDetail;
}

/** What is told of an alert. One that ended is kept as long as receivers are still to be told. */
export interface AlertStatement {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Every alert there is. A fingerprint is never both firing and in `resolved`. */
export interface AlertState {
  /** By fingerprint of the series' labels. */
  readonly active: ReadonlyMap<string, ActiveAlert>;
  /** By fingerprint of the alert's labels, severity included. */
  readonly resolved: ReadonlyMap<string, AlertStatement>;
}

export const emptyAlertState: AlertState = { active: new Map(), resolved: new Map() };

/** How long a resolved alert is told again, for a receiver that missed it. */
export const RESOLVED_RESEND_MS = 300_000;

/** Why an alert ended; `never_fired` ends what was only pending. A bounded set: annotation `resolved_reason`. */
export type ResolvedReason = "condition_ended" | "no_data" | "severity_raised" | "rule_removed" | "never_fired";

/** One change of an alert; a row of `alert_events`. */
export type Transition = {
  readonly fingerprint: string;
  readonly atMs: number;
  readonly alert: ActiveAlert;
} & ({ readonly to: "pending" | "firing" } | { readonly to: "resolved"; readonly reason: ResolvedReason });

/** The labels an alert is known by outside: those of its series, and its severity. */
export function alertLabels({ labels, severity }: Pick<ActiveAlert, "labels" | "severity">): Labels {
  return createLabels({ ...labels, severity });
}

/** The fingerprint an alert is known by outside. */
export function alertFingerprint(alert: Pick<ActiveAlert, "labels" | "severity">): string {
  return fingerprintLabels(alertLabels(alert));
}
