import type { Alert } from "./alert.ts";

/** Whoever is to be told of alerts. */
export interface AlertSink {
  /**
   * Takes over the alerts; resolves when they are accepted, not when everybody was told. Firing alerts are given again
   * at each evaluation, so a sink tells a repetition from news by fingerprint and status.
   */
  readonly notify: (alerts: readonly Alert[], signal: AbortSignal) => Promise<void>;
}
