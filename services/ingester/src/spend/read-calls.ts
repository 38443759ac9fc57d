import type { ClickHouse } from "@parapet/clickhouse";
import { modelCallOperations } from "@parapet/span";
import { z } from "zod";

import { spanColumnList, storedCallSchema, type StoredCall } from "./stored-call.ts";
import type { CallPart } from "./call-parts.ts";

/** Spans of one call begin within this time of each other; those of a longer one are settled as far as they lie in it. */
const CALL_SPREAD_MS = 3_600_000;

/** An id that more traces than this share is no id of one call. */
const MAX_TRACES_PER_CALL = 16;

/** A trace with more spans than this nearby is not settled over messages: it would have to be held whole. */
const MAX_SPANS_PER_TRACE = 20_000;

/** No answer has more rows than this, some 500 MB: ids that tie large traces together cannot fill the memory. */
const MAX_ROWS = 60_000;

const inWindow = `spans.start_time >= fromUnixTimestamp64Milli({from_ms:Int64})
  AND spans.start_time < fromUnixTimestamp64Milli({to_ms:Int64})`;
const around = `start_time >= fromUnixTimestamp64Milli({from_ms:Int64} - {spread_ms:Int64})
  AND start_time < fromUnixTimestamp64Milli({to_ms:Int64} + {spread_ms:Int64})`;
const nearby = `spans.tenant = {tenant:String} AND spans.${around.replace(" AND start_time", " AND spans.start_time")}`;
const isCall = "operation IN {operations:Array(String)}";

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

/** Coordinates alone do not tell a row from every other: the bus in memory gives them again at each start. */
const coordinates = ["topic", "partition", "offset", "idx", "trace_id", "span_id", "start_time"];
const identity = [...coordinates, "span_ingested_at"].join(", ");
const isSameRow = [
  ...coordinates.map((column) => `spans.${column} = corrected.${column}`),
  "spans.ingested_at = corrected.span_ingested_at",
].join(" AND ");

/** Spans with the sums of their corrections; what has none joins zeros. */
const corrected = `
  FROM spans
  LEFT JOIN (
    SELECT ${identity}, count() AS corrections,
      argMaxIf(price_version, generation, price_version != '') AS corrected_version, ${correctionSums()}
    FROM cost_adjustments
    WHERE tenant = {tenant:String} AND ${around}
    GROUP BY ${identity}
  ) AS corrected ON ${isSameRow}`;

const order = `ORDER BY ${[...coordinates, "ingested_at"].map((column) => `spans.${column}`).join(", ")}`;

/** Traces of a part: those that have spans in the window and, where only what is new counts, a new one nearby. */
const touched = `
  SELECT trace_id FROM spans
  WHERE spans.tenant = {tenant:String} AND ${inWindow} AND cityHash64(trace_id) % {parts:UInt32} = {part:UInt32}
    AND ({since:UInt32} = 0 OR trace_id IN (
      SELECT trace_id FROM spans WHERE ${nearby} AND ingested_at >= fromUnixTimestamp({since:UInt32})
    ))`;

/**
 * Traces that may tell of one call in several messages: those that did not come in one, those that share an id, and those
 * that were stored before calls were linked. `n` is how many spans they have nearby.
 */
const linkableTraces = `
  WITH calls AS (
    SELECT trace_id, if(call_id = '', response_id, call_id) AS key FROM spans WHERE ${nearby} AND ${isCall}
  ), shared AS (
    SELECT key FROM calls WHERE key != '' AND key IN (SELECT key FROM calls WHERE trace_id IN (${touched}))
    GROUP BY key HAVING uniqExact(trace_id) BETWEEN 2 AND ${MAX_TRACES_PER_CALL}
  ), sharing AS (SELECT trace_id FROM calls WHERE key IN (shared))
  SELECT trace_id, count() AS n FROM spans WHERE ${nearby} AND (trace_id IN (${touched}) OR trace_id IN (sharing))
  GROUP BY trace_id
  HAVING countIf(${isCall}) > 0 AND (
    uniqExact(topic, partition, offset, ingested_at) > 1 OR trace_id IN (sharing) OR countIf(${isCall} AND spend_role = '') > 0
  )`;

/** Their size: spans of those that are settled, and of those that are too large. */
const sizeSql = `
  SELECT sumIf(n, n <= ${MAX_SPANS_PER_TRACE}) AS spans, sumIf(n, n > ${MAX_SPANS_PER_TRACE}) AS oversized
  FROM (${linkableTraces})`;

/** The order decides between spans that are equal in everything. */
const linkableSql = `
  SELECT ${spanColumnList}, corrected.* EXCEPT (${identity}),
    ${inWindow} AND spans.trace_id IN (${touched}) AS is_in_part
  ${corrected}
  WHERE ${nearby} AND spans.trace_id IN (
    SELECT trace_id FROM (${linkableTraces}) WHERE n <= ${MAX_SPANS_PER_TRACE}
  )
  ${order} LIMIT ${MAX_ROWS + 1}`;

const pricedSql = `
  SELECT ${spanColumnList}, corrected.* EXCEPT (${identity}), true AS is_in_part
  ${corrected}
  WHERE spans.tenant = {tenant:String} AND ${inWindow} AND ${isCall}
    AND cityHash64(spans.topic, spans.partition, spans.offset, spans.idx) % {parts:UInt32} = {part:UInt32}
  ${order}`;

/** Spans of the part's traces and of those that share an id with them; null when that is more than can be held. */
export async function readLinkable(
  clickhouse: ClickHouse,
  part: CallPart,
  signal: AbortSignal,
): Promise<readonly StoredCall[] | null> {
  const calls = await clickhouse.query(linkableSql, paramsOf(part, CALL_SPREAD_MS), storedCallSchema, { signal });
  return calls.length > MAX_ROWS ? null : calls;
}

/** Every call of the part. */
export function readCalls(clickhouse: ClickHouse, part: CallPart, signal: AbortSignal): Promise<readonly StoredCall[]> {
  return clickhouse.query(pricedSql, paramsOf(part, 0), storedCallSchema, { signal });
}

/** How many spans are to be compared, and how many more are in traces too large for that. */
export async function readSize(
  clickhouse: ClickHouse,
  part: CallPart,
  signal: AbortSignal,
): Promise<z.output<typeof sizeSchema>> {
  const [size] = await clickhouse.query(sizeSql, paramsOf(part, CALL_SPREAD_MS), sizeSchema, { signal });
  return size ?? { spans: 0, oversized: 0 };
}

const sizeSchema = z.object({ spans: z.coerce.number(), oversized: z.coerce.number() });

function paramsOf({ tenant, window, part, parts, sinceMs }: CallPart, spreadMs: number) {
  return {
    tenant,
    from_ms: window.fromMs,
    to_ms: window.toMs,
    spread_ms: spreadMs,
    operations: modelCallOperations,
    part,
    parts,
    since: Math.floor(sinceMs / 1_000),
  };
}
