import { tables } from "../tables/tables.ts";

/** A table with rows about spans. */
export interface ErasedTable {
  readonly name: string;
  /** Whether its rows say where their message stood. */
  readonly hasPlace: boolean;
}

/**
 * Every table that holds anything of single spans, by its columns: a table that is added is in it. `spans` comes last,
 * because it knows whose spans they are: an erasure that was cut short finds the rest there.
 */
export const erasedTables: readonly ErasedTable[] = tables
  .filter(({ columns }) => "trace_id" in columns && "span_id" in columns)
  .map(({ name, columns }) => ({ name, hasPlace: "offset" in columns }))
  .toSorted((a, b) => Number(a.name === "spans") - Number(b.name === "spans"));
