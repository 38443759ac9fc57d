import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import type { LockRow } from "./journal-entry.ts";

export interface LockTimings {
  /** How often the holder says that it lives. */
  readonly renewMs: number;
  /** How long a holder may say nothing before another takes over. */
  readonly silenceMs: number;
  /** How long to wait for a holder that lives. */
  readonly waitMs: number;
}

export const defaultLockTimings: LockTimings = { renewMs: 4_000, silenceMs: 20_000, waitMs: 120_000 };

/** The lock as its holder has it. */
export interface HeldLock {
  /** Call before each change. Throws `migration_lock_lost` when another has taken over meanwhile. */
  readonly assertHeld: () => Promise<void>;
}

export interface LockOptions {
  readonly timings: LockTimings;
  readonly signal: AbortSignal;
}

/**
 * Runs `work` as the only migrator of a journal.
 *
 * The lock is a row: who inserts generation `n` holds it. All contenders for a generation use one deduplication token,
 * so the server stores the first of their rows and drops the rest, on a single server as on replicas; whoever reads its
 * own name back has won. No clock is compared with another: a contender takes over when the count of the holder's rows
 * has stood still for `silenceMs` of its own monotonic time, and generations only ever rise.
 *
 * @throws ParapetError `migration_locked` when a living holder outlasts `waitMs`.
 */
export async function withMigrationLock<T>(
  clickhouse: ClickHouse,
  { timings, signal }: LockOptions,
  work: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  const { generation, claimedAtMs } = await acquire(clickhouse, owner, { timings, signal });
  const say = (event: LockRow["event"]): Promise<void> =>
    clickhouse.insert("migration_lock", [{ generation, owner, event }], {
      token: randomUUID(),
      signal: AbortSignal.timeout(timings.silenceMs), // Its own: an aborted run still gives the lock back.
    });
  let heardAtMs = claimedAtMs;
  let isRenewing = false;
  const renew = async (): Promise<void> => {
    if (isRenewing) return; // A slow server needs no queue of these.
    isRenewing = true;
    const saidAtMs = performance.now();
    await say("renewed").then(
      () => (heardAtMs = saidAtMs),
      () => undefined, // Silence is what the lock is about: the next check asks who has it.
    );
    isRenewing = false;
  };
  const renewal = setInterval(() => void renew(), timings.renewMs);
  const assertHeld = async (): Promise<void> => {
    // Nobody takes over within `silenceMs` of a row that is stored; no need to ask.
    if (performance.now() - heardAtMs < timings.silenceMs / 2) return;
    const seen = await readLock(clickhouse, signal);
    if (seen?.generation === generation && seen.owner === owner) return;
    throw new ParapetError(
      "migration_lock_lost",
      `another migrator (${seen?.owner ?? "unknown"}) took over after this one had been silent; it goes on from here`,
    );
  };
  try {
    return await work({ assertHeld });
  } finally {
    clearInterval(renewal);
    await say("released").catch(() => undefined); // Others take over after a while of silence.
  }
}

interface SeenLock {
  readonly generation: number;
  readonly owner: string;
  readonly rows: number;
  readonly isReleased: boolean;
}

interface Claim {
  readonly generation: number;
  /** Monotonic time before the claim was sent. */
  readonly claimedAtMs: number;
}

async function acquire(clickhouse: ClickHouse, owner: string, { timings, signal }: LockOptions): Promise<Claim> {
  const givesUpAtMs = performance.now() + timings.waitMs;
  for (let sight = await look(clickhouse, null, signal); ; sight = await look(clickhouse, sight, signal)) {
    if (isFree(sight, timings.silenceMs)) {
      const generation = (sight.lock?.generation ?? 0) + 1;
      const claimedAtMs = performance.now();
      if (await claim(clickhouse, { generation, owner, event: "claimed" }, signal)) return { generation, claimedAtMs };
    }
    if (performance.now() >= givesUpAtMs) {
      throw new ParapetError(
        "migration_locked",
        `another migrator (${sight.lock?.owner ?? "unknown"}) is at work; wait for it, or look why it takes so long`,
      );
    }
    await delay(timings.renewMs / 4, undefined, { signal });
  }
}

/** What a contender sees of the lock, and since when by its own monotonic time it has seen nothing else. */
interface Sight {
  readonly lock: SeenLock | null;
  readonly sinceMs: number;
}

async function look(clickhouse: ClickHouse, before: Sight | null, signal: AbortSignal): Promise<Sight> {
  const lock = await readLock(clickhouse, signal);
  const isSame = before?.lock?.generation === lock?.generation && before?.lock?.rows === lock?.rows;
  return { lock, sinceMs: before !== null && isSame ? before.sinceMs : performance.now() };
}

function isFree({ lock, sinceMs }: Sight, silenceMs: number): boolean {
  return lock === null || lock.isReleased || performance.now() - sinceMs >= silenceMs;
}

async function claim(clickhouse: ClickHouse, row: LockRow, signal: AbortSignal): Promise<boolean> {
  await clickhouse.insert("migration_lock", [row], { token: `generation-${row.generation}`, signal });
  const winner = await readLock(clickhouse, signal);
  return winner?.generation === row.generation && winner.owner === row.owner;
}

const seenSchema = z.object({
  generation: z.number(),
  owners: z.array(z.string()),
  rows: z.coerce.number(),
  is_released: z.boolean(),
});

/** The newest generation; two owners of one would be nobody's. */
async function readLock(clickhouse: ClickHouse, signal: AbortSignal): Promise<SeenLock | null> {
  const [seen] = await clickhouse.query(
    `SELECT generation, groupUniqArray(owner) AS owners, count() AS rows,
            toBool(countIf(event = 'released') > 0) AS is_released
     FROM migration_lock GROUP BY generation ORDER BY generation DESC LIMIT 1`,
    {},
    seenSchema,
    { signal },
  );
  if (seen === undefined) return null;
  const { generation, owners, rows, is_released: isReleased } = seen;
  return { generation, owner: owners.length === 1 ? (owners[0] ?? "") : owners.join(" and "), rows, isReleased };
}
