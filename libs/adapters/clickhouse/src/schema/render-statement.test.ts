import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { renderStatement } from "./render-statement.ts";

describe("a rendered statement", () => {
  test.each([
    ["merge_tree", "ENGINE = AggregatingMergeTree SETTINGS non_replicated_deduplication_window = 10000"],
    [
      "replicated",
      "ENGINE = ReplicatedAggregatingMergeTree SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800",
    ],
  ] as const)("for %s has its engine and its window", (kind, sql) => {
    expect(renderStatement("ENGINE = {engine:AggregatingMergeTree} SETTINGS {deduplication}", kind)).toBe(sql);
  });

  test("with a placeholder that nobody knows is refused", () => {
    expect(() => renderStatement("ENGINE = {motor:MergeTree}", "merge_tree")).toThrow("{motor:MergeTree}");
  });

  describe("of every migration", () => {
    let store: TestClickHouse;
    beforeAll(async () => {
      store = await startTestClickHouse({ withSchema: false });
    });
    afterAll(() => store.stop());

    test.each(["merge_tree", "replicated"] as const)("is SQL that the server can parse, for %s", async (kind) => {
      const statements = (await loadMigrations(migrationsFolder)).flatMap((file) => file.statements);
      for (const statement of statements) {
        const formatted = await store.read.query(
          "SELECT formatQuery({sql:String}) AS sql",
          { sql: renderStatement(statement, kind) },
          z.object({ sql: z.string() }),
        );
        expect(formatted).toHaveLength(1);
      }
    });
  });
});
