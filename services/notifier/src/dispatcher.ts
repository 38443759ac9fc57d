import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

import type { Alert } from "@parapet/alerting";
import { backOffMs, describeError, type BackOff, type Clock, type Logger } from "@parapet/runtime";

import type { DiscardReason, ReceiverMetrics } from "./notifier-metrics.ts";
import { Outbox } from "./outbox.ts";
import type { Receiver, SendOutcome } from "./receiver.ts";
import { ToldAlerts } from "./told-alerts.ts";

export interface DispatcherOptions {
  readonly receiver: Receiver;
  readonly maxQueueBytes: number;
  readonly backOff: BackOff;
  /** How long `stop` goes on sending what still waits. */
  readonly drainMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: ReceiverMetrics;
}

/** Brings alerts to one receiver: one message at a time, again and again until it is taken, refused or superseded. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #outbox: Outbox;
  readonly #told: ToldAlerts;
  readonly #abort = new AbortController();
  readonly #events = new EventEmitter();
  #running: Promise<void> | undefined;
  #isStopping = false;
  #isGone = false;
  #failures = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.maxQueueBytes);
    this.#told = new ToldAlerts(options.receiver.repeatIntervalMs);
  }

  /** Takes charge of the alerts as far as the bound allows. */
  put(alerts: readonly Alert[]): void {
    this.#options.metrics.received(alerts.length);
    if (this.#isGone) return this.#discard(alerts.length, "receiver_gone");
    if (this.#isStopping) return this.#discard(alerts.length, "stopped");
    this.#keep(alerts, (alert) => this.#outbox.put(alert));
    this.#events.emit("alerts");
  }

  start(): void {
    this.#running ??= this.#run(this.#abort.signal).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) this.#options.log.error("dispatcher failed", { cause: describeError(error) });
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#events.emit("alerts");
    const deadline = setTimeout(() => this.#abort.abort(), this.#options.drainMs);
    await this.#running;
    clearTimeout(deadline);
    this.#discard(this.#outbox.take().length, "stopped");
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!(this.#outbox.size === 0 && this.#isStopping)) {
      if (this.#outbox.size === 0) await once(this.#events, "alerts", { signal });
      const waitMs = await this.#flush(signal);
      if (waitMs > 0) await delay(waitMs, undefined, { signal });
      signal.throwIfAborted();
    }
  }

  /** Sends what is due until a message must be tried again; answers how long to wait before that. */
  async #flush(signal: AbortSignal): Promise<number> {
    const { receiver, clock } = this.#options;
    const waiting = this.#outbox.take();
    const due = waiting.filter((alert) => this.#told.isDue(alert, clock.nowMs()));
    this.#discard(waiting.length - due.length, "repetition");
    const messages = receiver.split(due);
    for (const [index, message] of messages.entries()) {
      const sentMs = clock.nowMs();
      const outcome = await receiver.send(message, signal);
      if (outcome.kind === "gone") return this.#leave(messages.slice(index).flat().length);
      if (outcome.kind === "retry") {
        // The message that failed goes to the end of the queue, or one that never can be sent would hold up the rest.
        this.#keep([...messages.slice(index + 1).flat(), ...message], (alert) => this.#outbox.restore(alert));
        return this.#retryDelayMs(outcome);
      }
      this.#settle(message, outcome, sentMs);
    }
    return 0;
  }

  #settle(message: readonly Alert[], outcome: Exclude<SendOutcome, { kind: "retry" | "gone" }>, sentMs: number): void {
    const { metrics, log } = this.#options;
    this.#failures = 0;
    // A refused message counts as told: asking again at each repetition would not change the answer.
    this.#told.add(message, sentMs);
    if (outcome.kind === "sent") return metrics.sent(message.length);
    metrics.errored(outcome.reason);
    log.error("receiver refused alerts", { alerts: message.length, reason: outcome.reason });
    this.#discard(message.length, "refused");
  }

  /** Gives up what was not told, and takes no more; answers that there is nothing to wait for. */
  #leave(untold: number): number {
    this.#options.log.error("receiver is gone (HTTP 410): it is told nothing more until the notifier restarts");
    this.#isGone = true;
    this.#discard(untold + this.#outbox.take().length, "receiver_gone");
    return 0;
  }

  #retryDelayMs({ reason, afterMs = 0 }: Extract<SendOutcome, { kind: "retry" }>): number {
    const { metrics, log, backOff } = this.#options;
    metrics.errored(reason);
    const waitMs = Math.max(backOffMs(backOff, this.#failures), Math.min(afterMs, backOff.maxMs));
    if (this.#failures === 0) log.warn("receiver cannot be told now", { reason, retry_in_ms: Math.round(waitMs) });
    this.#failures += 1;
    return waitMs;
  }

  #keep(alerts: readonly Alert[], keep: (alert: Alert) => ReturnType<Outbox["put"]>): void {
    const kept = alerts.map(keep);
    this.#discard(kept.filter((result) => result === "superseded").length, "superseded");
    const lost = kept.filter((result) => result === "full").length;
    this.#discard(lost, "queue_full");
    if (lost > 0)
      this.#options.log.warn("queue is full: alerts wait for the ruler's next repetition", { alerts: lost });
  }

  #discard(count: number, reason: DiscardReason): void {
    this.#options.metrics.discarded(count, reason);
  }
}
