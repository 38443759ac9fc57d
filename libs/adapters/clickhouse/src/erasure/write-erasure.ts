import type { KeyedHash } from "@parapet/runtime";

import type { ClickHouse } from "../clickhouse.ts";
import type { ErasureRow } from "../rows.ts";
import type { RowCounts } from "./delete-targets.ts";
import { subjectHash, type SubjectId } from "./subject.ts";

interface ErasureEntry {
  readonly tenant: string;
  readonly erasureId: string;
  readonly ids: readonly SubjectId[];
  readonly event: "began" | "erased";
  readonly requestedBy: string;
  readonly deleted: RowCounts;
  readonly hash: KeyedHash;
  readonly signal: AbortSignal;
}

/** Notes an event of an erasure, one row for each id of the subject. */
export async function writeErasure(clickhouse: ClickHouse, entry: ErasureEntry): Promise<void> {
  const { tenant, erasureId, event, deleted, signal } = entry;
  const at = new Date().toISOString();
  const rows = entry.ids.map((id): ErasureRow => ({
    tenant,
    erasure_id: erasureId,
    at,
    subject_kind: id.kind,
    subject_hash: subjectHash(tenant, id, entry.hash),
    event,
    requested_by: entry.requestedBy,
    rows_erased: Object.values(deleted).reduce((total, count) => total + count, 0),
    counts: Object.fromEntries(Object.entries(deleted).map(([table, count]) => [table, String(count)])),
  }));
  await clickhouse.insert("erasures", rows, { token: `${erasureId}/${event}`, signal });
}
