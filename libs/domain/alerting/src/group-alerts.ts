import type { Alert } from "./alert.ts";
import { createLabels, type Labels } from "./labels.ts";

/** Alerts that are told together. */
export interface AlertGroup {
  /** The labels they were grouped by, those that they have. */
  readonly labels: Labels;
  /** `{alertname="…", tenant="…"}`: the same for the same group, always. */
  readonly key: string;
  readonly alerts: readonly Alert[];
}

/** Groups alerts that agree in the labels named by `by`; groups and members keep the order of the alerts. */
export function groupAlerts(alerts: readonly Alert[], by: readonly string[]): readonly AlertGroup[] {
  const groups = new Map<string, { labels: Labels; key: string; alerts: Alert[] }>();
  for (const alert of alerts) {
    const labels = createLabels(Object.fromEntries(by.map((name) => [name, alert.labels[name]])));
    const key = groupKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, key, alerts: [alert] });
    else group.alerts.push(alert);
  }
  return [...groups.values()];
}

function groupKey(labels: Labels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}
