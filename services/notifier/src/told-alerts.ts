import type { Alert, AlertStatus } from "@parapet/alerting";

interface Told {
  readonly status: AlertStatus;
  readonly startsAt: string;
  readonly atMs: number;
}

/** What one receiver has been told, so that repetitions of it are not. */
export class ToldAlerts {
  readonly #repeatIntervalMs: number;
  readonly #told = new Map<string, Told>();

  constructor(repeatIntervalMs: number) {
    this.#repeatIntervalMs = repeatIntervalMs;
  }

  /** Whether the alert is news, or its repetition is due. */
  isDue(alert: Alert, nowMs: number): boolean {
    const told = this.#told.get(alert.fingerprint);
    if (told === undefined || told.status !== alert.status || this.#repeatIntervalMs === 0) return true;
    if (alert.status === "resolved") return told.startsAt !== alert.startsAt;
    return nowMs - told.atMs >= this.#repeatIntervalMs;
  }

  /** Remembers alerts as told, and forgets those that were not repeated for two intervals: nobody repeats them. */
  add(alerts: readonly Alert[], nowMs: number): void {
    for (const { fingerprint, status, startsAt } of alerts)
      this.#told.set(fingerprint, { status, startsAt, atMs: nowMs });
    for (const [fingerprint, { atMs }] of this.#told) {
      if (nowMs - atMs > 2 * this.#repeatIntervalMs) this.#told.delete(fingerprint);
    }
  }
}
