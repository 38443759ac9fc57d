import { createStageMetrics, type Logger, type Meter, type StageMetrics } from "@parapet/runtime";

import { retryAfterMsOf, type RefusalReason } from "./refusal.ts";

/** What the gateway counts. Requests received = sent + errors + discarded; spans are counted once a request is decoded. */
export interface GatewayMetrics {
  readonly requests: StageMetrics;
  readonly spans: StageMetrics;
  /** Counts a refusal: a request that may come again is an error, any other is discarded. The first of a kind is logged. */
  readonly refused: (reason: RefusalReason) => void;
  /** Time until the log had confirmed a request, in milliseconds. */
  readonly appended: (durationMs: number) => void;
}

export function createGatewayMetrics(meter: Meter, log: Logger): GatewayMetrics {
  const requests = createStageMetrics(meter, "gateway", "requests");
  const spans = createStageMetrics(meter, "gateway", "spans");
  const duration = meter.createHistogram("parapet.gateway.append.duration", {
    unit: "s",
    description: "time until the log confirmed a request",
  });
  const logged = new Set<RefusalReason>();
  const refused = (reason: RefusalReason): void => {
    if (retryAfterMsOf(reason) === null) requests.discarded(1, reason);
    else requests.errored(reason);
    if (logged.has(reason)) return;
    logged.add(reason);
    log.warn("a request was refused; further ones of this reason are only counted", { reason });
  };
  return { requests, spans, refused, appended: (durationMs) => duration.record(durationMs / 1_000) };
}
