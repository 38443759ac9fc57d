import { createHash } from "node:crypto";

import { groupAlerts, type Alert } from "@parapet/alerting";
import type { Clock } from "@parapet/runtime";

import { chunkAlerts, type Receiver } from "../../receiver.ts";
import { postOnce } from "../http-post.ts";
import { toWebhookPayload } from "./webhook-payload.ts";
import { signWebhook } from "./webhook-signature.ts";

export interface WebhookReceiverOptions {
  readonly name: string;
  readonly url: string;
  /** The keys of the secrets, newest first: two while a secret is rotated. */
  readonly keys: readonly Buffer[];
  readonly clock: Clock;
  /** Where a person can look at the alerts. */
  readonly externalUrl: string;
  /** Labels whose alerts travel together. */
  readonly groupBy?: readonly string[];
  readonly repeatIntervalMs?: number;
  readonly timeoutMs?: number;
}

const DEFAULT_GROUP_BY = ["alertname", "tenant"];
const DEFAULT_REPEAT_INTERVAL_MS = 4 * 3_600_000;
const MAX_ALERTS_PER_MESSAGE = 32;

/**
 * A signed webhook after Standard Webhooks (https://www.standardwebhooks.com): headers `webhook-id`,
 * `webhook-timestamp` and `webhook-signature` over a body like that of Alertmanager's own webhook. A message may come
 * twice, under the same id. An answer of 410 ends the receiver.
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): Receiver {
  const { name, url, keys, clock, externalUrl, timeoutMs = 20_000 } = options;
  const { groupBy = DEFAULT_GROUP_BY, repeatIntervalMs = DEFAULT_REPEAT_INTERVAL_MS } = options;
  return {
    name,
    repeatIntervalMs,
    split: (alerts) =>
      groupAlerts(alerts, groupBy).flatMap((group) => chunkAlerts(group.alerts, MAX_ALERTS_PER_MESSAGE)),
    send: (alerts, signal) => {
      const nowMs = clock.nowMs();
      const body = JSON.stringify(toWebhookPayload(alerts, { receiver: name, groupBy, externalUrl }));
      const message = {
        id: messageId(alerts, nowMs, repeatIntervalMs),
        timestamp: String(Math.floor(nowMs / 1_000)),
        body,
      };
      const headers = {
        "webhook-id": message.id,
        "webhook-timestamp": message.timestamp,
        "webhook-signature": signWebhook(message, keys),
      };
      return postOnce({ url, headers, body, timeoutMs }, signal);
    },
  };
}

/** The same for the same news, however often it is tried and whichever process tries: receivers deduplicate by it. */
function messageId(alerts: readonly Alert[], nowMs: number, repeatIntervalMs: number): string {
  const news = alerts.map(({ fingerprint, status, startsAt }) => {
    const repetition = status === "resolved" ? 0 : Math.floor((nowMs - Date.parse(startsAt)) / repeatIntervalMs);
    return `${fingerprint} ${status} ${startsAt} ${repetition}`;
  });
  return `msg_${createHash("sha256").update(news.sort().join("\n")).digest("hex").slice(0, 32)}`;
}
