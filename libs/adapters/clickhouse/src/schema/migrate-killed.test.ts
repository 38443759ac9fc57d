import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { startProcess } from "@parapet/testkit";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import type { ClickHouse } from "../clickhouse.ts";
import { loadMigrations, migrationsFolder } from "./migration-file.ts";
import { migrate } from "./migrate.ts";
import { reportSchema } from "./schema-report.ts";
import { readSnapshot } from "./schema-snapshot.ts";
import { singleServer } from "./topology.ts";

const program = join(import.meta.dirname, "../testing/killed-migrator.ts");
const lockTimings = { renewMs: 20, silenceMs: 100, waitMs: 20_000 };

describe("a migrator that is killed with SIGKILL", () => {
  let store: TestClickHouse;
  beforeEach(async () => {
    store = await startTestClickHouse({ withSchema: false });
  });
  afterEach(() => store.stop());

  const killedAt = async (point: string): Promise<string> => {
    const { username, password } = store.server.users.migrate;
    const child = startProcess({ args: [program, store.server.url, username, password, point] });
    const { signal: by } = await child.ended;
    return by ?? child.stdout();
  };

  const snapshot = (clickhouse: ClickHouse) => readSnapshot(clickhouse, singleServer, AbortSignal.timeout(20_000));

  test("between any two statements and within every other, leaves what the next one completes to the same schema", async () => {
    const statements = (await loadMigrations(migrationsFolder)).flatMap((file) => file.statements);
    const within = ["began", "running", "ran"] as const;
    for (const [index] of statements.entries()) {
      const point = within[(index / 2) % within.length];
      if (point !== undefined) expect(await killedAt(point), `${point}, statement ${index}`).toBe("SIGKILL");
      // One that was killed while the statement ran may have been too late, and this one is then a statement ahead.
      expect(await killedAt("journalled"), `journalled, statement ${index}`).toMatch(/SIGKILL|done/);
    }
    expect(await migrate(store.migrate, { log: silentLogger, lockTimings })).toMatchObject({ pending: [] });

    const report = await reportSchema(store.read);
    expect(report.condition).toBe("schema_current");
    const attempts = report.migrations
      .flatMap((migration) => migration.statements)
      .map((statement) => statement.attempts);
    expect(attempts.filter((count) => count > 1).length, "statements that were begun again").toBeGreaterThan(
      statements.length / 3,
    );
    const unharmed = await startTestClickHouse();
    onTestFinished(unharmed.stop);
    expect(await snapshot(store.migrate)).toEqual(await snapshot(unharmed.migrate));
  }, 600_000);
});
