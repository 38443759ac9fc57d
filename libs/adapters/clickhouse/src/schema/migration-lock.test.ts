import { setTimeout as delay } from "node:timers/promises";

import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { journalStatements } from "./journal.ts";
import { migrate } from "./migrate.ts";
import { withMigrationLock, type HeldLock, type LockTimings } from "./migration-lock.ts";
import { reportSchema } from "./schema-report.ts";
import { singleServer } from "./topology.ts";

const quick: LockTimings = { renewMs: 50, silenceMs: 1_000, waitMs: 20_000 };
const patient: LockTimings = { renewMs: 500, silenceMs: 20_000, waitMs: 60_000 };

describe("the lock of a journal, on a real server", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse({ withSchema: false });
    for (const sql of journalStatements(singleServer)) await store.migrate.command(sql);
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    await store.migrate.command("DROP TABLE migration_lock SYNC");
    for (const sql of journalStatements(singleServer)) await store.migrate.command(sql);
  });

  const hold = <T>(work: (lock: HeldLock) => Promise<T>, timings: Partial<LockTimings> = {}): Promise<T> =>
    withMigrationLock(store.migrate, { timings: { ...quick, ...timings }, signal: AbortSignal.timeout(25_000) }, work);

  /** A holder that has died: its claim is there and nothing follows. */
  const leaveBehind = (generation: number): Promise<void> =>
    store.migrate.insert("migration_lock", [{ generation, owner: "the dead", event: "claimed" }], {
      token: `generation-${generation}`,
      signal: AbortSignal.timeout(10_000),
    });

  test("is held by one at a time, however many want it", async () => {
    let inside = 0;
    let most = 0;
    const turns = Array.from({ length: 6 }, () =>
      hold(async ({ assertHeld }) => {
        inside += 1;
        most = Math.max(most, inside);
        await delay(30);
        await assertHeld();
        inside -= 1;
      }),
    );
    await Promise.all(turns);
    expect(most).toBe(1);
  });

  test("of a holder that died is taken over after its silence, and not before", async () => {
    await leaveBehind(1);
    const beganMs = performance.now();
    await hold(async () => undefined);
    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(quick.silenceMs);
  });

  test("of a holder that lives is not taken over, however long its statement runs", async () => {
    const held = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const first = hold(async () => {
      held.resolve();
      await mayEnd.promise;
    });
    await held.promise;
    const second = hold(async () => "taken over", { waitMs: 2 * quick.silenceMs });
    await expect(second).rejects.toMatchObject({ code: "migration_locked" });
    mayEnd.resolve();
    await first;
  });

  test("that was taken over in a long pause is lost, and the one that slept learns it before its next change", async () => {
    const paused = hold(
      async ({ assertHeld }) => {
        await leaveBehind(2); // Another has seen this one silent.
        await expect
          .poll(() => assertHeld().catch((error: unknown) => error))
          .toMatchObject({
            code: "migration_lock_lost",
            message: expect.stringContaining("the dead") as string,
          });
      },
      { renewMs: 60_000 },
    );
    await paused;
  });

  test("is not won by a clock: times of the rows count for nothing", async () => {
    await leaveBehind(1);
    await store.migrate.command(
      "ALTER TABLE migration_lock UPDATE at = toDateTime64('2100-01-01', 3) WHERE true SETTINGS mutations_sync = 1",
    );
    await expect(hold(async () => "held")).resolves.toBe("held");
  });

  test("whose rows were deleted by hand is not asked for without end: the server still knows their tokens", async () => {
    await leaveBehind(1);
    await store.migrate.command("ALTER TABLE migration_lock DELETE WHERE true SETTINGS mutations_sync = 1");
    const contender = hold(async () => undefined, { waitMs: quick.silenceMs });
    await expect(contender).rejects.toMatchObject({ code: "migration_locked" });
  });

  test("lets two migrators of one empty database both end well, and each statement is applied once", async () => {
    const run = () => migrate(store.migrate, { log: silentLogger, lockTimings: patient });
    const [one, other] = await Promise.all([run(), run()]);
    expect(one).toEqual(other);
    expect((await reportSchema(store.read)).condition).toBe("schema_current");
    const [row] = await store.read.query(
      "SELECT count() AS rows, uniqExact(version, statement) AS statements FROM migrations",
      {},
      z.object({ rows: z.coerce.number(), statements: z.coerce.number() }),
    );
    expect(row?.rows).toBe(row?.statements);
  }, 90_000);
});
