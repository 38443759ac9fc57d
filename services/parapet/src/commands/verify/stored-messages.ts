import type { ClickHouse } from "@parapet/clickhouse";
import { z } from "zod";

import type { PartitionLog } from "./partition-log.ts";

/** What the tables hold of one message. */
export interface StoredMessage {
  readonly ledgerRows: number;
  /** What the ledger says of it. */
  readonly attestedSpans: number;
  readonly attestedLetters: number;
  readonly spans: number;
  readonly deadLetters: number;
  /** Whether a dead letter stands for the message as a whole, however many spans it held. */
  readonly isWholeLetter: boolean;
  /** Rows that stand there more than once, over all tables. */
  readonly doubledRows: number;
  /** CRC-32 of the joined span ids, and of the joined `input_messages`, where there are any, in the order of the message. */
  readonly spanIdsCrc32: number;
  readonly contentCrc32: number;
}

const n = z.coerce.number();
const ledgerRow = z.object({ offset: z.string(), rows: n, spans: n, letters: n });
const spanRow = z.object({ offset: z.string(), rows: n, places: n, crc: n });
const letterRow = z.object({ offset: z.string(), rows: n, places: n, whole: n });

const joined = (column: string): string =>
  `CRC32(arrayStringConcat(arrayMap(place -> place.2, arraySort(groupUniqArray((idx, ${column}))))))`;

const statements = {
  ledger: `SELECT offset, count() AS rows, any(spans_stored) AS spans, any(spans_dead_lettered) AS letters
    FROM ledger WHERE stream_id IN ({streamIds:Array(String)})`,
  spans: `SELECT offset, count() AS rows, uniqExact(idx) AS places, ${joined("span_id")} AS crc
    FROM spans WHERE ingested_at > toDateTime({replacedAtSeconds:UInt32}, 'UTC')`,
  content: `SELECT offset, count() AS rows, uniqExact(idx) AS places, ${joined("if(input_messages = '[]', '', input_messages)")} AS crc
    FROM span_content WHERE ingested_at > toDateTime({replacedAtSeconds:UInt32}, 'UTC')`,
  letters: `SELECT offset, count() AS rows, uniqExact(idx) AS places, countIf(idx = -1) AS whole
    FROM dead_letters WHERE ingested_at > toDateTime({replacedAtSeconds:UInt32}, 'UTC')`,
} as const;

const place = `AND topic = {topic:String} AND partition = {partition:Int32}
  AND offset BETWEEN {first:UInt64} AND {last:UInt64} AND offset IN ({offsets:Array(UInt64)}) GROUP BY offset`;

/** What the tables hold of these messages of one partition, by offset; those that left no trace are not in the map. */
export async function readStoredMessages(
  store: ClickHouse,
  log: PartitionLog,
  offsets: readonly bigint[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StoredMessage>> {
  const [first, last] = [least(offsets), greatest(offsets)];
  const params = { ...log, first: String(first), last: String(last), offsets };
  const ask = <T extends { readonly offset: string }>(
    sql: string,
    row: z.ZodType<T>,
  ): Promise<ReadonlyMap<string, T>> =>
    store
      .query(`${sql} ${place}`, params, row, { signal })
      .then((rows) => new Map(rows.map((each) => [each.offset, each])));
  // The ledger first: it is written last, so what it attests to must be there.
  const ledger = await ask(statements.ledger, ledgerRow);
  const spans = await ask(statements.spans, spanRow);
  const content = await ask(statements.content, spanRow);
  const letters = await ask(statements.letters, letterRow);
  const found = new Set([...ledger.keys(), ...spans.keys(), ...content.keys(), ...letters.keys()]);
  const messageAt = (offset: string): StoredMessage => {
    const attested = ledger.get(offset) ?? { rows: 0, spans: 0, letters: 0 };
    const [span, text, letter] = [spans.get(offset), content.get(offset), letters.get(offset)];
    const doubledOf = (row: { readonly rows: number; readonly places: number } | undefined): number =>
      row === undefined ? 0 : row.rows - row.places;
    return {
      ledgerRows: attested.rows,
      attestedSpans: attested.spans,
      attestedLetters: attested.letters,
      spans: span?.places ?? 0,
      deadLetters: letter?.places ?? 0,
      isWholeLetter: (letter?.whole ?? 0) > 0,
      doubledRows: Math.max(0, attested.rows - 1) + doubledOf(span) + doubledOf(text) + doubledOf(letter),
      spanIdsCrc32: span?.crc ?? 0,
      contentCrc32: text?.crc ?? 0,
    };
  };
  return new Map([...found].map((offset) => [offset, messageAt(offset)]));
}

/** How many messages of a partition between two offsets the ledger knows. */
export async function countMessages(
  store: ClickHouse,
  log: PartitionLog,
  [first, last]: readonly [bigint, bigint],
  signal: AbortSignal,
): Promise<number> {
  const sql = `SELECT uniqExact(offset) AS messages FROM ledger
    WHERE topic = {topic:String} AND partition = {partition:Int32} AND offset BETWEEN {first:UInt64} AND {last:UInt64}
      AND stream_id IN ({streamIds:Array(String)})`;
  const params = { ...log, first: String(first), last: String(last) };
  const [row] = await store.query(sql, params, z.object({ messages: n }), { signal });
  return row?.messages ?? 0;
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((low, value) => (value < low ? value : low));
}

function greatest(values: readonly bigint[]): bigint {
  return values.reduce((high, value) => (value > high ? value : high));
}
