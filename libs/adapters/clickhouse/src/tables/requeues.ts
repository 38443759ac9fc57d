import type { RequeueRow } from "../rows.ts";
import { messageColumns } from "./shared-columns.ts";
import { arrival, type Table } from "./table.ts";

export const requeues: Table<RequeueRow> = {
  name: "requeues",
  columns: {
    ...messageColumns,
    hash: { type: "String", codec: "ZSTD(1)", about: "SHA-256 of the message, hex" },
    state: { type: "LowCardinality(String)", about: "`begun` before the append, `appended` after it" },
  },
  computed: arrival,
  sortKey: ["topic", "partition", "offset"],
  partitionKey: "",
  recheckKey: [],
};
