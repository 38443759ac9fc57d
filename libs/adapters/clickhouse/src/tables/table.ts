/** Types of ClickHouse that can hold what a field of a row holds. The encoder knows these and no other. */
type PlainType<Value> = [Value] extends [boolean]
  ? "Bool"
  : [Value] extends [number]
    ? `${"Int" | "UInt"}${8 | 16 | 32 | 64}` | `Float${32 | 64}`
    : [Value] extends [string]
      ? TextType | "UInt64" | `Decimal(${number}, ${number})` | "DateTime('UTC')" | "DateTime64(9, 'UTC')"
      : [Value] extends [readonly (infer Item)[]]
        ? [Item] extends [object]
          ? `Array(Tuple(${string}))`
          : `Array(${PlainType<Item>})`
        : [Value] extends [Readonly<Record<string, string>>]
          ? `Map(${TextType}, ${TextType})`
          : never;
type TextType = "String" | "LowCardinality(String)";
type TypeOf<Value> = null extends Value ? `Nullable(${PlainType<NonNullable<Value>>})` : PlainType<Value>;

/** One column as the migrations must have created it. */
export interface Column<Type extends string = string> {
  readonly type: Type;
  /** Compression beyond the server's default, as in `CODEC(…)`. */
  readonly codec?: string;
  /** What the server stores where an insert leaves the column out; without it the type's zero. */
  readonly default?: string;
  /** Unit and meaning, for the page of the schema. */
  readonly about: string;
}

/** A column that the server fills in itself; an `ALIAS` is not stored, but computed when it is read. */
export interface ComputedColumn extends Column {
  readonly kind: "DEFAULT" | "MATERIALIZED" | "ALIAS";
  readonly expression: string;
}

/**
 * A table: its columns are those of its rows, in the order of the table, and each has a type that can hold what the
 * row's field holds; anything else does not compile.
 */
export interface Table<Row extends object = Readonly<Record<string, never>>> {
  readonly name: string;
  readonly columns: { readonly [Name in keyof Row & string]-?: Column<TypeOf<Row[Name]>> };
  /** After the columns of the rows. */
  readonly computed: Readonly<Record<string, ComputedColumn>>;
  readonly sortKey: readonly string[];
  /** A pure function of the message, because the server deduplicates within a partition; `""` for no partitions. */
  readonly partitionKey: string;
  /**
   * Columns that, within a partition of a topic, name what one writer stores together: of rows that agree in them, a
   * table has all or none. Empty where rows know no message.
   */
  readonly recheckKey: readonly string[];
}

/** A table of any rows. */
export interface AnyTable extends Omit<Table, "columns"> {
  readonly columns: Readonly<Record<string, Column>>;
}

/** When a row arrived; retention counts from here. Outside `SELECT *`. */
export const arrival = {
  ingested_at: {
    type: "DateTime('UTC')",
    kind: "MATERIALIZED",
    expression: "now('UTC')",
    about: "when the row arrived; retention counts from here",
  },
} as const satisfies Record<string, ComputedColumn>;

/** Weeks, counted round 64: no insert touches more partitions than that, however far apart its times are. */
export function weekOf(column: string): string {
  return `toRelativeWeekNum(${column}) % 64`;
}
