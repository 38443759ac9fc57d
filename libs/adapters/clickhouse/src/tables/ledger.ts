import type { LedgerRow } from "../rows.ts";
import { messageColumns, risingTime } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

export const ledger: Table<LedgerRow> = {
  name: "ledger",
  columns: {
    ...messageColumns,
    stream_id: { type: "LowCardinality(String)", about: "the stream: another after the topic was created again" },
    message_time: { ...risingTime, about: "time of the message" },
    spans_stored: { type: "UInt32", about: "spans of the message that became rows" },
    spans_dead_lettered: { type: "UInt32", about: "spans that are in `dead_letters`" },
    spans_dropped: { type: "UInt32", about: "spans that were refused on purpose" },
  },
  computed: arrival,
  sortKey: ["topic", "partition", "offset"],
  partitionKey: weekOf("message_time"),
  recheckKey: ["offset"],
};
