import {
  burnWindowFactor,
  createLabels,
  windowName,
  type BurnWindow,
  type Evaluation,
  type SloBurnRule,
} from "@parapet/alerting";
import { burnRate, type EventCount } from "@parapet/stats";
import { z } from "zod";

import { describeEvidence, formatNumber } from "./evidence.ts";
import { querySeries } from "./query-series.ts";
import type { RuleContext } from "./rule-context.ts";

/**
 * Calls are counted in buckets, by age, and the buckets summed for every window in one pass. A bucket is as long as the
 * greatest common divisor of the windows, so that the sums are exact.
 */
const SQL = `
  SELECT tenant, service, model,
         sumForEach(arrayMap(buckets -> if(age < buckets, total, 0), {window_buckets:Array(UInt32)})) AS totals,
         sumForEach(arrayMap(buckets -> if(age < buckets, bad, 0), {window_buckets:Array(UInt32)})) AS bads,
         argMinIf(bad_traces, age, bad > 0) AS trace_ids
  FROM (
    WITH status = 'error' AND NOT has({ignored:Array(String)}, error_type) AS is_bad
    SELECT tenant,
           if(has({by:Array(String)}, 'service'), leftUTF8(service_name, {max_name:UInt32}), '') AS service,
           if(has({by:Array(String)}, 'model'), leftUTF8(request_model, {max_name:UInt32}), '') AS model,
           intDiv({to_ms:Int64} - toUnixTimestamp64Milli(start_time) - 1, {bucket_ms:Int64}) AS age,
           count() AS total,
           countIf(is_bad) AS bad,
           groupUniqArrayIf(5)(trace_id, is_bad) AS bad_traces
    FROM spans
    WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
      AND has({operations:Array(String)}, operation)
    GROUP BY tenant, service, model, age
  )
  GROUP BY tenant, service, model
  ORDER BY sum(bad) DESC, tenant, service, model
  LIMIT {limit:UInt32}`;

const countSchema = z.coerce.number();

const rowSchema = z.object({
  tenant: z.string(),
  service: z.string(),
  model: z.string(),
  /** Calls in each window, in the order of the rule's windows: long, short, long, short, … */
  totals: z.array(countSchema),
  bads: z.array(countSchema),
  trace_ids: z.array(z.string()),
});
export type SloBurnRow = z.output<typeof rowSchema>;

export async function evaluateSloBurn(rule: SloBurnRule, context: RuleContext): Promise<readonly Evaluation[]> {
  const { toMs } = context;
  const windowsMs = rule.windows.flatMap(({ long, short }) => [long.ms, short.ms]);
  const bucketMs = windowsMs.reduce(greatestCommonDivisor);
  const params = {
    by: rule.by,
    operations: rule.operations,
    ignored: rule.ignoredErrorTypes,
    window_buckets: windowsMs.map((ms) => ms / bucketMs),
    bucket_ms: bucketMs,
    from_ms: toMs - Math.max(...windowsMs),
  };
  const rows = await querySeries({ sql: SQL, params, row: rowSchema }, context);
  return rows.flatMap((row) => judgeSloBurn(rule, row, toMs));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** One judgement for each pair of windows. */
export function judgeSloBurn(rule: SloBurnRule, row: SloBurnRow, toMs: number): readonly Evaluation[] {
  const countAt = (index: number): EventCount => ({ bad: row.bads[index] ?? 0, total: row.totals[index] ?? 0 });
  return rule.windows.map((window, index) => {
    const pair = { long: countAt(2 * index), short: countAt(2 * index + 1) };
    return judgeWindow({ rule, window, row, toMs }, pair);
  });
}

interface WindowSubject {
  readonly rule: SloBurnRule;
  readonly window: BurnWindow;
  readonly row: SloBurnRow;
  readonly toMs: number;
}

interface WindowPair {
  readonly long: EventCount;
  readonly short: EventCount;
}

/** A window without calls says nothing: after a total outage callers may have given up, and that is no recovery. */
function judgeWindow(subject: WindowSubject, { long, short }: WindowPair): Evaluation {
  const { rule, window, row } = subject;
  const factor = burnWindowFactor(rule, window);
  const [longBurn, shortBurn] = [burnRate(long, rule.objective), burnRate(short, rule.objective)];
  const isBurning = longBurn !== null && shortBurn !== null && longBurn > factor && shortBurn > factor;
  const isUnknown = longBurn === null || (shortBurn === null && longBurn > factor);
  const verdict = isBurning && long.bad >= window.minBadEvents ? "breach" : "clear";
  return {
    labels: createLabels({
      alertname: rule.name,
      tenant: row.tenant,
      service: row.service,
      model: row.model,
      slo: rule.slo,
      window: windowName(window),
    }),
    verdict: isUnknown ? "unknown" : verdict,
    severity: window.severity,
    forMs: window.for.ms,
    ...describeWindow(subject, { long, short }, factor),
  };
}

function describeWindow(
  { rule, window, row, toMs }: WindowSubject,
  { long, short }: WindowPair,
  factor: number,
): ReturnType<typeof describeEvidence> {
  const value = burnRate(long, rule.objective);
  const [longText, shortText] = [value, burnRate(short, rule.objective)].map((burn) => formatNumber(burn ?? 0));
  return describeEvidence({
    rule,
    summary: `Error budget burns ${longText}x too fast over ${window.long.text}, ${shortText}x over ${window.short.text}`,
    description:
      `${long.bad} of ${long.total} calls failed within ${window.long.text}. The objective is ${formatNumber(rule.objective * 100)} % ` +
      `over ${rule.period.text}; ${formatNumber(factor)}x spends ${window.budgetPercent} % of its budget in ${window.long.text}.`,
    value,
    threshold: factor,
    sampleCount: long.total,
    traceIds: row.trace_ids,
    fromMs: toMs - window.long.ms,
    toMs,
  });
}
