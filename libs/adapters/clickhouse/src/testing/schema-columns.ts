import type { AnyTable } from "../tables/table.ts";

/** The columns of every table, as `docs/specs/schema.md` lists them at its end. */
export function renderColumns(tables: readonly AnyTable[]): string {
  return `## Columns

As \`libs/adapters/clickhouse/src/tables\` defines them; written by \`pnpm spec:schema\`. A codec stands beside its type.
Computed columns are the server's: outside \`INSERT\`, and \`MATERIALIZED\` ones outside \`SELECT *\` too.

${tables.map(sectionOf).join("\n")}`;
}

function sectionOf({ name, columns, computed, sortKey, partitionKey }: AnyTable): string {
  const rows = Object.entries(columns).map(([column, { type, codec, about }]) =>
    rowOf(column, codec === undefined ? code(type) : `${code(type)} ${code(codec)}`, about),
  );
  const computedRows = Object.entries(computed).map(([column, { type, kind, about }]) =>
    rowOf(column, `${code(type)} ${code(kind)}`, about),
  );
  const partitions = partitionKey === "" ? "" : `, partitions ${code(partitionKey)}`;
  return [
    `### ${code(name)}`,
    "",
    `Sort key ${code(sortKey.join(", "))}${partitions}.`,
    "",
    "| column | type | meaning |",
    "| --- | --- | --- |",
    ...rows,
    ...computedRows,
    "",
  ].join("\n");
}

function rowOf(column: string, type: string, about: string): string {
  return `| ${code(column)} | ${type} | ${about} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
