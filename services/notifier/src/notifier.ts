import type { AlertSink } from "@parapet/alerting";
import type { BackOff, Clock, Logger, Meter, Service } from "@parapet/runtime";

import { Dispatcher } from "./dispatcher.ts";
import { createReceiverMetrics } from "./notifier-metrics.ts";
import type { Receiver } from "./receiver.ts";

export interface NotifierDeps {
  readonly receivers: readonly Receiver[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
  /** Bound of the alerts that wait for one receiver, in bytes of JSON. */
  readonly maxQueueBytes?: number;
  readonly backOff?: BackOff;
  readonly drainMs?: number;
}

const DEFAULT_MAX_QUEUE_BYTES = 8 * 1024 * 1024;
const DEFAULT_BACK_OFF: BackOff = { initialMs: 1_000, maxMs: 300_000 };

/**
 * Brings alerts to every receiver, each at its own pace: one that is slow or down holds up no other. `notify` answers
 * as soon as the alerts are queued; `stop` sends what waits for at most `drainMs`.
 */
export function createNotifier(deps: NotifierDeps): AlertSink & Service {
  const { maxQueueBytes = DEFAULT_MAX_QUEUE_BYTES, backOff = DEFAULT_BACK_OFF, drainMs = 5_000 } = deps;
  const { clock, meter } = deps;
  const dispatchers = deps.receivers.map((receiver) => {
    const log = deps.log.child({ receiver: receiver.name });
    const metrics = createReceiverMetrics(meter, receiver.name);
    return new Dispatcher({ receiver, maxQueueBytes, backOff, drainMs, clock, log, metrics });
  });
  return {
    name: "notifier",
    notify: async (alerts) => dispatchers.forEach((dispatcher) => dispatcher.put(alerts)),
    start: async () => dispatchers.forEach((dispatcher) => dispatcher.start()),
    stop: async () => {
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
    },
  };
}
