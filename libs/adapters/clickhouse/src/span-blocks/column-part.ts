import { ByteWriter } from "../native/byte-writer.ts";
import { columnWriter, type ColumnWriter } from "../native/column-writer.ts";
import { parseColumnType } from "../native/column-type.ts";
import { isMissing } from "../native/is-missing.ts";
import { fieldsOf, itemsOf } from "./values-of.ts";

/**
 * A column that grows row by row, or a part of one: a block has the null flags of all rows in one piece, and their values
 * in another. Any value is taken as it stands in a row object, and `UnfitValue` thrown where it has no place here.
 */
export interface ColumnPart {
  readonly bytes: number;
  append(values: readonly unknown[]): void;
  /** Adds rows that say nothing. */
  appendNothing(rows: number): void;
  /** Remembers how much there is; `rewind` takes back what was added since. */
  mark(): void;
  rewind(): void;
  writeTo(out: ByteWriter): void;
  clear(): void;
}

/** Values of a type that has no parts, one behind the other. */
export class PlainPart implements ColumnPart {
  readonly out = new ByteWriter();
  readonly #write: ColumnWriter;
  /** Bytes of a row that says nothing, which are all zero. */
  readonly #zeroBytes: number;
  #marked = 0;

  constructor(type: string) {
    this.#write = columnWriter(type);
    this.#write(this.out, [undefined]);
    this.#zeroBytes = this.out.length;
    this.out.clear();
  }

  get bytes(): number {
    return this.out.length;
  }

  append(values: readonly unknown[]): void {
    this.#write(this.out, values);
  }

  appendNothing(rows: number): void {
    this.out.repeat(0, rows * this.#zeroBytes);
  }

  mark(): void {
    this.#marked = this.out.length;
  }

  rewind(): void {
    this.out.rewind(this.#marked);
  }

  writeTo(out: ByteWriter): void {
    out.bytes(this.out.view());
  }

  clear(): void {
    this.out.clear();
  }
}

/** Flags that are 1 where there is no value, and values with zeros in those places. */
export class NullablePart implements ColumnPart {
  readonly nulls = new ByteWriter();
  readonly values: PlainPart;
  #marked = 0;

  constructor(type: string) {
    this.values = new PlainPart(type);
  }

  get bytes(): number {
    return this.nulls.length + this.values.bytes;
  }

  append(values: readonly unknown[]): void {
    for (const value of values) this.nulls.byte(isMissing(value) ? 1 : 0);
    this.values.append(values.map((value) => (isMissing(value) ? null : value)));
  }

  appendNothing(rows: number): void {
    this.nulls.repeat(1, rows);
    this.values.appendNothing(rows);
  }

  mark(): void {
    this.#marked = this.nulls.length;
    this.values.mark();
  }

  rewind(): void {
    this.nulls.rewind(this.#marked);
    this.values.rewind();
  }

  writeTo(out: ByteWriter): void {
    out.bytes(this.nulls.view());
    this.values.writeTo(out);
  }

  clear(): void {
    this.nulls.clear();
    this.values.clear();
  }
}

/** Where the items of each row end among those of all rows, and the items; a map has two parts of them, keys and values. */
export class ListPart<Items extends readonly ColumnPart[] = readonly ColumnPart[]> implements ColumnPart {
  readonly ends = new ByteWriter();
  readonly items: Items;
  readonly #itemsOf: (value: unknown) => readonly (readonly unknown[])[];
  /** Items of all rows; whoever adds to `items` by hand has to count them. */
  count = 0;
  #marked = 0;
  #markedCount = 0;

  constructor(items: Items, itemsOf: (value: unknown) => readonly (readonly unknown[])[]) {
    this.items = items;
    this.#itemsOf = itemsOf;
  }

  get bytes(): number {
    return this.items.reduce((sum, part) => sum + part.bytes, this.ends.length);
  }

  append(values: readonly unknown[]): void {
    for (const value of values) {
      const added = this.#itemsOf(value);
      for (const [index, part] of this.items.entries()) part.append(added[index] ?? []);
      this.count += added[0]?.length ?? 0;
      this.ends.int64(this.count);
    }
  }

  appendNothing(rows: number): void {
    for (let row = 0; row < rows; row += 1) this.ends.int64(this.count);
  }

  mark(): void {
    this.#marked = this.ends.length;
    this.#markedCount = this.count;
    for (const part of this.items) part.mark();
  }

  rewind(): void {
    this.ends.rewind(this.#marked);
    this.count = this.#markedCount;
    for (const part of this.items) part.rewind();
  }

  writeTo(out: ByteWriter): void {
    out.bytes(this.ends.view());
    for (const part of this.items) part.writeTo(out);
  }

  clear(): void {
    this.ends.clear();
    this.count = 0;
    for (const part of this.items) part.clear();
  }
}

/** One part for each field, under its name. */
class TuplePart implements ColumnPart {
  readonly #fields: readonly { readonly name: string; readonly part: ColumnPart }[];

  constructor(parameters: readonly string[]) {
    this.#fields = parameters.map((parameter) => {
      const blank = parameter.indexOf(" ");
      return { name: parameter.slice(0, blank), part: columnPart(parameter.slice(blank + 1)) };
    });
  }

  get bytes(): number {
    return this.#fields.reduce((sum, { part }) => sum + part.bytes, 0);
  }

  append(values: readonly unknown[]): void {
    const rows = values.map(fieldsOf);
    for (const { name, part } of this.#fields) part.append(rows.map((row) => row[name]));
  }

  appendNothing(rows: number): void {
    for (const { part } of this.#fields) part.appendNothing(rows);
  }

  mark(): void {
    for (const { part } of this.#fields) part.mark();
  }

  rewind(): void {
    for (const { part } of this.#fields) part.rewind();
  }

  writeTo(out: ByteWriter): void {
    for (const { part } of this.#fields) part.writeTo(out);
  }

  clear(): void {
    for (const { part } of this.#fields) part.clear();
  }
}

/** An empty column of the type. */
export function columnPart(type: string): ColumnPart {
  const { name, parameters } = parseColumnType(type);
  const [first = "", second = ""] = parameters;
  switch (name) {
    case "Nullable":
      return new NullablePart(first);
    case "Array":
      return new ListPart([columnPart(first)], (value) => [itemsOf(value)]);
    case "Map":
      return new ListPart([columnPart(first), columnPart(second)], entriesOf);
    case "Tuple":
      return new TuplePart(parameters);
    default:
      return new PlainPart(type);
  }
}

function entriesOf(value: unknown): readonly (readonly unknown[])[] {
  const fields = fieldsOf(value);
  return [Object.keys(fields), Object.values(fields)];
}
