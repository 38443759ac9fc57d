import { setTimeout as delay } from "node:timers/promises";

import type { ClickHouse } from "@parapet/clickhouse";
import { z } from "zod";

import { readPartitionLogs, type PartitionLog } from "./partition-log.ts";

/** How the tables of one partition agree with the ledger: spans and dead letters are equal where nothing is wrong. */
export interface PartitionBalance {
  readonly topic: string;
  readonly partition: number;
  readonly messages: number;
  readonly spans_attested: number;
  readonly spans: number;
  readonly dead_letters_attested: number;
  readonly dead_letters: number;
  /** Rows beyond the one that there must be, over ledger, spans and dead letters. */
  readonly doubled: number;
  /** Offsets between the first and the last message that the ledger does not know. */
  readonly gaps: number;
  /** The first of them; null without one. */
  readonly first_gap: string | null;
}

/** How a rollup agrees with the rows that it sums up. */
export interface RollupBalance {
  readonly rollup: string;
  readonly rows: number;
  readonly counted: number;
}

export interface StoreBalance {
  readonly partitions: readonly PartitionBalance[];
  readonly rollups: readonly RollupBalance[];
  /** Rows of `spans` and of `findings` that erasures of that time have taken: they may be missing. */
  readonly erased: { readonly spans: number; readonly findings: number };
}

export interface CheckOptions {
  /** Messages and spans that are older are left out: their rows may have expired. */
  readonly sinceSeconds: number;
  readonly signal: AbortSignal;
}

const n = z.coerce.number();
const placeShape = { topic: z.string(), partition: z.number() };
const ledgerSums = z.object({
  ...placeShape,
  rows: n,
  messages: n,
  spans: n,
  letters: n,
  first_gap: z.string().nullable(),
});
const tableSums = z.object({ ...placeShape, rows: n, places: n });

/** Compares the ledger, the tables and the rollups with each other. Rows that are being written are left out. */
export async function checkStore(store: ClickHouse, options: CheckOptions): Promise<StoreBalance> {
  const logs = await readPartitionLogs(store, options, options.signal);
  const [partitions, rollups, erased] = await Promise.all([
    checkPartitions(store, logs, options.signal),
    checkRollups(store, options),
    countErased(store, options),
  ]);
  return { partitions, rollups, erased };
}

/** By how much the clocks of producers, brokers and store may differ. */
const DAY_SECONDS = 86_400;

/** What an erasure took that was over before the first message came is not missing among them. */
async function countErased(store: ClickHouse, { sinceSeconds, signal }: CheckOptions): Promise<StoreBalance["erased"]> {
  const sql = `SELECT sum(toUInt64OrZero(counts['spans'])) AS spans, sum(toUInt64OrZero(counts['findings'])) AS findings
    FROM erasures WHERE event = 'erased' AND at >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')`;
  const params = { fromMs: Math.max(0, sinceSeconds - DAY_SECONDS) * 1_000 };
  const [row] = await store.query(sql, params, z.object({ spans: n, findings: n }), { signal });
  return row ?? { spans: 0, findings: 0 };
}

async function checkPartitions(
  store: ClickHouse,
  logs: readonly PartitionLog[],
  signal: AbortSignal,
): Promise<readonly PartitionBalance[]> {
  const params = boundsOf(logs);
  const ledger = byPlace(await store.query(ledgerStatement, params, ledgerSums, { signal }));
  const spans = byPlace(await store.query(tableStatement("spans"), params, tableSums, { signal }));
  const letters = byPlace(await store.query(tableStatement("dead_letters"), params, tableSums, { signal }));
  return logs.map((log) => {
    const key = placeOf(log);
    const sums = ledger.get(key) ?? { rows: 0, messages: 0, spans: 0, letters: 0, first_gap: null };
    const [span, letter] = [spans.get(key) ?? nothing, letters.get(key) ?? nothing];
    return {
      topic: log.topic,
      partition: log.partition,
      messages: sums.messages,
      spans_attested: sums.spans,
      spans: span.places,
      dead_letters_attested: sums.letters,
      dead_letters: letter.places,
      doubled: sums.rows - sums.messages + span.rows - span.places + letter.rows - letter.places,
      gaps: Number(log.lastOffset - log.firstOffset) + 1 - sums.messages,
      first_gap: sums.first_gap,
    };
  });
}

const nothing = { rows: 0, places: 0 };

function placeOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

