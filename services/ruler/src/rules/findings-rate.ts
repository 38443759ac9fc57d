import { createLabels, ratioSeverity, type Evaluation, type FindingsRateRule } from "@parapet/alerting";
import { z } from "zod";

import { describeEvidence } from "./evidence.ts";
import { querySeries } from "./query-series.ts";
import type { RuleContext } from "./rule-context.ts";

const SQL = `
  SELECT tenant,
         count() AS findings,
         uniqExact(trace_id, span_id) AS calls,
         groupUniqArray(5)(trace_id) AS trace_ids
  FROM findings
  WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
    AND category = {category:String}
  GROUP BY tenant
  ORDER BY findings DESC, tenant
  LIMIT {limit:UInt32}`;

const rowSchema = z.object({
  tenant: z.string(),
  findings: z.coerce.number(),
  calls: z.coerce.number(),
  trace_ids: z.array(z.string()),
});
export type FindingsRateRow = z.output<typeof rowSchema>;

export async function evaluateFindingsRate(
  rule: FindingsRateRule,
  context: RuleContext,
): Promise<readonly Evaluation[]> {
  const { toMs } = context;
  const params = { category: rule.category, from_ms: toMs - rule.window.ms };
  const rows = await querySeries({ sql: SQL, params, row: rowSchema }, context);
  return rows.map((row) => judgeFindings(rule, row, toMs));
}

/** The value is the number of findings of the tenant in the window. */
export function judgeFindings(rule: FindingsRateRule, row: FindingsRateRow, toMs: number): Evaluation {
  return {
    labels: createLabels({ alertname: rule.name, tenant: row.tenant, category: rule.category }),
    verdict: row.findings > rule.maxFindings ? "breach" : "clear",
    severity: ratioSeverity(row.findings, rule.maxFindings),
    forMs: rule.for.ms,
    ...describeEvidence({
      rule,
      summary: `${row.findings} ${rule.category} findings within ${rule.window.text}`,
      description: `${row.findings} findings in ${row.calls} calls within ${rule.window.text}; more than ${rule.maxFindings} are alerted.`,
      value: row.findings,
      threshold: rule.maxFindings,
      sampleCount: row.calls,
      traceIds: row.trace_ids,
      fromMs: toMs - rule.window.ms,
      toMs,
    }),
  };
}
