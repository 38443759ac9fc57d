import { ParapetError } from "@parapet/runtime";

import type { AnyTable, Column } from "../tables/table.ts";
import { ByteWriter } from "./byte-writer.ts";
import { columnWriter, type ColumnWriter } from "./column-writer.ts";
import { cutPieces, type PieceLimits } from "./cut-pieces.ts";
import { writeBlockHeader, writeColumnHeader } from "./native-block.ts";
import { UnfitValue } from "./unfit-value.ts";
import { wireType } from "./wire-type.ts";

/** Size of one INSERT. Part of the deduplication contract: a change re-cuts the ranges that are replayed after it. */
export const pieceLimits: PieceLimits = { maxRows: 50_000, maxBytes: 16 * 1_024 * 1_024 };

type Row = Readonly<Record<string, unknown>>;

/** Turns rows of one table into blocks of ClickHouse's Native format, one for each insert. */
export type RowEncoder = (rows: readonly object[], limits?: PieceLimits) => Generator<Uint8Array>;

/**
 * Makes the encoder of a table. A column that no row of a piece has is left to the server's default; in a row that
 * lacks it, it is the type's zero.
 *
 * @throws ParapetError `store_unfit` for a value that its column cannot hold or that has no column; it names the column,
 * never the value.
 */
export function createRowEncoder(table: AnyTable): RowEncoder {
  const out = new ByteWriter();
  const columns = Object.entries(table.columns).map(([name, column]) => encodedColumn(name, column));
  return function* encodeRows(rows, limits = pieceLimits) {
    if (!rows.every(isRow)) throw unfit(`${table.name}: a row is no object with named fields`);
    refuseUnknownFields(rows, table);
    for (const piece of cutPieces(rows, { ...limits, sizeOf: sizeOfFields, belongTogether: isSameSpan })) {
      const sent = columns.filter(({ name }) => piece.some((row) => row[name] !== undefined));
      writeBlockHeader(out, sent.length, piece.length);
      for (const column of sent) writeColumn(out, column, piece, table.name);
      yield out.take();
    }
  };
}

interface EncodedColumn {
  readonly name: string;
  readonly type: string;
  readonly hasDefault: boolean;
  readonly write: ColumnWriter;
}

function encodedColumn(name: string, column: Column): EncodedColumn {
  const type = wireType(column.type);
  return { name, type, hasDefault: column.default !== undefined, write: columnWriter(type) };
}

function writeColumn(out: ByteWriter, column: EncodedColumn, rows: readonly Row[], table: string): void {
  const { name, type, hasDefault, write } = column;
  writeColumnHeader(out, name, type);
  const values = rows.map((row) => row[name]);
  try {
    // Only the server knows this default, and it is asked for whole columns alone.
    if (hasDefault && values.includes(undefined)) throw new UnfitValue(type);
    write(out, values);
  } catch (error) {
    if (!(error instanceof UnfitValue)) throw error;
    out.clear();
    throw unfit(`${table}.${name}: ${error.message}`);
  }
}

function isRow(row: object): row is Row {
  return !Array.isArray(row);
}

/** Rows are made alike, so that comparing each with the keys of the one before it is nearly always enough. */
function refuseUnknownFields(rows: readonly Row[], { name: table, columns }: AnyTable): void {
  let keys: readonly string[] = [];
  for (const row of rows) {
    let at = 0;
    for (const name in row) {
      if (name === keys[at++]) continue;
      keys = Object.keys(row);
      if (!keys.every((key) => Object.hasOwn(columns, key)))
        throw unfit(`${table}: a row has a field that is no column`);
      break;
    }
  }
}

function unfit(what: string): ParapetError {
  return new ParapetError("store_unfit", `${what}; the row was made for another schema; upgrade what made it`);
}

/** Rows of one span are stored together, so that a later look for the span finds all of them or none. */
function isSameSpan(before: Row, row: Row): boolean {
  return row["offset"] !== undefined && before["offset"] === row["offset"] && before["idx"] === row["idx"];
}

/** Bytes of a row, roughly: a UTF-16 unit counts for one, though it may become three, any other value for eight. */
function sizeOfFields(row: Row): number {
  let size = 0;
  for (const name in row) size += sizeOf(row[name]);
  return size;
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 1;
  if (typeof value !== "object" || value === null) return 8;
  if (Array.isArray(value)) return value.reduce<number>((size, item) => size + sizeOf(item), 8);
  const entries = Object.entries(value);
  return entries.reduce((size, [key, item]) => size + key.length + sizeOf(item), 8);
}
