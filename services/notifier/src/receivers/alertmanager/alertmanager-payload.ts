import type { Alert } from "@parapet/alerting";

/**
 * The body of `POST /api/v2/alerts` (`postableAlerts` of Alertmanager's OpenAPI). A firing alert's `endsAt` lies ahead:
 * Alertmanager resolves it by itself unless it is repeated before. A resolved one's lies behind, which resolves it.
 */
export function encodeAlertmanagerAlerts(alerts: readonly Alert[]): string {
  return JSON.stringify(
    alerts.map(({ labels, annotations, startsAt, endsAt, generatorUrl }) => ({
      labels,
      annotations,
      startsAt,
      endsAt,
      generatorURL: generatorUrl,
    })),
  );
}
