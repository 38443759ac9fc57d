import type { ErasureRow } from "../rows.ts";
import { risingTime, spanKeyColumns } from "./shared-columns.ts";
import { arrival, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const text = { type: "String", codec: "ZSTD(1)" } as const;

export const erasures: Table<ErasureRow> = {
  name: "erasures",
  columns: {
    tenant: spanKeyColumns.tenant,
    erasure_id: { ...text, about: "which run: one row for each subject and event" },
    at: { ...risingTime, about: "when it happened" },
    subject_kind: { ...word, about: "`user_id` or `session_id`" },
    subject_hash: { ...text, about: "keyed hash of tenant, kind and the id as spans had it, hex" },
    event: { ...word, about: "`began` or `erased`" },
    requested_by: { ...word, about: "on whose word, as the operator says" },
    rows_erased: { type: "UInt64", about: "rows of all tables that the run deleted" },
    counts: { type: "Map(LowCardinality(String), String)", about: "the same by table" },
  },
  computed: arrival,
  sortKey: ["tenant", "subject_hash", "at"],
  partitionKey: "",
  recheckKey: [],
};
