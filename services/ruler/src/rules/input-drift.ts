import { createLabels, ratioSeverity, type Evaluation, type InputDriftRule } from "@parapet/alerting";
import { cosineDistance } from "@parapet/stats";
import { z } from "zod";

import { describeEvidence, formatNumber } from "./evidence.ts";
import { querySeries } from "./query-series.ts";
import type { RuleContext } from "./rule-context.ts";

/** A vector of zeros or with a component that is not finite would spoil the mean: it is counted and left out. */
const SQL = `
  WITH start_time >= fromUnixTimestamp64Milli({window_ms:Int64}) AS is_current,
       L2Norm(vector) AS norm,
       isFinite(norm) AND norm > 0 AS is_usable
  SELECT tenant,
         if(has({by:Array(String)}, 'service'), leftUTF8(service_name, {max_name:UInt32}), '') AS service,
         model_version,
         countIf(is_current) AS current_total,
         countIf(is_current AND is_usable) AS current_count,
         countIf(NOT is_current AND is_usable) AS reference_count,
         avgForEachIf(vector, is_current AND is_usable) AS current_centroid,
         avgForEachIf(vector, NOT is_current AND is_usable) AS reference_centroid,
         groupUniqArrayIf(5)(trace_id, is_current) AS trace_ids
  FROM embeddings
  WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
    AND part = 'input'
  GROUP BY tenant, service, model_version
  HAVING current_total > 0
  ORDER BY current_total DESC, tenant, service, model_version
  LIMIT {limit:UInt32}`;

const rowSchema = z.object({
  tenant: z.string(),
  service: z.string(),
  model_version: z.string(),
  current_total: z.coerce.number(),
  current_count: z.coerce.number(),
  reference_count: z.coerce.number(),
  current_centroid: z.array(z.number()),
  reference_centroid: z.array(z.number()),
  trace_ids: z.array(z.string()),
});
export type InputDriftRow = z.output<typeof rowSchema>;

/** Share of unusable vectors above which the embedder itself is the alert. */
const MAX_UNUSABLE_SHARE = 0.5;

export async function evaluateInputDrift(rule: InputDriftRule, context: RuleContext): Promise<readonly Evaluation[]> {
  const { toMs } = context;
  const windowMs = toMs - rule.window.ms;
  const params = { by: rule.by, from_ms: windowMs - rule.reference.ms, window_ms: windowMs };
  const rows = await querySeries({ sql: SQL, params, row: rowSchema }, context);
  return rows.flatMap((row) => [judgeDrift(rule, row, toMs), judgeEmbedder(rule, row, toMs)]);
}

/** The value is the cosine distance of the two mean vectors; unknown when either rests on too few, or has no direction. */
export function judgeDrift(rule: InputDriftRule, row: InputDriftRow, toMs: number): Evaluation {
  const distance = centroidDistance(rule, row);
  return {
    labels: seriesLabels(rule, row, "drift"),
    verdict: distance === null ? "unknown" : distance > rule.maxDistance ? "breach" : "clear",
    severity: ratioSeverity(distance ?? 0, rule.maxDistance),
    forMs: rule.for.ms,
    ...describeEvidence({
      rule,
      summary: `Inputs have moved: cosine distance ${formatNumber(distance ?? 0)} from the ${rule.reference.text} before`,
      description: `Mean embedding of ${row.current_count} inputs over ${rule.window.text} against ${row.reference_count} before.`,
      value: distance,
      threshold: rule.maxDistance,
      sampleCount: row.current_count,
      traceIds: row.trace_ids,
      fromMs: toMs - rule.window.ms,
      toMs,
    }),
  };
}

function centroidDistance(rule: InputDriftRule, row: InputDriftRow): number | null {
  if (Math.min(row.current_count, row.reference_count) < rule.minSamples) return null;
  if (row.current_centroid.length !== row.reference_centroid.length) return null;
  return cosineDistance(row.current_centroid, row.reference_centroid);
}

/** A dead embedder yields no distance, and so no drift: that is an alert of its own. */
export function judgeEmbedder(rule: InputDriftRule, row: InputDriftRow, toMs: number): Evaluation {
  const unusable = row.current_total - row.current_count;
  const share = row.current_total === 0 ? null : unusable / row.current_total;
  const isJudgeable = share !== null && row.current_total >= rule.minSamples;
  return {
    labels: seriesLabels(rule, row, "unusable_vectors"),
    verdict: !isJudgeable ? "unknown" : share > MAX_UNUSABLE_SHARE ? "breach" : "clear",
    severity: "critical",
    forMs: rule.for.ms,
    ...describeEvidence({
      rule,
      summary: "The embedder gives vectors that cannot be used: input drift is not watched",
      description: `${unusable} of ${row.current_total} vectors over ${rule.window.text} are zero or not finite.`,
      value: share,
      threshold: MAX_UNUSABLE_SHARE,
      sampleCount: row.current_total,
      traceIds: row.trace_ids,
      fromMs: toMs - rule.window.ms,
      toMs,
    }),
  };
}

function seriesLabels(rule: InputDriftRule, row: InputDriftRow, signal: string): Evaluation["labels"] {
  const { tenant, service, model_version } = row;
  return createLabels({ alertname: rule.name, tenant, service, model_version, signal });
}
