import { createHash } from "node:crypto";

import type { Transition } from "@parapet/alerting";
import type { BlockSink } from "@parapet/delivery";

import { toAlertEventRow } from "./alert-event-row.ts";

interface Entry {
  readonly rows: readonly object[];
  readonly token: string;
  readonly bytes: number;
}

/**
 * Changes of alerts on their way to `alert_events`. A write that fails stays and is repeated under the same token at
 * the next flush, so no change is stored twice; alerts are told meanwhile. Bounded in bytes: when full, the oldest go.
 */
export class EventJournal {
  readonly #sink: BlockSink;
  readonly #maxBytes: number;
  readonly #waiting: Entry[] = [];
  #bytes = 0;

  constructor(sink: BlockSink, maxBytes: number) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  /** Takes the changes of one round in; answers how many older ones had to go. */
  add(transitions: readonly Transition[]): number {
    if (transitions.length === 0) return 0;
    const rows = transitions.map(toAlertEventRow);
    const json = JSON.stringify(rows);
    const token = `alert_events:${createHash("sha256").update(json).digest("hex")}`;
    this.#waiting.push({ rows, token, bytes: Buffer.byteLength(json) });
    this.#bytes += Buffer.byteLength(json);
    return this.#dropOldest();
  }

  /** Writes what waits, oldest first; answers how many changes. Throws what the first failing write throws. */
  async flush(signal: AbortSignal): Promise<number> {
    let written = 0;
    for (let entry = this.#waiting[0]; entry !== undefined; entry = this.#waiting[0]) {
      await this.#sink.write([{ table: "alert_events", rows: entry.rows }], entry.token, signal);
      written += this.#remove();
    }
    return written;
  }

  #dropOldest(): number {
    let dropped = 0;
    while (this.#bytes > this.#maxBytes) dropped += this.#remove();
    return dropped;
  }

  #remove(): number {
    const entry = this.#waiting.shift();
    this.#bytes -= entry?.bytes ?? 0;
    return entry?.rows.length ?? 0;
  }
}
