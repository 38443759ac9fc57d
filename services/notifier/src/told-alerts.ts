import { RESOLVED_RESEND_MS, type Alert, type AlertStatus } from "@parapet/alerting";

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
    if (told === undefined || this.#repeatIntervalMs === 0) return true;
    if (told.status !== alert.status || told.startsAt !== alert.startsAt) return true;
    return alert.status === "firing" && nowMs - told.atMs >= this.#repeatIntervalMs;
  }

  /** Remembers alerts as told, and forgets those that were not told for so long that nobody repeats them. */
  add(alerts: readonly Alert[], nowMs: number): void {
    for (const { fingerprint, status, startsAt } of alerts)
      this.#told.set(fingerprint, { status, startsAt, atMs: nowMs });
    const memoryMs = 2 * Math.max(this.#repeatIntervalMs, RESOLVED_RESEND_MS);
    for (const [fingerprint, { atMs }] of this.#told) {
      if (nowMs - atMs > memoryMs) this.#told.delete(fingerprint);
    }
  }
}