function byPlace<T extends { readonly topic: string; readonly partition: number }>(
  rows: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [placeOf(row), row]));
}

/** Of each partition: the offsets to look at, and since when its rows are of this log. */
function boundsOf(logs: readonly PartitionLog[]): Readonly<Record<string, unknown>> {
  const mapOf = (value: (log: PartitionLog) => bigint | number): ReadonlyMap<string, bigint | number> =>
    new Map(logs.map((log) => [placeOf(log), value(log)]));
  return {
    first: mapOf((log) => log.firstOffset),
    last: mapOf((log) => log.lastOffset),
    replaced: mapOf((log) => log.replacedAtSeconds),
  };
}

const inBounds = `concat(topic, '/', toString(partition)) AS place,
    mapContains({last:Map(String, UInt64)}, place) AND offset >= {first:Map(String, UInt64)}[place]
    AND offset <= {last:Map(String, UInt64)}[place]
    AND toUnixTimestamp(ingested_at) > {replaced:Map(String, UInt32)}[place] AS is_looked_at`;

const ledgerStatement = `
  SELECT topic, partition, count() AS rows, uniqExact(offset) AS messages, sum(spans_stored) AS spans,
    sum(spans_dead_lettered) AS letters,
    if(countIf(step > 1) = 0, NULL, toString(minIf(previous, step > 1) + 1)) AS first_gap
  FROM (
    SELECT topic, partition, offset, spans_stored, spans_dead_lettered,
      lagInFrame(offset, 1, offset) OVER (PARTITION BY topic, partition ORDER BY offset
        ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS previous,
      offset - previous AS step
    FROM (SELECT topic, partition, offset, spans_stored, spans_dead_lettered, ${inBounds} FROM ledger)
    WHERE is_looked_at
  )
  GROUP BY topic, partition`;

function tableStatement(table: "spans" | "dead_letters"): string {
  return `SELECT topic, partition, count() AS rows, uniqExact(offset, idx) AS places
    FROM (SELECT topic, partition, offset, idx, ${inBounds} FROM ${table}) WHERE is_looked_at
    GROUP BY topic, partition`;
}

/** What each rollup counts, and the rows that it counts: a span that tells of a call again, and a correction, too. */
const rollupStatements = {
  spans_1m: {
    rows: `SELECT (SELECT count() FROM spans WHERE start_time >= since AND start_time < until)
      + (SELECT sum(calls_delta) FROM cost_adjustments WHERE start_time >= since AND start_time < until) AS total`,
    counted: "SELECT sum(calls) + sum(duplicates) AS total FROM spans_1m WHERE minute >= since AND minute < until",
  },
  findings_1m: {
    rows: "SELECT count() AS total FROM findings WHERE start_time >= since AND start_time < until",
    counted: "SELECT sum(findings) AS total FROM findings_1m WHERE minute >= since AND minute < until",
  },
} as const;

const bounds = `WITH toStartOfMinute(toDateTime({sinceSeconds:UInt32}, 'UTC')) AS since, toDateTime('2100-01-01 00:00:00', 'UTC') AS until `;

/** A rollup follows its table within one insert: what differs is looked at again before it is told. */
const ROLLUP_ATTEMPTS = 5;
const ROLLUP_PAUSE_MS = 1_000;

function checkRollups(store: ClickHouse, options: CheckOptions): Promise<readonly RollupBalance[]> {
  const rollups = Object.entries(rollupStatements);
  return Promise.all(rollups.map(([rollup, statements]) => checkRollup(store, { rollup, ...statements }, options)));
}

async function checkRollup(
  store: ClickHouse,
  { rollup, ...sql }: { readonly rollup: string; readonly rows: string; readonly counted: string },
  { sinceSeconds, signal }: CheckOptions,
): Promise<RollupBalance> {
  const total = async (statement: string): Promise<number> => {
    const [row] = await store.query(`${bounds}${statement}`, { sinceSeconds }, z.object({ total: n }), { signal });
    return row?.total ?? 0;
  };
  for (let attempt = 1; ; attempt += 1) {
    const before = await total(sql.rows);
    const counted = await total(sql.counted);
    const after = await total(sql.rows);
    // What was written between the two counts may be counted or not.
    if (counted >= before && counted <= after) return { rollup, rows: counted, counted };
    if (attempt === ROLLUP_ATTEMPTS) return { rollup, rows: after, counted };
    await delay(ROLLUP_PAUSE_MS, undefined, { signal });
  }
}
