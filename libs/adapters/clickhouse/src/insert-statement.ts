import type { Recheck } from "@parapet/delivery";

import { wireType } from "./native/wire-type.ts";
import { findTable } from "./tables/tables.ts";
import type { AnyTable } from "./tables/table.ts";

interface InsertStatement {
  readonly query: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** How far the clocks of the server and of who began the range may be apart. */
const clockSlackMs = 15 * 60_000;

/**
 * The statement that a block in Native format follows. With a `recheck`, of a table whose rows know their message, the
 * server leaves out the rows that it has: it looks and writes in one statement, and under the token of the first
 * attempt, so that a part of that attempt which it still remembers is not written again either.
 */
export function insertStatement(table: string, recheck?: Recheck): InsertStatement {
  const definition = findTable(table);
  if (recheck === undefined || definition === undefined || definition.recheckKey.length === 0) {
    return { query: "INSERT INTO {table:Identifier} FORMAT Native", params: { table } };
  }
  return { query: lookAndInsert(definition), params: lookParams(table, recheck) };
}

function lookAndInsert({ columns, recheckKey }: AnyTable): string {
  const names = Object.keys(columns).map(quoted).join(", ");
  const structure = Object.entries(columns).map(([name, { type }]) => `${quoted(name)} ${wireType(type)}`);
  const key = `(${recheckKey.join(", ")})`;
  return `INSERT INTO {table:Identifier} (${names})
SELECT ${names} FROM input('${structure.join(", ").replaceAll("'", "\\'")}')
WHERE ${key} NOT IN (
  SELECT ${key} FROM {table:Identifier}
  WHERE ${ofTheOffsets} AND ingested_at >= toDateTime({since:UInt32}, 'UTC') AND ${ofTheStream(columns)}
)
FORMAT Native`;
}

const ofTheOffsets = `topic = {topic:String} AND partition = {partition:Int32}
    AND offset BETWEEN {first_offset:UInt64} AND {last_offset:UInt64}`;

/**
 * A topic that was created again counts its offsets from 0 again. Where rows do not tell their stream, those of another
 * one are no younger than what the ledger, which is written last, has of it.
 */
function ofTheStream(columns: AnyTable["columns"]): string {
  if ("stream_id" in columns) return "stream_id = {stream_id:String}";
  return `ingested_at > (
    SELECT max(ingested_at) FROM ledger WHERE ${ofTheOffsets} AND stream_id != {stream_id:String}
  )`;
}

function lookParams(table: string, recheck: Recheck): Readonly<Record<string, string | number>> {
  return {
    table,
    stream_id: recheck.streamId,
    topic: recheck.topic,
    partition: recheck.partition,
    first_offset: String(recheck.firstOffset),
    last_offset: String(recheck.lastOffset),
    since: Math.max(0, Math.floor((recheck.sinceMs - clockSlackMs) / 1_000)),
  };
}

function quoted(name: string): string {
  return `\`${name}\``;
}
