import type { Meter } from "@parapet/runtime";

/** Why an alert was not sent. `superseded` and `repetition` lose nothing: a newer word was sent, or the same one before. */
export type DiscardReason = "superseded" | "repetition" | "queue_full" | "refused" | "receiver_gone" | "stopped";

/** The counts of one receiver: what was received is sent, discarded, or still waits. */
export interface ReceiverMetrics {
  readonly received: (count: number) => void;
  readonly sent: (count: number) => void;
  /** A failed attempt. What it carried is tried again, or counted as discarded. */
  readonly errored: (reason: string) => void;
  readonly discarded: (count: number, reason: DiscardReason) => void;
}

/** Counters `parapet.notifier.alerts.{received,sent,errors,discarded}` by receiver; the same meter serves every receiver. */
export function createReceiverMetrics(meter: Meter, receiver: string): ReceiverMetrics {
  const counter = (what: string): ReturnType<Meter["createCounter"]> =>
    meter.createCounter(`parapet.notifier.alerts.${what}`, {
      unit: "{alert}",
      description: `alerts ${what}, by receiver`,
    });
  const [received, sent, errors, discarded] = [
    counter("received"),
    counter("sent"),
    counter("errors"),
    counter("discarded"),
  ];
  return {
    received: (count) => received.add(count, { receiver }),
    sent: (count) => sent.add(count, { receiver }),
    errored: (reason) => errors.add(1, { receiver, "error.type": reason }),
    discarded: (count, reason) => {
      if (count > 0) discarded.add(count, { receiver, reason });
    },
  };
}
