/** How much an alert matters: `critical` wakes somebody, `warning` waits for the working day. */
export const alertSeverities = ["warning", "critical"] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

const CRITICAL_FACTOR = 1.5;

/** The severity of a value that has passed its threshold: critical from one and a half times the threshold on. */
export function ratioSeverity(value: number, threshold: number): AlertSeverity {
  // Rounded, because one and a half times 0.2 is a little more than 0.3 in binary.
  const criticalFrom = Number((CRITICAL_FACTOR * threshold).toPrecision(12));
  return value >= criticalFrom ? "critical" : "warning";
}

/** The graver of two. */
export function graverSeverity(a: AlertSeverity, b: AlertSeverity): AlertSeverity {
  return alertSeverities.indexOf(a) >= alertSeverities.indexOf(b) ? a : b;
}
