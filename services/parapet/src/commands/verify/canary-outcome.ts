import type { Canary } from "./canaries.ts";

/** What is stored of one detector on one part of a span. */
export interface StoredDetection {
  readonly trace_id: string;
  readonly detector: string;
  readonly status: string;
  readonly score: number | null;
}

/** What became of a canary. */
export interface CanaryOutcome {
  readonly canary: string;
  readonly detector: string;
  /** `missing` where nothing is stored of it. */
  readonly status: string;
  /** The greatest where the detector looked at several parts of the span. */
  readonly score: number | null;
  /** Whether the score is above the detector's own threshold, whatever a policy makes of it. */
  readonly found: boolean;
  readonly ok: boolean;
  readonly seconds: number;
}

export interface CanaryTrial {
  readonly canary: Canary;
  /** Above it the detector finds, where no policy says otherwise. */
  readonly threshold: number;
}

/** Judges a canary by the rows that are stored of it, so many seconds after it was sent. */
export function canaryOutcome(
  { canary: { name, detector, isFound }, threshold }: CanaryTrial,
  rows: readonly StoredDetection[],
  seconds: number,
): CanaryOutcome {
  const ran = rows.filter(({ status }) => status === "ran");
  const score = ran.length === 0 ? null : Math.max(...ran.map((row) => row.score ?? 0));
  const found = score !== null && score > threshold;
  const status = ran.length > 0 ? "ran" : (rows[0]?.status ?? "missing");
  return { canary: name, detector, status, score, found, ok: status === "ran" && found === isFound, seconds };
}
