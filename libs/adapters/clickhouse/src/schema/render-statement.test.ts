import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { tables } from "../tables/tables.ts";
import { journalStatements } from "./journal.ts";
import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { renderStatement } from "./render-statement.ts";
import { shardingKeyOf } from "./sharding-keys.ts";
import { singleServer, type Cluster, type Topology } from "./topology.ts";

const cluster = (overrides: Partial<Cluster> = {}): Cluster => ({
  kind: "cluster",
  name: "main",
  isReplicated: true,
  ddl: "on_cluster",
  ...overrides,
});

const topologies: readonly (readonly [string, Topology])[] = [
  ["one server", singleServer],
  ["a replicated cluster, through its keeper", cluster()],
  ["a replicated cluster, node by node", cluster({ ddl: "per_node" })],
  ["shards without replicas", cluster({ ddl: "per_node", isReplicated: false })],
];

const createTable =
  "-- why\nCREATE TABLE IF NOT EXISTS spans (a Int8) ENGINE = {engine:MergeTree} SETTINGS {deduplication}";

describe("a rendered statement", () => {
  test("for one server has its engine and its window, and is otherwise as written", () => {
    expect(renderStatement(createTable, singleServer, "parapet")).toEqual([
      {
        database: "parapet",
        sql: "-- why\nCREATE TABLE IF NOT EXISTS spans (a Int8) ENGINE = MergeTree SETTINGS non_replicated_deduplication_window = 10000",
      },
    ]);
  });

  test("for a cluster makes the table on the shards, and one of its name where it is asked for", () => {
    const [storage, facade, ...rest] = renderStatement(createTable, cluster(), "parapet");
    expect(rest).toEqual([]);
    expect(storage).toEqual({
      database: "parapet_local",
      sql:
        "-- why\nCREATE TABLE IF NOT EXISTS spans ON CLUSTER main (a Int8) " +
        "ENGINE = ReplicatedMergeTree('/clickhouse/parapet/{database}/{shard}/{table}', '{replica}') " +
        "SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800",
    });
    expect(facade).toEqual({
      database: "parapet",
      sql:
        "CREATE OR REPLACE TABLE spans ON CLUSTER main AS parapet_local.spans\n" +
        "ENGINE = Distributed('main', 'parapet_local', 'spans', cityHash64(trace_id))",
    });
  });

  test.each([
    ["a feed lies with the rows", "CREATE MATERIALIZED VIEW IF NOT EXISTS v TO t AS SELECT 1", ["parapet_local"]],
    ["a view lies where it is asked for", "CREATE OR REPLACE VIEW v AS SELECT 1", ["parapet"]],
    ["a change of columns reaches both", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a Int8", ["parapet_local", "parapet"]],
    ["what goes is first not asked for any more", "DROP TABLE IF EXISTS t", ["parapet", "parapet_local"]],
  ])("on a cluster: %s", (_label, sql, databases) => {
    expect(renderStatement(sql, cluster(), "parapet").map(({ database }) => database)).toEqual(databases);
  });

  test("node by node, no statement asks for the cluster", () => {
    const rendered = renderStatement(createTable, cluster({ ddl: "per_node" }), "parapet");
    expect(rendered.map(({ sql }) => sql).join("\n")).not.toContain("ON CLUSTER");
  });

  test("of an engine with parameters keeps them behind the place of the replica", () => {
    const sql = "CREATE TABLE IF NOT EXISTS t (v Int8) ENGINE = {engine:ReplacingMergeTree}(v)";
    expect(renderStatement(sql, cluster(), "parapet")[0]?.sql).toContain("'{replica}', v)");
    expect(renderStatement(sql, singleServer, "parapet")[0]?.sql).toContain("ReplacingMergeTree(v)");
  });

  test.each([
    ["a placeholder that nobody knows", "ENGINE = {motor:MergeTree}", singleServer, "{motor:MergeTree}"],
    [
      "a kind of statement that is not known to be repeatable",
      "OPTIMIZE TABLE spans",
      cluster(),
      "no cluster can repeat",
    ],
  ])("with %s is refused", (_label, sql, topology, words) => {
    expect(() => renderStatement(sql, topology, "parapet")).toThrow(words);
  });

  test("spreads every table that takes rows by a key of its own columns, and no other", () => {
    const journal = (name: string): boolean => name.startsWith("migration");
    for (const { name, columns } of tables) {
      const key = shardingKeyOf(name);
      expect(key === null, name).toBe(journal(name));
      const used = key?.replace("cityHash64(", "").replace(")", "").split(", ") ?? [];
      expect(
        used.every((column) => column in columns),
        `${name}: ${key}`,
      ).toBe(true);
    }
  });

  describe("of every migration", () => {
    let store: TestClickHouse;
    beforeAll(async () => {
      store = await startTestClickHouse({ withSchema: false });
    });
    afterAll(() => store.stop());

    const parse = (sql: string): Promise<readonly unknown[]> =>
      store.read.query("SELECT formatQuery({sql:String}) AS sql", { sql }, z.object({ sql: z.string() }));

    test.each(topologies)("is SQL that the server can parse, for %s", async (_label, topology) => {
      const statements = (await loadMigrations(migrationsFolder)).flatMap((file) => file.statements);
      const rendered = statements.flatMap((sql) => renderStatement(sql, topology, "parapet"));
      for (const sql of [...rendered.map((statement) => statement.sql), ...journalStatements(topology)]) {
        expect(await parse(sql), sql).toHaveLength(1);
      }
    });

    test("for replicas gets as far as their keeper: the server knows the engine and misses only its own name", async () => {
      const failure = store.migrate.command(
        renderStatement(createTable, cluster({ ddl: "per_node" }), "parapet")[0]?.sql ?? "",
      );
      await expect(failure).rejects.toMatchObject({ message: expect.stringContaining("No macro 'shard'") as string });
    });
  });
});
