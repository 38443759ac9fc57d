import type { Labels } from "./labels.ts";
import type { AlertSeverity } from "./severity.ts";

/**
 * What a rule says about one series: the condition holds, does not hold, or cannot be judged because there is too
 * little data. The last is neither of the others: missing data starts no alert and ends none by itself.
 */
export type Verdict = "breach" | "clear" | "unknown";

/** The judgement of one series by one rule at one time. */
export interface Evaluation {
  /** Identity of the series, with `alertname`, without `severity`. */
  readonly labels: Labels;
  readonly verdict: Verdict;
  readonly severity: AlertSeverity;
  /** How long the breach must last before it fires. */
  readonly forMs: number;
  readonly value: number | null;
  readonly threshold: number;
  /** What the value was computed from: calls, vectors, findings. */
  readonly sampleCount: number;
  readonly annotations: Labels;
}

/** All that one rule says at one time. */
export interface RuleEvaluation {
  readonly rule: EvaluatedRule;
  readonly series: readonly Evaluation[];
  /** What it means that a series with an alert is not in `series`: a count of nothing is clear, a quantile of nothing unknown. */
  readonly absent: Exclude<Verdict, "breach">;
}

/** The part of a rule that the state of its alerts depends on. */
export interface EvaluatedRule {
  readonly name: string;
  readonly kind: string;
  readonly keepFiringFor: { readonly ms: number };
  readonly resolveWithoutDataAfter: { readonly ms: number };
}
