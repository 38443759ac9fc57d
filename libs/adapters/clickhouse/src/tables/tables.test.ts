import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import type { LedgerRow } from "../rows.ts";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { ledger } from "./ledger.ts";
import { tables } from "./tables.ts";
import type { AnyTable, Table } from "./table.ts";

const storedColumn = z.object({
  name: z.string(),
  type: z.string(),
  codec: z.string(),
  kind: z.string(),
  expression: z.string(),
});
type StoredColumn = z.infer<typeof storedColumn>;

describe("the schema that the migrations create", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  const readTables = <T>(row: z.ZodType<T>, columns: string): Promise<readonly T[]> =>
    store.migrate.query(
      `SELECT name, ${columns} FROM system.tables WHERE database = 'parapet' AND engine LIKE '%MergeTree' ORDER BY name`,
      {},
      row,
    );

  test.each(tables.map((table) => [table.name, table] as const))(
    "table %s has the defined columns, types and codecs, in their order",
    async (name, table) => {
      const stored = await store.migrate.query(
        `SELECT name, type, compression_codec AS codec, default_kind AS kind, default_expression AS expression
         FROM system.columns WHERE database = 'parapet' AND table = {name:String} ORDER BY position`,
        { name },
        storedColumn,
      );
      expect(stored).toEqual(definedColumns(table));
    },
  );

  test("tables have the defined keys", async () => {
    const row = z.object({ name: z.string(), sortKey: z.string(), partitionKey: z.string() });
    const stored = await readTables(row, "sorting_key AS sortKey, partition_key AS partitionKey");
    const defined = tables.map(({ name, sortKey, partitionKey }) => ({
      name,
      sortKey: sortKey.join(", "),
      partitionKey,
    }));
    expect(stored).toEqual(expect.arrayContaining(defined));
  });

  test("every table that takes ranges, and every rollup, remembers 10,000 tokens", async () => {
    const stored = await readTables(z.object({ name: z.string(), ddl: z.string() }), "create_table_query AS ddl");
    const forgetful = stored.filter(({ ddl }) => !ddl.includes("non_replicated_deduplication_window = 10000"));
    expect(forgetful).toEqual([]);
  });

  test("every table is defined, but for those that views fill", async () => {
    const stored = await readTables(z.object({ name: z.string() }), "1");
    const targets = await store.migrate.query(
      `SELECT DISTINCT extract(create_table_query, ' TO parapet\\.(\\w+)') AS name FROM system.tables
       WHERE database = 'parapet' AND engine = 'MaterializedView'`,
      {},
      z.object({ name: z.string() }),
    );
    const known = new Set([...tables, ...targets].map(({ name }) => name));
    expect(stored.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  test("rows of ranges can be looked for by their message", () => {
    for (const { columns, recheckKey } of tables) {
      expect(Object.keys(columns)).toEqual(expect.arrayContaining([...recheckKey]));
    }
    const lookedFor = tables.filter(({ recheckKey }) => recheckKey.includes("offset")).map(({ name }) => name);
    const ofRanges = ["spans", "span_content", "findings", "detections", "embeddings", "dead_letters", "ledger"];
    expect(lookedFor).toEqual(expect.arrayContaining(ofRanges));
  });

  test("sort keys begin with the tenant wherever a row has one", () => {
    const tenantLater = tables.filter(({ columns, sortKey }) => "tenant" in columns && sortKey[0] !== "tenant");
    expect(tenantLater.map(({ name }) => name)).toEqual([]);
  });
});

describe("a definition", () => {
  const { columns } = ledger;

  test("does not compile when a column cannot hold its field, is missing, or is no field", () => {
    const wrong: readonly Table<LedgerRow>["columns"][] = [
      // @ts-expect-error: a number is no String.
      { ...columns, spans_stored: { type: "String", about: "" } },
      // @ts-expect-error: the field is never null.
      { ...columns, spans_stored: { type: "Nullable(UInt32)", about: "" } },
      // @ts-expect-error: the field has no column.
      { topic: columns.topic },
      // @ts-expect-error: the column has no field.
      { ...columns, spans: { type: "UInt32", about: "" } },
    ];
    expect(wrong).toHaveLength(4);
  });
});

function definedColumns({ columns, computed }: AnyTable): readonly StoredColumn[] {
  const codecOf = (codec: string | undefined): string => (codec === undefined ? "" : `CODEC(${codec})`);
  const ofRows = Object.entries(columns).map(([name, { type, codec, default: expression }]) => ({
    name,
    type,
    codec: codecOf(codec),
    kind: expression === undefined ? "" : "DEFAULT",
    expression: expression ?? "",
  }));
  const ofServer = Object.entries(computed).map(([name, { type, codec, kind, expression }]) => ({
    name,
    type,
    codec: codecOf(codec),
    kind,
    expression,
  }));
  return [...ofRows, ...ofServer];
}
