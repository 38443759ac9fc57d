import { chance, pick, seededRandom, type Random } from "@parapet/random";

import { conditionsAt, type DemoApp, demoApps } from "./demo-app.ts";
import { createTrace, type DemoTrace } from "./demo-trace.ts";

export interface TrafficOptions {
  readonly seed: number;
  /** When the demo starts; the history ends here. */
  readonly nowMs: number;
  readonly days: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Everything that happened before the demo starts, oldest first. Equal options give equal traces. */
export function generateTraffic({ seed, nowMs, days }: TrafficOptions): readonly DemoTrace[] {
  const traces = demoApps.flatMap((app, index) => {
    const random = seededRandom(seed + index);
    return offsetsOf(random, app, { nowMs, days }).map((offsetMs) =>
      createTrace(random, app, nowMs + offsetMs, conditionsAt(app, offsetMs)),
    );
  });
  return traces.sort((one, other) => one.startMs - other.startMs);
}

/** When the application's traces start, in milliseconds before the demo does (so negative). */
function offsetsOf(
  random: Random,
  app: DemoApp,
  { nowMs, days }: Pick<TrafficOptions, "nowMs" | "days">,
): readonly number[] {
  const usual = Array.from({ length: Math.round(app.tracesPerDay * days) }, () => usualOffset(random, days));
  const incidents = app.incidents.flatMap(({ fromMs, pastTraces, isWithinDay = false }) => {
    const firstMs = isWithinDay ? Math.max(fromMs, -(nowMs % DAY_MS)) : fromMs;
    return Array.from({ length: pastTraces }, () => firstMs * random());
  });
  return [...usual, ...incidents];
}

/** Any time but the last hour; an hour in the afternoon is likelier than one at night. */
function usualOffset(random: Random, days: number): number {
  for (;;) {
    const offsetMs = -HOUR_MS - random() * (days * DAY_MS - HOUR_MS);
    const hourOfDay = ((offsetMs % DAY_MS) + DAY_MS) / HOUR_MS;
    if (chance(random, 0.6 + 0.4 * Math.cos((2 * Math.PI * hourOfDay) / 24))) return offsetMs;
  }
}

/** Traces that start now and go on for ever: the live part of the demo. */
export function createLiveTraces(options: Pick<TrafficOptions, "seed" | "nowMs">): (startMs: number) => DemoTrace {
  const random = seededRandom(options.seed + demoApps.length);
  return (startMs) => {
    const app = pickLiveApp(random);
    return createTrace(random, app, startMs, conditionsAt(app, startMs - options.nowMs));
  };
}

function pickLiveApp(random: Random): DemoApp {
  let rest = random();
  for (const app of demoApps) {
    rest -= app.liveShare;
    if (rest < 0) return app;
  }
  return pick(random, demoApps);
}
