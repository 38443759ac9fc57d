import type { Alert } from "@parapet/alerting";

import { chunkAlerts, type Receiver, type SendOutcome } from "../../receiver.ts";
import { postOnce } from "../http-post.ts";
import { encodeAlertmanagerAlerts } from "./alertmanager-payload.ts";

export interface AlertmanagerReceiverOptions {
  readonly name: string;
  /** Base URL of one Alertmanager, with its path prefix if it has one. */
  readonly url: string;
  readonly timeoutMs?: number;
}

const MAX_ALERTS_PER_REQUEST = 64;

/**
 * One Alertmanager, by its v2 API. It gets every repetition: that is how it knows that an alert still fires. Of a
 * cluster each member is a receiver of its own, as its documentation demands; a load balancer would hide alerts.
 */
export function createAlertmanagerReceiver({ name, url, timeoutMs = 10_000 }: AlertmanagerReceiverOptions): Receiver {
  const endpoint = new URL("api/v2/alerts", url.endsWith("/") ? url : `${url}/`).href;
  const send = async (alerts: readonly Alert[], signal: AbortSignal): Promise<SendOutcome> => {
    const outcome = await postOnce(
      { url: endpoint, headers: {}, body: encodeAlertmanagerAlerts(alerts), timeoutMs },
      signal,
    );
    // To an Alertmanager, 410 has no meaning of its own: somebody else answers under its address.
    return outcome.kind === "gone" ? { kind: "refused", reason: "http_410" } : outcome;
  };
  return { name, repeatIntervalMs: 0, split: (alerts) => chunkAlerts(alerts, MAX_ALERTS_PER_REQUEST), send };
}
