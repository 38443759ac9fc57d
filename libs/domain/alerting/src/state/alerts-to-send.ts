import type { Alert, AlertStatus } from "../alert.ts";
import { fingerprintLabels } from "../fingerprint.ts";
import { alertLabels, type ActiveAlert, type AlertState, type AlertStatement } from "./alert-state.ts";

export interface SendOptions {
  /** How long a firing alert holds unless it is told again. */
  readonly validForMs: number;
  /** Where an alert can be looked at. */
  readonly generatorUrl: (fingerprint: string) => string;
}

/** What receivers are to be told now: every firing alert, and those that resolved within the last five minutes. */
export function alertsToSend(state: AlertState, nowMs: number, options: SendOptions): readonly Alert[] {
  const holdsUntilMs = nowMs + options.validForMs;
  const firing = [...state.active.values()].filter(({ phase }) => phase === "firing");
  return [
    ...firing.map((alert) => toAlert(toStatement(alert, holdsUntilMs), "firing", options)),
    ...[...state.resolved.values()].map((alert) => toAlert(alert, "resolved", options)),
  ];
}

function toStatement(alert: ActiveAlert, endsAtMs: number): AlertStatement {
  return { labels: alertLabels(alert), annotations: alert.detail.annotations, startsAtMs: alert.sinceMs, endsAtMs };
}

function toAlert(alert: AlertStatement, status: AlertStatus, { generatorUrl }: SendOptions): Alert {
  const fingerprint = fingerprintLabels(alert.labels);
  return {
    fingerprint,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: new Date(alert.startsAtMs).toISOString(),
    endsAt: new Date(alert.endsAtMs).toISOString(),
    status,
    generatorUrl: generatorUrl(fingerprint),
  };
}
