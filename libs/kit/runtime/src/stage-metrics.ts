import type { Counter, Meter } from "@opentelemetry/api";

/** The four counts every stage keeps, so that what comes in can be compared with what goes out. Counted per batch. */
export interface StageMetrics {
  readonly received: (count: number) => void;
  readonly sent: (count: number) => void;
  /** A failure that is retried is an error, not a loss. `code` comes from a bounded set. */
  readonly errored: (code: string) => void;
  /** What is lost for good or refused on purpose. `reason` comes from a bounded set. */
  readonly discarded: (count: number, reason: string) => void;
}

/** Counters `parapet.<service>.<noun>.{received,sent,errors,discarded}`. */
export function createStageMetrics(meter: Meter, service: string, noun: string): StageMetrics {
  const counter = (what: string): Counter =>
    meter.createCounter(`parapet.${service}.${noun}.${what}`, {
      unit: `{${noun}}`,
      description: `${noun} ${what} by ${service}`,
    });
  const [received, sent, errors, discarded] = [
    counter("received"),
    counter("sent"),
    counter("errors"),
    counter("discarded"),
  ];
  return {
    received: (count) => received.add(count),
    sent: (count) => sent.add(count),
    errored: (code) => errors.add(1, { "error.type": code }),
    discarded: (count, reason) => discarded.add(count, { reason }),
  };
}
