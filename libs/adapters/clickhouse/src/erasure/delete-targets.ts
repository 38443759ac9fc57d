import { TupleParam } from "@clickhouse/client";
import { z } from "zod";

import type { ClickHouse, QueryParams, RequestOptions } from "../clickhouse.ts";
import { onCluster, storageDatabase, type Topology } from "../schema/topology.ts";
import { erasedTables, type ErasedTable } from "./erased-tables.ts";
import type { Target } from "./find-targets.ts";

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

/** Spans of one statement: their ids travel in the address of a request, which is a MiB at most. */
const CHUNK = 2_000;

/** A statement is done when every replica has done it. */
const settings = { mutations_sync: 2, distributed_ddl_output_mode: "throw" };

interface Condition {
  readonly sql: string;
  readonly params: QueryParams;
  readonly reaches: (table: ErasedTable) => boolean;
}

/** Where rows lie. */
export interface ErasurePlace {
  readonly topology: Topology;
  /** One server where its statements reach all others, else every server of the cluster. */
  readonly servers: readonly ClickHouse[];
  readonly signal: AbortSignal;
}

/** Rows about the targets, by table. */
export async function countRows(
  clickhouse: ClickHouse,
  tenant: string,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const { name } of erasedTables) counts[name] = 0;
  for (const condition of conditions(tenant, targets)) {
    for (const table of erasedTables) {
      counts[table.name] = (counts[table.name] ?? 0) + (await countMatches(clickhouse, table, condition, signal));
    }
  }
  return counts;
}

/**
 * Deletes the rows about the targets, and resolves when the parts that held them are written anew without them, on all
 * replicas. The server keeps the statements: spans are named in them, no subject is.
 */
export async function deleteRows(
  clickhouse: ClickHouse,
  tenant: string,
  targets: readonly Target[],
  { topology, servers, signal }: ErasurePlace,
): Promise<RowCounts> {
  const deleted: Record<string, number> = {};
  for (const { name } of erasedTables) deleted[name] = 0;
  const database = storageDatabase(clickhouse.database, topology);
  for (const condition of conditions(tenant, targets)) {
    for (const table of erasedTables) {
      const matches = await countMatches(clickhouse, table, condition, signal);
      if (matches === 0) continue; // Every statement is kept by the server, and looked through by each part.
      const sql = `ALTER TABLE ${database}.${table.name}${onCluster(topology)} DELETE WHERE ${condition.sql}`;
      for (const server of servers) await server.command(sql, condition.params, { signal, settings });
      deleted[table.name] = (deleted[table.name] ?? 0) + matches;
    }
  }
  return deleted;
}

async function countMatches(
  clickhouse: ClickHouse,
  table: ErasedTable,
  condition: Condition,
  signal: AbortSignal,
): Promise<number> {
  if (!condition.reaches(table)) return 0;
  const options: RequestOptions = { signal };
  const [row] = await clickhouse.query(
    `SELECT count() AS matches FROM ${table.name} WHERE ${condition.sql}`,
    condition.params,
    z.object({ matches: z.coerce.number() }),
    options,
  );
  return row?.matches ?? 0;
}

/** Spans by their ids, in the index of every table; those without ids by their place, where rows have one. */
function* conditions(tenant: string, targets: readonly Target[]): Generator<Condition> {
  const named = targets.filter(({ trace_id }) => trace_id !== "");
  const nameless = targets.filter(({ trace_id }) => trace_id === "");
  for (const chunk of chunksOf(named)) {
    yield {
      sql: `tenant = {tenant:String} AND trace_id IN {traces:Array(String)}
        AND (trace_id, span_id) IN {keys:Array(Tuple(String, String))}`,
      params: {
        tenant,
        traces: [...new Set(chunk.map(({ trace_id }) => trace_id))],
        keys: chunk.map(({ trace_id, span_id }) => new TupleParam([trace_id, span_id])),
      },
      reaches: () => true,
    };
  }
  for (const chunk of chunksOf(nameless)) {
    yield {
      sql: `tenant = {tenant:String} AND trace_id = ''
        AND (topic, partition, offset, idx) IN {keys:Array(Tuple(String, Int32, UInt64, Int32))}`,
      params: {
        tenant,
        keys: chunk.map(({ topic, partition, offset, idx }) => new TupleParam([topic, partition, BigInt(offset), idx])),
      },
      reaches: ({ hasPlace }) => hasPlace,
    };
  }
}

function* chunksOf(targets: readonly Target[]): Generator<readonly Target[]> {
  for (let from = 0; from < targets.length; from += CHUNK) yield targets.slice(from, from + CHUNK);
}
