import { groupAlerts, type Alert, type Labels } from "@parapet/alerting";

/** The body of a webhook: the keys and meanings of Alertmanager's webhook, version 4. */
export interface WebhookPayload {
  readonly version: "4";
  readonly groupKey: string;
  /** `firing` when any of the alerts fires. */
  readonly status: Alert["status"];
  readonly receiver: string;
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalURL: string;
  /** Always 0: a large group travels as several messages. */
  readonly truncatedAlerts: 0;
  /** The alerts of the group that are news, or due to be repeated. */
  readonly alerts: readonly WebhookAlert[];
}

interface WebhookAlert {
  readonly status: Alert["status"];
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: string;
  /** Of a firing alert: until when this holds unless repeated. */
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

export interface WebhookPayloadContext {
  readonly receiver: string;
  readonly groupBy: readonly string[];
  readonly externalUrl: string;
}

const NEVER = "0001-01-01T00:00:00Z"; // How Go, and so Alertmanager, writes a time that is not set.

/** The body for alerts of one group. */
export function toWebhookPayload(alerts: readonly Alert[], context: WebhookPayloadContext): WebhookPayload {
  const [group] = groupAlerts(alerts, context.groupBy);
  return {
    version: "4",
    groupKey: group?.key ?? "{}",
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    receiver: context.receiver,
    groupLabels: group?.labels ?? {},
    commonLabels: shared(alerts.map(({ labels }) => labels)),
    commonAnnotations: shared(alerts.map(({ annotations }) => annotations)),
    externalURL: context.externalUrl,
    truncatedAlerts: 0,
    alerts: alerts.map(toWebhookAlert),
  };
}

function toWebhookAlert({
  status,
  labels,
  annotations,
  startsAt,
  endsAt,
  generatorUrl,
  fingerprint,
}: Alert): WebhookAlert {
  return { status, labels, annotations, startsAt, endsAt: endsAt ?? NEVER, generatorURL: generatorUrl, fingerprint };
}

/** The pairs that all of them have. */
function shared([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)),
  );
}
