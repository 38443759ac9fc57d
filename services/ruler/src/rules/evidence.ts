import { createLabels, type Evaluation, type Labels, type Rule } from "@parapet/alerting";

/** What an alert rests on, so that a reader can repeat the computation. */
export interface Evidence extends Pick<Evaluation, "value" | "threshold" | "sampleCount"> {
  readonly rule: Pick<Rule, "runbookUrl">;
  readonly summary: string;
  readonly description: string;
  /** Some spans to look at. */
  readonly traceIds: readonly string[];
  /** What was judged: start inclusive, end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The part of an evaluation that says what was seen. */
export function describeEvidence(
  evidence: Evidence,
): Pick<Evaluation, "value" | "threshold" | "sampleCount" | "annotations"> {
  const { value, threshold, sampleCount } = evidence;
  return { value, threshold, sampleCount, annotations: annotate(evidence) };
}

function annotate({ rule, summary, description, value, threshold, sampleCount, ...rest }: Evidence): Labels {
  return createLabels({
    summary,
    description,
    value: value === null ? "" : formatNumber(value),
    threshold: formatNumber(threshold),
    n: String(sampleCount),
    trace_ids: rest.traceIds.join(","),
    window_from: new Date(rest.fromMs).toISOString(),
    window_to: new Date(rest.toMs).toISOString(),
    runbook_url: rule.runbookUrl,
  });
}

/** Four significant digits. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
