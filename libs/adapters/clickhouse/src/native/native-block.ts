import type { ByteWriter } from "./byte-writer.ts";

/**
 * Begins a block of ClickHouse's Native format as HTTP takes it (revision 0): numbers of columns and rows, then column
 * by column its header and its values. https://clickhouse.com/docs/interfaces/formats/Native
 */
export function writeBlockHeader(out: ByteWriter, columnCount: number, rowCount: number): void {
  out.varint(columnCount);
  out.varint(rowCount);
}

/**
 * Begins a column; all its values follow. `type` says how they are encoded and may be simpler than the type stored:
 * the server converts, for example String to LowCardinality(String).
 */
export function writeColumnHeader(out: ByteWriter, name: string, type: string): void {
  out.text(name);
  out.text(type);
}
