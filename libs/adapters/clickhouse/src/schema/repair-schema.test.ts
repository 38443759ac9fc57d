import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { MigrationAttempt } from "./journal-entry.ts";
import { writeAttempt } from "./journal.ts";
import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { migrate } from "./migrate.ts";
import { repairSchema } from "./repair-schema.ts";
import { reportSchema } from "./schema-report.ts";

const options = { log: silentLogger, lockTimings: { renewMs: 100, silenceMs: 2_000, waitMs: 20_000 } };
const signal = (): AbortSignal => AbortSignal.timeout(10_000);

describe("a repair", { timeout: 90_000 }, () => {
  let store: TestClickHouse;
  beforeEach(async () => {
    store = await startTestClickHouse();
  });
  afterEach(() => store.stop());

  const repair = () => repairSchema(store.migrate, options);

  /** As after a kill: `ledger` was begun by a program whose file had another text, and nobody knows how it ended. */
  const beginLedger = async (): Promise<void> => {
    const file = (await loadMigrations(migrationsFolder)).find(({ name }) => name === "delivery");
    if (file === undefined) throw new Error("the migration is gone");
    await store.migrate.command(
      "ALTER TABLE migrations DELETE WHERE version = 3 AND statement = 0 SETTINGS mutations_sync = 1",
    );
    const attempt: MigrationAttempt = {
      version: file.version,
      name: file.name,
      checksum: "of another text",
      statement: 0,
      digest: "",
      attempt: 2,
      event: "began",
      error: "",
    };
    await writeAttempt(store.migrate, attempt, signal());
  };

  test("of a schema that is as migrations make it finds nothing to do, and leaves nothing behind", async () => {
    expect(await repair()).toEqual({ cleared: [], differences: [], retention: [] });
    await expect(store.migrate.withDatabase("parapet_check").ping()).rejects.toMatchObject({ code: "store_schema" });
  });

  test.each([
    ["what the statement makes", "SELECT 1"],
    ["nothing of it", "DROP TABLE ledger SYNC"],
  ])("clears a half-run statement when what is there is %s, and the next run completes it", async (_label, sql) => {
    await beginLedger();
    await store.migrate.command(sql);
    await expect(migrate(store.migrate, options)).rejects.toMatchObject({ code: "schema_half_run" });
    expect(await repair()).toEqual({ cleared: ["0003_delivery/1"], differences: [], retention: [] });
    expect(await migrate(store.migrate, options)).toMatchObject({ pending: [] });
    expect((await reportSchema(store.read)).condition).toBe("schema_current");
    expect(await repair()).toEqual({ cleared: [], differences: [], retention: [] });
  });

  test("hides no difference: what is neither before nor after stays as it is, and is told", async () => {
    await beginLedger();
    await store.migrate.command("ALTER TABLE ledger MODIFY COLUMN spans_stored UInt64");
    const { cleared, differences } = await repair();
    expect(cleared).toEqual([]);
    expect(differences).toEqual([
      { object: "ledger", missing: ["`spans_stored` UInt32"], unexpected: ["`spans_stored` UInt64"] },
    ]);
    await expect(migrate(store.migrate, options)).rejects.toMatchObject({ code: "schema_half_run" });
  });

  test("tells of what somebody changed by hand, though nothing is half-run", async () => {
    await store.migrate.command("ALTER TABLE spans_1m RESET SETTING non_replicated_deduplication_window");
    await store.migrate.command("CREATE TABLE notes (a Int8) ENGINE = MergeTree ORDER BY a");
    await store.migrate.command("DROP VIEW findings_1m_view SYNC");
    const { differences } = await repair();
    expect(differences.map(({ object }) => object)).toEqual(["findings_1m_view", "notes", "spans_1m"]);
    expect(differences[2]?.missing.join("\n")).toContain("window = 10000");
  });

  test("takes another retention for what it is: told, and no fault of the schema", async () => {
    await store.migrate.command("ALTER TABLE spans MODIFY TTL ingested_at + INTERVAL 7 DAY");
    expect(await repair()).toEqual({
      cleared: [],
      differences: [],
      retention: [
        {
          object: "spans",
          expected: "ingested_at + toIntervalDay(90)",
          found: "ingested_at + toIntervalDay(7)",
        },
      ],
    });
  });

  test("does not touch a database of its scratch name that holds rows", async () => {
    const other = store.migrate.withDatabase("parapet_check");
    await other.createDatabase();
    await other.command("CREATE TABLE t (a Int8) ENGINE = MergeTree ORDER BY a");
    await other.command("INSERT INTO t VALUES (1)");
    await expect(repair()).rejects.toMatchObject({ code: "check_database_in_use" });
    await other.close();
  });

  test("is not for users who may not make that database", async () => {
    await expect(repairSchema(store.ingest, options)).rejects.toMatchObject({ code: "store_denied" });
  });
});
