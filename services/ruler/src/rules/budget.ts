import { createLabels, type BudgetRule, type Evaluation } from "@parapet/alerting";
import { z } from "zod";

import { describeEvidence, formatNumber } from "./evidence.ts";
import { querySeries } from "./query-series.ts";
import type { RuleContext } from "./rule-context.ts";

/** What was spent is the price of the calls, each counted once, and the corrections made to it since. */
const SQL = `
  SELECT tenant,
         toString(sum(cost_usd)) AS spent_usd,
         sum(spend.calls) AS calls,
         sum(spend.unpriced_calls) AS unpriced_calls,
         arrayMap(call -> call.2, groupArraySortedIf(5)((-toFloat64(cost_usd), trace_id), reason = '')) AS trace_ids
  FROM spend
  WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
  GROUP BY tenant
  ORDER BY sum(cost_usd) DESC, tenant
  LIMIT {limit:UInt32}`;

const rowSchema = z.object({
  tenant: z.string(),
  spent_usd: z.coerce.number(),
  calls: z.coerce.number(),
  unpriced_calls: z.coerce.number(),
  trace_ids: z.array(z.string()),
});
export type BudgetRow = z.output<typeof rowSchema>;

export async function evaluateBudget(rule: BudgetRule, context: RuleContext): Promise<readonly Evaluation[]> {
  const { toMs } = context;
  const params = { from_ms: periodStartMs(rule.period, toMs) };
  const rows = await querySeries({ sql: SQL, params, row: rowSchema }, context);
  return rows.flatMap((row) => judgeBudget(rule, row, toMs));
}

/** Start of the UTC day or month in which the last millisecond before `toMs` lies. */
export function periodStartMs(period: BudgetRule["period"], toMs: number): number {
  const last = new Date(toMs - 1);
  return Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), period === "month" ? 1 : last.getUTCDate());
}

/** A tenant may be called `constructor`: only the rule's own keys are budgets. */
function budgetOf({ tenantAmountsUsd, amountUsd }: BudgetRule, tenant: string): number {
  return Object.hasOwn(tenantAmountsUsd, tenant) ? (tenantAmountsUsd[tenant] ?? amountUsd) : amountUsd;
}

/** One judgement for each threshold. Spend that could not be priced is not in the sum, and the alert says so. */
export function judgeBudget(rule: BudgetRule, row: BudgetRow, toMs: number): readonly Evaluation[] {
  const budgetUsd = budgetOf(rule, row.tenant);
  const percentSpent = formatNumber((100 * row.spent_usd) / budgetUsd);
  const unpriced =
    row.unpriced_calls === 0 ? "" : ` ${row.unpriced_calls} calls have no known price and are not counted.`;
  return rule.thresholds.map(({ percent, severity }) => {
    // Rounded, because nine tenths of 0.21 are a little less than 0.189 in binary.
    const thresholdUsd = Number(((budgetUsd * percent) / 100).toPrecision(12));
    return {
      labels: createLabels({
        alertname: rule.name,
        tenant: row.tenant,
        period: rule.period,
        budget_percent: String(percent),
      }),
      verdict: row.spent_usd > thresholdUsd ? "breach" : "clear",
      severity,
      forMs: rule.for.ms,
      ...describeEvidence({
        rule,
        summary: `${percentSpent} % of this ${rule.period}'s budget is spent, more than ${percent} %`,
        description: `${formatNumber(row.spent_usd)} of ${formatNumber(budgetUsd)} USD in ${row.calls} calls.${unpriced}`,
        value: row.spent_usd,
        threshold: thresholdUsd,
        sampleCount: row.calls,
        traceIds: row.trace_ids,
        fromMs: periodStartMs(rule.period, toMs),
        toMs,
      }),
    };
  });
}
