import type { Alert } from "@parapet/alerting";

/**
 * The alerts that a receiver is still to be told, the latest word on each: a newer one takes the place of an older one
 * with the same fingerprint, so a receiver that is down costs no more than the alerts there are. Bounded in bytes of
 * JSON; an alert that does not fit is refused, and comes again with the ruler's next repetition.
 */
export class Outbox {
  readonly #maxBytes: number;
  readonly #alerts = new Map<string, { readonly alert: Alert; readonly bytes: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#alerts.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** `full`: the bound leaves no room; the older word on the alert, if any, then stays. */
  put(alert: Alert): "added" | "superseded" | "full" {
    const bytes = Buffer.byteLength(JSON.stringify(alert));
    const older = this.#alerts.get(alert.fingerprint);
    const bytesAfter = this.#bytes - (older?.bytes ?? 0) + bytes;
    if (bytesAfter > this.#maxBytes) return "full";
    this.#alerts.set(alert.fingerprint, { alert, bytes });
    this.#bytes = bytesAfter;
    return older === undefined ? "added" : "superseded";
  }

  /** Puts back what could not be sent; a newer word that came meanwhile stays, and supersedes it. */
  restore(alert: Alert): "added" | "superseded" | "full" {
    return this.#alerts.has(alert.fingerprint) ? "superseded" : this.put(alert);
  }

  /** Takes out everything, in order of arrival. */
  take(): readonly Alert[] {
    const alerts = [...this.#alerts.values()].map(({ alert }) => alert);
    this.#alerts.clear();
    this.#bytes = 0;
    return alerts;
  }
}
