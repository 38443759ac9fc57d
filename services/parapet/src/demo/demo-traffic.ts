import { setTimeout as delay } from "node:timers/promises";

import { type Clock, describeError, type Logger, ParapetError, retryUntilDone, type Service } from "@parapet/runtime";

import { demoHistory, type DemoRequest, traceRequest } from "./demo-request.ts";
import { createLiveTraces, type TrafficOptions } from "./generate-traffic.ts";

export interface DemoTrafficDeps extends TrafficOptions {
  /** Base URL of the gateway's OTLP/HTTP listener, known once it listens. */
  readonly endpoint: () => string;
  /** Bearer tokens by tenant; `demoTenants` names those that are needed. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Logger;
  /** Live traces; a trace has about two spans. */
  readonly tracesPerSecond?: number;
  readonly requestTimeoutMs?: number;
}

export interface DemoTraffic extends Service {
  /** Sends the history, oldest first; resolves with the number of spans when all are acknowledged. */
  readonly sendHistory: (signal: AbortSignal) => Promise<number>;
}

/** Answers after which the same request may succeed (OTLP/HTTP: 429, 502, 503, 504). */
const RETRYABLE = new Set([429, 502, 503, 504]);
const BACK_OFF = { initialMs: 200, maxMs: 5_000 } as const;

/** Sends the demo's spans through the gateway, as any application would: first the history, then live ones. */
export function createDemoTraffic(deps: DemoTrafficDeps): DemoTraffic {
  const stopping = new AbortController();
  let live: Promise<void> = Promise.resolve();
  return {
    name: "demo-traffic",
    sendHistory: (signal) => sendHistory(deps, AbortSignal.any([signal, stopping.signal])),
    start: async () => {
      live = sendLive(deps, stopping.signal);
    },
    stop: async () => {
      stopping.abort();
      await live;
    },
  };
}

async function sendHistory(deps: DemoTrafficDeps, signal: AbortSignal): Promise<number> {
  let spans = 0;
  for (const request of demoHistory(deps)) {
    await retryUntilDone(() => send(deps, request, signal), {
      backOff: BACK_OFF,
      signal,
      onFailure: (error) => {
        if (!isRetryable(error)) throw error;
        deps.log.debug("demo request will be sent again", { error: describeError(error) });
      },
    });
    spans += request.spanCount;
  }
  return spans;
}

/** Returns once `stop` aborts. A live request that fails is lost, as it would be for an application without a queue. */
async function sendLive(deps: DemoTrafficDeps, stop: AbortSignal): Promise<void> {
  const createLiveTrace = createLiveTraces(deps);
  const periodMs = 1_000 / (deps.tracesPerSecond ?? 1);
  while (!stop.aborted) {
    await send(deps, traceRequest(createLiveTrace(deps.clock.nowMs())), stop).catch((error: unknown) => {
      if (!stop.aborted) deps.log.warn("demo request was not stored", { error: describeError(error) });
    });
    await delay(periodMs, undefined, { signal: stop }).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
  }
}

async function send(deps: DemoTrafficDeps, { tenant, body }: DemoRequest, signal: AbortSignal): Promise<void> {
  const response = await deps.fetch(`${deps.endpoint()}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf", authorization: `Bearer ${deps.tokens[tenant] ?? ""}` },
    body: new Uint8Array(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(deps.requestTimeoutMs ?? 60_000)]),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const code = RETRYABLE.has(response.status) ? "demo_retryable" : "demo_refused";
  throw new ParapetError(code, `the gateway answered ${response.status} to spans of tenant ${tenant}; check its token`);
}

/** Anything but a refusal may pass: a gateway that still starts, a slow one, a full one. */
function isRetryable(error: unknown): boolean {
  return !(error instanceof ParapetError) || error.code !== "demo_refused";
}
