import { createHash } from "node:crypto";

import type { DatasetRow } from "./dataset-row.ts";
import type { Source } from "./source.ts";

/** The first rows in the order of a hash of their ids: the same on every machine, and stable when rows are added. */
export function sample(rows: readonly DatasetRow[], { keep = () => true, cap }: Source): readonly DatasetRow[] {
  const ranked = rows.filter(keep).map((row) => ({ row, rank: createHash("sha256").update(row.id).digest("hex") }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked.slice(0, cap).map(({ row }) => row);
}
