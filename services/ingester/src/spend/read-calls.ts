import type { ClickHouse } from "@parapet/clickhouse";
import { modelCallOperations } from "@parapet/span";
import { z } from "zod";

import { spanColumnList, storedCallSchema, type StoredCall } from "./stored-call.ts";
import type { TimeWindow } from "./time-window.ts";

/** Whose calls, and when they began. */
export interface CallScope {
  readonly tenant: string;
  readonly window: TimeWindow;
}

/** Spans of one call begin within this time of each other; those of a longer one are settled as far as they lie in it. */
const CALL_SPREAD_MS = 3_600_000;

/** An id that more traces than this share is no id of one call. */
const MAX_TRACES_PER_CALL = 16;

const inWindow = `start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})`;
const nearby = `tenant = {tenant:String}
  AND start_time >= fromUnixTimestamp64Milli({from_ms:Int64} - {spread_ms:Int64})
  AND start_time < fromUnixTimestamp64Milli({to_ms:Int64} + {spread_ms:Int64})`;

const measures = { calls: "calls", unpriced: "unpriced", input_tokens: "input_tokens", output_tokens: "output_tokens" };
const amounts = { input_usd: "input_cost_delta_usd", output_usd: "output_cost_delta_usd", usd: "cost_delta_usd" };

function correctionSums(): string {
  const columns = [
    ...Object.entries(measures).map(([name, column]) => [name, `${column}_delta`]),
    ...Object.entries(amounts),
  ];
  return columns
    .flatMap(([name, column]) => [
      `sum(${column}) AS all_${name}`,
      `sumIf(${column}, reason = 'duplicate_call') AS duplicate_${name}`,
    ])
    .join(", ");
}

/** Spans with the sums of their corrections; what has none joins zeros. */
const corrected = `
  SELECT ${spanColumnList}, corrected.* EXCEPT (topic, partition, offset, idx)
  FROM spans
  LEFT JOIN (
    SELECT topic, partition, offset, idx, count() AS corrections,
      argMaxIf(price_version, generation, price_version != '') AS corrected_version, ${correctionSums()}
    FROM cost_adjustments
    WHERE ${nearby}
    GROUP BY topic, partition, offset, idx
  ) AS corrected USING (topic, partition, offset, idx)`;

const order = "ORDER BY topic, partition, offset, idx";

const linkableSql = `
  WITH calls AS (
    SELECT trace_id, start_time, if(call_key = '', response_id, call_key) AS key
    FROM spans WHERE ${nearby} AND operation IN {operations:Array(String)}
  )
  ${corrected}
  WHERE ${nearby.replaceAll("start_time", "spans.start_time").replaceAll("tenant =", "spans.tenant =")} AND trace_id IN (
    SELECT trace_id FROM calls GROUP BY trace_id HAVING count() > 1 AND countIf(${inWindow}) > 0
    UNION DISTINCT
    SELECT trace_id FROM calls WHERE key IN (
      SELECT key FROM calls WHERE key != '' GROUP BY key
      HAVING uniqExact(trace_id) BETWEEN 2 AND ${MAX_TRACES_PER_CALL} AND countIf(${inWindow}) > 0
    )
  )
  ${order}`;

const pricedSql = `
  ${corrected}
  WHERE spans.tenant = {tenant:String} AND ${inWindow.replaceAll("start_time", "spans.start_time")}
    AND operation IN {operations:Array(String)}
  ${order}`;

/** Spans of the traces in which a call of the window may be told more than once, with all their other spans nearby. */
export function readLinkable(
  clickhouse: ClickHouse,
  scope: CallScope,
  signal: AbortSignal,
): Promise<readonly StoredCall[]> {
  return clickhouse.query(linkableSql, paramsOf(scope, CALL_SPREAD_MS), storedCallSchema, { signal });
}

/** Every call of the window. */
export function readCalls(
  clickhouse: ClickHouse,
  scope: CallScope,
  signal: AbortSignal,
): Promise<readonly StoredCall[]> {
  return clickhouse.query(pricedSql, paramsOf(scope, 0), storedCallSchema, { signal });
}

/** Spans of the window. */
export async function countSpans(clickhouse: ClickHouse, scope: CallScope, signal: AbortSignal): Promise<number> {
  const sql = `SELECT count() AS n FROM spans WHERE tenant = {tenant:String} AND ${inWindow}`;
  const [row] = await clickhouse.query(sql, paramsOf(scope, 0), z.object({ n: z.coerce.number() }), { signal });
  return row?.n ?? 0;
}

/** Tenants with spans in the window, in the order of their names. */
export async function readTenants(
  clickhouse: ClickHouse,
  window: TimeWindow,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sql = `SELECT DISTINCT tenant FROM spans WHERE ${inWindow} ORDER BY tenant`;
  const params = { from_ms: window.fromMs, to_ms: window.toMs };
  const rows = await clickhouse.query(sql, params, z.object({ tenant: z.string() }), { signal });
  return rows.map(({ tenant }) => tenant);
}

function paramsOf({ tenant, window }: CallScope, spreadMs: number) {
  return {
    tenant,
    from_ms: window.fromMs,
    to_ms: window.toMs,
    spread_ms: spreadMs,
    operations: modelCallOperations,
  };
}
