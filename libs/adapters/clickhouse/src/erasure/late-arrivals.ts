import type { KeyedHash } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { subjectHash, subjectKinds, type SubjectKind } from "./subject.ts";
import { unlogged } from "./unlogged.ts";

/** An id of somebody who was forgotten, in spans that came afterwards. */
export interface LateArrival {
  readonly tenant: string;
  readonly kind: SubjectKind;
  readonly value: string;
  readonly spans: number;
}

/** Ids that are held in memory at once. */
const IDS_PER_PART = 100_000;

/**
 * Looks whether spans of forgotten subjects came after their erasure: replays, spans that were under way, a sender that was
 * not told. The journal has hashes alone, so every id that came since the first erasure is hashed and compared.
 */
export async function findLateArrivals(
  clickhouse: ClickHouse,
  { hash, signal }: { readonly hash: KeyedHash; readonly signal: AbortSignal },
): Promise<readonly LateArrival[]> {
  const late: LateArrival[] = [];
  for (const kind of subjectKinds) {
    const forgotten = await readForgotten(clickhouse, kind, signal);
    if (forgotten.hashes.size === 0) continue;
    for await (const { tenant, value, spans } of idsSince(clickhouse, kind, { sinceMs: forgotten.sinceMs, signal })) {
      if (forgotten.hashes.has(subjectHash(tenant, { kind, value }, hash))) late.push({ tenant, kind, value, spans });
    }
  }
  return late;
}

interface Forgotten {
  readonly hashes: ReadonlySet<string>;
  readonly sinceMs: number;
}

async function readForgotten(clickhouse: ClickHouse, kind: SubjectKind, signal: AbortSignal): Promise<Forgotten> {
  const rows = await clickhouse.query(
    `SELECT subject_hash, toUnixTimestamp64Milli(min(at)) AS since FROM erasures
     WHERE subject_kind = {kind:String} AND event = 'erased' GROUP BY subject_hash`,
    { kind },
    z.object({ subject_hash: z.string(), since: z.coerce.number() }),
    { signal },
  );
  return {
    hashes: new Set(rows.map(({ subject_hash }) => subject_hash)),
    sinceMs: rows.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY),
  };
}

interface Since {
  readonly sinceMs: number;
  readonly signal: AbortSignal;
}

const idRow = z.object({ tenant: z.string(), value: z.string(), spans: z.coerce.number() });

/** The second of the erasure belongs to it: arrivals are noted in whole seconds. */
async function* idsSince(
  clickhouse: ClickHouse,
  kind: SubjectKind,
  { sinceMs, signal }: Since,
): AsyncGenerator<z.infer<typeof idRow>> {
  const params = { since: Math.floor(sinceMs / 1_000) };
  const where = `${kind} != '' AND ingested_at >= fromUnixTimestamp({since:UInt32})`;
  const [size] = await clickhouse.query(
    `SELECT uniq(tenant, ${kind}) AS ids FROM spans WHERE ${where}`,
    params,
    z.object({ ids: z.coerce.number() }),
    unlogged(signal),
  );
  const parts = Math.max(1, Math.ceil((size?.ids ?? 0) / IDS_PER_PART));
  for (let part = 0; part < parts; part += 1) {
    yield* await clickhouse.query(
      `SELECT tenant, ${kind} AS value, count() AS spans FROM spans
       WHERE ${where} AND cityHash64(tenant, ${kind}) % {parts:UInt32} = {part:UInt32} GROUP BY tenant, ${kind}`,
      { ...params, parts, part },
      idRow,
      unlogged(signal),
    );
  }
}
