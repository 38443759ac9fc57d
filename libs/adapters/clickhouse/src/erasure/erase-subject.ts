import { randomUUID } from "node:crypto";

import { ParapetError, type KeyedHash } from "@parapet/runtime";

import type { ClickHouse } from "../clickhouse.ts";
import { singleServer, type Topology } from "../schema/topology.ts";
import { countRows, deleteRows, type ErasurePlace, type RowCounts } from "./delete-targets.ts";
import { countKept, findTargets, type Target, type TargetScope } from "./find-targets.ts";
import { untilRetiredPartsAreGone } from "./retired-parts.ts";
import { storedIds, type Subject } from "./subject.ts";
import { writeErasure } from "./write-erasure.ts";

export interface EraseOptions {
  readonly hash: KeyedHash;
  /** On whose word, for the journal. */
  readonly requestedBy: string;
  /** Counts what would go, and deletes nothing. */
  readonly dryRun: boolean;
  /** Default: one server. */
  readonly topology?: Topology;
  /** Every server of a cluster where a statement reaches one alone (`per_node`). */
  readonly servers?: readonly ClickHouse[];
  readonly signal: AbortSignal;
}

/** What there was of a subject, what was deleted, and what is left, by table. */
export interface ErasureReport {
  readonly erasureId: string;
  readonly dryRun: boolean;
  readonly before: RowCounts;
  readonly deleted: RowCounts;
  /** All zero, or the erasure failed. */
  readonly after: RowCounts;
  /** Spans in the subject's traces that name somebody else. They stay. */
  readonly keptOfOthers: number;
}

/** What comes while the rest is deleted is found in the next round, as is what one question could not hold. */
const MAX_ROUNDS = 1_000;

/** How often the same spans are gone through: rows about them may come behind them, of the ingester and of the guard. */
const MAX_ATTEMPTS = 5;

/**
 * Forgets a subject: deletes the rows of its spans in every table that has any, and waits until no file holds them any
 * more. May be repeated; one that was cut short goes on where it ended.
 *
 * @throws ParapetError `erasure_incomplete` when rows keep coming, or lie where no statement reached; an abort throws the
 * signal's reason, and what was deleted by then stays deleted.
 */
export async function eraseSubject(
  clickhouse: ClickHouse,
  subject: Subject,
  options: EraseOptions,
): Promise<ErasureReport> {
  const { dryRun, signal, topology = singleServer, servers = [clickhouse] } = options;
  const place = { topology, servers, signal };
  const erasureId = randomUUID();
  const ids = storedIds(subject, options.hash);
  const scope: TargetScope = { tenant: subject.tenant, ids, signal };
  const keptOfOthers = await countKept(clickhouse, scope);
  let targets = await findTargets(clickhouse, scope);
  const before = await countRows(clickhouse, subject.tenant, targets, signal);
  const report = { erasureId, dryRun, before, keptOfOthers };
  if (dryRun) return { ...report, deleted: zeros(before), after: before };

  const entry = { tenant: subject.tenant, erasureId, ids, ...options };
  await writeErasure(clickhouse, { ...entry, event: "began", deleted: zeros(before) });
  let deleted = zeros(before);
  const erased: Target[] = [];
  for (let round = 0; targets.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw incomplete(targets.length);
    deleted = plus(deleted, await deleteAll(clickhouse, subject.tenant, targets, place));
    erased.push(...targets);
    targets = await findTargets(clickhouse, scope);
  }
  await untilRetiredPartsAreGone(place);
  let after = await countRows(clickhouse, subject.tenant, erased, signal);
  for (let attempt = 1; total(after) > 0; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) throw incomplete(total(after));
    deleted = plus(deleted, await deleteAll(clickhouse, subject.tenant, erased, place));
    await untilRetiredPartsAreGone(place);
    after = await countRows(clickhouse, subject.tenant, erased, signal);
  }
  await writeErasure(clickhouse, { ...entry, event: "erased", deleted });
  return { ...report, deleted, after };
}

/**
 * Deletes until none is there. Whoever repeats an erasure finds rows by their spans: none may be left behind without one.
 */
async function deleteAll(
  clickhouse: ClickHouse,
  tenant: string,
  targets: readonly Target[],
  place: ErasurePlace,
): Promise<RowCounts> {
  let deleted = await deleteRows(clickhouse, tenant, targets, place);
  for (let attempt = 1; ; attempt += 1) {
    const left = total(await countRows(clickhouse, tenant, targets, place.signal));
    if (left === 0) return deleted;
    if (attempt === MAX_ATTEMPTS) throw incomplete(left);
    deleted = plus(deleted, await deleteRows(clickhouse, tenant, targets, place));
  }
}

function zeros(counts: RowCounts): RowCounts {
  return Object.fromEntries(Object.keys(counts).map((table) => [table, 0]));
}

function plus(a: RowCounts, b: RowCounts): RowCounts {
  return Object.fromEntries(Object.keys(a).map((table) => [table, (a[table] ?? 0) + (b[table] ?? 0)]));
}

function total(counts: RowCounts): number {
  return Object.values(counts).reduce((sum, rows) => sum + rows, 0);
}

function incomplete(left: number): ParapetError {
  return new ParapetError(
    "erasure_incomplete",
    `${left} rows of the subject are still there: stop its sender, name every server of a cluster, and repeat the erasure`,
  );
}
