import type { Alert } from "@parapet/alerting";

/**
 * What became of one message. Reasons are bounded sets: `http_503`, `timeout`, a system's error code.
 * - `retry`: the receiver may take it later, not before `afterMs` where it said so;
 * - `refused`: it never will take this message;
 * - `gone`: it wants no message any more.
 */
export type SendOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "gone" };

/** One place that is told of alerts. */
export interface Receiver {
  /** Bounded: metric label and log field. */
  readonly name: string;
  /** After how long an unchanged firing alert is told again; 0 passes every repetition on, resolved ones too. */
  readonly repeatIntervalMs: number;
  /** Splits alerts into messages, each of which is sent, or fails, as one. */
  readonly split: (alerts: readonly Alert[]) => readonly (readonly Alert[])[];
  /** Sends one message once, within the receiver's own deadline. Never throws for what the network does. */
  readonly send: (alerts: readonly Alert[], signal: AbortSignal) => Promise<SendOutcome>;
}

/** Consecutive parts of at most `size` alerts. */
export function chunkAlerts(alerts: readonly Alert[], size: number): readonly (readonly Alert[])[] {
  const chunks: (readonly Alert[])[] = [];
  for (let start = 0; start < alerts.length; start += size) chunks.push(alerts.slice(start, start + size));
  return chunks;
}
