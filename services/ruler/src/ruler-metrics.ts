import { createStageMetrics, type Meter, type StageMetrics } from "@parapet/runtime";

export interface RulerMetrics {
  /** Rules: those due, those evaluated, and those whose evaluation failed. */
  readonly rules: StageMetrics;
  /** Changes of alerts on their way to `alert_events`. */
  readonly events: StageMetrics;
  readonly roundSeconds: (seconds: number) => void;
  readonly firing: (count: number) => void;
}

export function createRulerMetrics(meter: Meter): RulerMetrics {
  const round = meter.createHistogram("parapet.ruler.round.duration", {
    unit: "s",
    description: "time to evaluate every rule once",
  });
  const firing = meter.createGauge("parapet.ruler.alerts.firing", { unit: "{alert}", description: "alerts that fire" });
  return {
    rules: createStageMetrics(meter, "ruler", "rules"),
    events: createStageMetrics(meter, "ruler", "alert_events"),
    roundSeconds: (seconds) => round.record(seconds),
    firing: (count) => firing.record(count),
  };
}
