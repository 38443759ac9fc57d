import type { Clock } from "@parapet/runtime";

import type { Receiver } from "./receiver.ts";
import { createAlertmanagerReceiver } from "./receivers/alertmanager/alertmanager-receiver.ts";
import { createWebhookReceiver } from "./receivers/webhook/webhook-receiver.ts";

/** Who is to be told. Targets come from the configuration alone; no alert and no span can name one. */
export interface ReceiverTargets {
  /** Every member of an Alertmanager cluster. */
  readonly alertmanagerUrls: readonly string[];
  readonly webhookUrls: readonly string[];
  /** Keys that sign the webhooks, newest first (`decodeWebhookSecret`). */
  readonly webhookKeys: readonly Buffer[];
  readonly webhookRepeatIntervalMs: number;
  /** Where a person can look at the alerts. */
  readonly externalUrl: string;
  readonly clock: Clock;
}

/** One receiver for each target, named by kind and position: a URL may hold a credential, and names become labels. */
export function createReceivers(targets: ReceiverTargets): readonly Receiver[] {
  const { externalUrl, clock, webhookKeys: keys, webhookRepeatIntervalMs: repeatIntervalMs } = targets;
  return [
    ...targets.alertmanagerUrls.map((url, index) => createAlertmanagerReceiver({ name: `alertmanager/${index}`, url })),
    ...targets.webhookUrls.map((url, index) =>
      createWebhookReceiver({ name: `webhook/${index}`, url, keys, clock, externalUrl, repeatIntervalMs }),
    ),
  ];
}
