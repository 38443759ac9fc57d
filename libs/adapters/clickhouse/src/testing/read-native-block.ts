import { parseColumnType } from "../native/column-type.ts";
import { createRowEncoder } from "../native/encode-rows.ts";
import { findTable } from "../tables/tables.ts";

/** A row of a block, under the names of its columns. */
export type NativeRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a block in ClickHouse's Native format: integers, times and decimals as bigints of their smallest unit,
 * arrays as arrays, maps as lists of pairs. Reads what our writers write, without using any of them.
 */
export function readNativeBlock(bytes: Uint8Array): readonly NativeRow[] {
  const reader = new BlockReader(bytes);
  const [columnCount, rowCount] = [reader.varint(), reader.varint()];
  const rows = Array.from({ length: rowCount }, (): Record<string, unknown> => ({}));
  for (let column = 0; column < columnCount; column += 1) {
    const [name, type] = [reader.text(), reader.text()];
    for (const [index, value] of reader.values(type, rowCount).entries()) {
      const row = rows[index];
      if (row !== undefined) row[name] = value;
    }
  }
  if (!reader.isAtEnd) throw new RangeError("bytes behind the block");
  return rows;
}

/** What the row encoder makes of rows, read again. */
export function nativeRowsOf(table: string, rows: readonly object[]): readonly NativeRow[] {
  const definition = findTable(table);
  if (definition === undefined) throw new RangeError(`there is no table ${table}`);
  return [...createRowEncoder(definition)(rows)].flatMap((piece) => readNativeBlock(piece));
}

class BlockReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#view.getUint8(this.#at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.varint();
    if (this.#at + length > this.#bytes.length) throw new RangeError("a text goes beyond the block");
    const at = this.#at;
    this.#at += length;
    return strictUtf8.decode(this.#bytes.subarray(at, this.#at));
  }

  values(type: string, count: number): readonly unknown[] {
    const { name, parameters } = parseColumnType(type);
    const [first = "", second = ""] = parameters;
    switch (name) {
      case "Nullable": {
        const nulls = this.#each(count, 1, (at) => this.#view.getUint8(at));
        const values = this.values(first, count);
        return values.map((value, index) => (nulls[index] === 1 ? null : value));
      }
      case "Array":
        return this.#lists(count, (items) => this.values(first, items));
      case "Map":
        return this.#lists(count, (items) => pairs(this.values(first, items), this.values(second, items)));
      case "Tuple":
        return this.#tuples(parameters, count);
      case "String":
        return Array.from({ length: count }, () => this.text());
      default:
        return this.#numbers(name, count);
    }
  }

  #lists(count: number, read: (items: number) => readonly unknown[]): readonly unknown[] {
    const ends = this.#each(count, 8, (at) => Number(this.#view.getBigUint64(at, true)));
    const items = read(ends.at(-1) ?? 0);
    return ends.map((end, index) => items.slice(ends[index - 1] ?? 0, end));
  }

  #tuples(parameters: readonly string[], count: number): readonly unknown[] {
    const fields = parameters.map((parameter) => this.values(parameter.slice(parameter.indexOf(" ") + 1), count));
    return Array.from({ length: count }, (_, index) => fields.map((field) => field[index]));
  }

  #numbers(type: string, count: number): readonly unknown[] {
    const view = this.#view;
    if (type === "Bool") return this.#each(count, 1, (at) => view.getUint8(at) === 1);
    if (type === "Int32") return this.#each(count, 4, (at) => view.getInt32(at, true));
    if (type === "UInt32" || type === "DateTime") return this.#each(count, 4, (at) => view.getUint32(at, true));
    if (type === "Float32") return this.#each(count, 4, (at) => view.getFloat32(at, true));
    if (type === "Float64") return this.#each(count, 8, (at) => view.getFloat64(at, true));
    if (type === "UInt64") return this.#each(count, 8, (at) => view.getBigUint64(at, true));
    if (type === "Int64" || type === "DateTime64" || type === "Decimal")
      return this.#each(count, 8, (at) => view.getBigInt64(at, true));
    throw new TypeError(`no reader for ${type}`);
  }

  #each<T>(count: number, width: number, read: (at: number) => T): readonly T[] {
    const from = this.#at;
    this.#at += count * width;
    return Array.from({ length: count }, (_, index) => read(from + index * width));
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function pairs(keys: readonly unknown[], values: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return keys.map((key, index) => [key, values[index]] as const);
}
