import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { tableColumns } from "./columns.ts";

describe("the schema", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  test.each(Object.entries(tableColumns))(
    "table %s has the columns of its rows and no other",
    async (table, columns) => {
      const stored = await store.read.query(
        "SELECT name FROM system.columns WHERE database = 'parapet' AND table = {table:String} AND default_kind IN ('', 'DEFAULT')",
        { table },
        z.object({ name: z.string() }),
      );
      expect(stored.map(({ name }) => name).sort()).toEqual([...columns].sort());
    },
  );

  test("every table that takes rows remembers 10,000 tokens", async () => {
    const tables = await store.migrate.query(
      "SELECT name, create_table_query AS ddl FROM system.tables WHERE database = 'parapet' AND engine LIKE '%MergeTree'",
      {},
      z.object({ name: z.string(), ddl: z.string() }),
    );
    expect(tables.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(tableColumns), "embeddings_1m", "feedback", "findings_1m", "migrations", "spans_1m"].sort(),
    );
    const forgetful = tables.filter(({ ddl }) => !ddl.includes("non_replicated_deduplication_window = 10000"));
    expect(forgetful).toEqual([]);
  });

  test("sort keys begin with the tenant wherever a row has one", async () => {
    const tables = await store.migrate.query(
      `SELECT t.name AS name, t.sorting_key AS key FROM system.tables AS t
       WHERE t.database = 'parapet' AND t.engine LIKE '%MergeTree' AND t.name NOT IN ('ledger', 'migrations')`,
      {},
      z.object({ name: z.string(), key: z.string() }),
    );
    expect(tables.filter(({ key }) => !key.startsWith("tenant, "))).toEqual([]);
  });
});
