import type { StageMetrics } from "@parapet/runtime";

/** Metrics that a test looks at. */
export interface CountedMetrics extends StageMetrics {
  readonly errors: readonly string[];
  /** How many messages were lost for each reason. */
  readonly lost: ReadonlyMap<string, number>;
}

export function countMetrics(): CountedMetrics {
  const errors: string[] = [];
  const lost = new Map<string, number>();
  return {
    errors,
    lost,
    received: () => undefined,
    sent: () => undefined,
    errored: (code) => void errors.push(code),
    discarded: (count, reason) => void lost.set(reason, (lost.get(reason) ?? 0) + count),
  };
}
