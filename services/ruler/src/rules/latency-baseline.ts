import { createLabels, ratioSeverity, type Evaluation, type LatencyBaselineRule } from "@parapet/alerting";
import { z } from "zod";

import { describeEvidence, formatNumber } from "./evidence.ts";
import { querySeries } from "./query-series.ts";
import type { RuleContext } from "./rule-context.ts";

const SQL = `
  WITH start_time >= fromUnixTimestamp64Milli({window_ms:Int64}) AS is_current
  SELECT tenant,
         if(has({by:Array(String)}, 'service'), leftUTF8(service_name, {max_name:UInt32}), '') AS service,
         if(has({by:Array(String)}, 'model'), leftUTF8(request_model, {max_name:UInt32}), '') AS model,
         countIf(is_current) AS current_count,
         countIf(NOT is_current) AS baseline_count,
         quantileTDigestIf(0.95)(assumeNotNull(ttft_ms), is_current) AS current_p95_ms,
         quantileTDigestIf(0.95)(assumeNotNull(ttft_ms), NOT is_current) AS baseline_p95_ms,
         arrayMap(call -> call.2, groupArraySortedIf(5)((-assumeNotNull(ttft_ms), trace_id), is_current)) AS trace_ids
  FROM spans
  WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
    AND ttft_ms IS NOT NULL AND isFinite(ttft_ms)
  GROUP BY tenant, service, model
  HAVING current_count > 0
  ORDER BY current_count DESC, tenant, service, model
  LIMIT {limit:UInt32}`;

const rowSchema = z.object({
  tenant: z.string(),
  service: z.string(),
  model: z.string(),
  current_count: z.coerce.number(),
  baseline_count: z.coerce.number(),
  current_p95_ms: z.number().nullable(),
  baseline_p95_ms: z.number().nullable(),
  trace_ids: z.array(z.string()),
});
export type LatencyBaselineRow = z.output<typeof rowSchema>;

export async function evaluateLatencyBaseline(
  rule: LatencyBaselineRule,
  context: RuleContext,
): Promise<readonly Evaluation[]> {
  const { toMs } = context;
  const windowMs = toMs - rule.window.ms;
  const params = { by: rule.by, from_ms: windowMs - rule.baseline.ms, window_ms: windowMs };
  const rows = await querySeries({ sql: SQL, params, row: rowSchema }, context);
  return rows.map((row) => judgeLatency(rule, row, toMs));
}

/** The value is the ratio of the two percentiles; unknown when either rests on too few calls. */
export function judgeLatency(rule: LatencyBaselineRule, row: LatencyBaselineRow, toMs: number): Evaluation {
  const ratio = latencyRatio(rule, row);
  const [currentText, baselineText] = [row.current_p95_ms, row.baseline_p95_ms].map((ms) => formatNumber(ms ?? 0));
  return {
    labels: createLabels({ alertname: rule.name, tenant: row.tenant, service: row.service, model: row.model }),
    verdict: ratio === null ? "unknown" : ratio > rule.maxRatio ? "breach" : "clear",
    severity: ratioSeverity(ratio ?? 0, rule.maxRatio),
    forMs: rule.for.ms,
    ...describeEvidence({
      rule,
      summary: `p95 time to first token is ${formatNumber(ratio ?? 0)}x its ${rule.baseline.text} baseline`,
      description:
        `p95 ${currentText} ms over ${rule.window.text} (${row.current_count} calls), ` +
        `${baselineText} ms over the ${rule.baseline.text} before (${row.baseline_count} calls).`,
      value: ratio,
      threshold: rule.maxRatio,
      sampleCount: row.current_count,
      traceIds: row.trace_ids,
      fromMs: toMs - rule.window.ms,
      toMs,
    }),
  };
}

function latencyRatio(rule: LatencyBaselineRule, row: LatencyBaselineRow): number | null {
  const { current_p95_ms: current, baseline_p95_ms: baseline } = row;
  if (Math.min(row.current_count, row.baseline_count) < rule.minSamples) return null;
  if (current === null || baseline === null || !(baseline > 0)) return null;
  return current / baseline;
}
