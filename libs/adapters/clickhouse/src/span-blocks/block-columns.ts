import { ParapetError } from "@parapet/runtime";

import type { ByteWriter } from "../native/byte-writer.ts";
import { writeBlockHeader, writeColumnHeader } from "../native/native-block.ts";
import { wireType } from "../native/wire-type.ts";
import type { AnyTable } from "../tables/table.ts";
import { columnPart, ListPart, NullablePart, PlainPart, type ColumnPart } from "./column-part.ts";
import { isMissing } from "../native/is-missing.ts";
import { isEmpty } from "./values-of.ts";

/** A column of the block that is being filled. Rows that say nothing are only counted until one says something. */
export class BlockColumn {
  readonly name: string;
  readonly type: string;
  readonly part: ColumnPart;
  #skipped = 0;
  #markedSkipped = 0;
  #isUsed = false;
  #wasUsed = false;

  constructor(name: string, type: string) {
    this.name = name;
    this.type = wireType(type);
    this.part = columnPart(this.type);
  }

  get bytes(): number {
    return this.#isUsed ? this.part.bytes : 0;
  }

  /** Whether any row says something; a column of which none does is left to the server. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Adds rows that say nothing. */
  skip(rows: number): void {
    this.#skipped += rows;
  }

  /** Completes the part up to the row that is to be added next. */
  open(): void {
    if (this.#skipped > 0) this.part.appendNothing(this.#skipped);
    this.#skipped = 0;
    this.#isUsed = true;
  }

  append(value: unknown): void {
    if (this.#isNothing(value)) {
      this.#skipped += 1;
      return;
    }
    this.open();
    this.part.append([value]);
  }

  mark(): void {
    this.#markedSkipped = this.#skipped;
    this.#wasUsed = this.#isUsed;
    this.part.mark();
  }

  rewind(): void {
    this.#skipped = this.#markedSkipped;
    this.#isUsed = this.#wasUsed;
    this.part.rewind();
  }

  writeTo(out: ByteWriter): void {
    this.open();
    writeColumnHeader(out, this.name, this.type);
    this.part.writeTo(out);
  }

  clear(): void {
    this.#skipped = 0;
    this.#isUsed = false;
    this.part.clear();
  }

  #isNothing(value: unknown): boolean {
    return isMissing(value) || (!(this.part instanceof NullablePart) && isEmpty(value));
  }
}

/** A column of a block, and its part as what it is. */
export interface PartOf<Part extends ColumnPart> {
  readonly column: BlockColumn;
  readonly part: Part;
}

type Row = Readonly<Record<string, unknown>>;

/** Room for the names and types of all columns. */
const HEADER_BYTES = 16 * 1_024;

/** The rows of one table that become its next block, column by column. */
export class BlockColumns {
  readonly table: string;
  readonly #columns: ReadonlyMap<string, BlockColumn>;
  rows = 0;
  #markedRows = 0;

  constructor(table: AnyTable) {
    this.table = table.name;
    this.#columns = new Map(
      Object.entries(table.columns).map(([name, { type }]) => [name, new BlockColumn(name, type)]),
    );
  }

  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  get bytes(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  of(name: string): PartOf<ColumnPart> {
    const column = this.#columns.get(name);
    if (column === undefined) throw new ParapetError("store_schema", `${this.table} has no column ${name}`);
    return { column, part: column.part };
  }

  plain(name: string): PartOf<PlainPart> {
    const { column, part } = this.of(name);
    if (part instanceof PlainPart) return { column, part };
    throw unexpected(this.table, column);
  }

  nullable(name: string): PartOf<NullablePart> {
    const { column, part } = this.of(name);
    if (part instanceof NullablePart) return { column, part };
    throw unexpected(this.table, column);
  }

  list(name: string): PartOf<ListPart> {
    const { column, part } = this.of(name);
    if (part instanceof ListPart) return { column, part };
    throw unexpected(this.table, column);
  }

  /** Adds one row as it stands in an object, or nothing and throws `UnfitValue`. */
  append(row: Row): void {
    for (const [name, column] of this.#columns) column.append(row[name]);
    this.rows += 1;
  }

  mark(): void {
    this.#markedRows = this.rows;
    for (const column of this.#columns.values()) column.mark();
  }

  /** Takes back what was added since `mark`. */
  rewind(): void {
    this.rows = this.#markedRows;
    for (const column of this.#columns.values()) column.rewind();
  }

  /** Writes the block of all rows, and begins anew. */
  moveTo(out: ByteWriter): void {
    const used = [...this.#columns.values()].filter(({ isUsed }) => isUsed);
    for (const column of used) column.open();
    out.reserve(this.bytes + HEADER_BYTES);
    writeBlockHeader(out, used.length, this.rows);
    for (const column of used) column.writeTo(out);
    this.clear();
  }

  clear(): void {
    this.rows = 0;
    for (const column of this.#columns.values()) column.clear();
  }
}

function unexpected(table: string, { name, type }: BlockColumn): ParapetError {
  return new ParapetError("store_schema", `${table}.${name} is ${type}, which it is not filled as`);
}
