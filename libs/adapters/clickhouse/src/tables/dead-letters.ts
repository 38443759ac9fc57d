import type { DeadLetterRow } from "../rows.ts";
import { coordinateColumns, risingTime } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

export const deadLetters: Table<DeadLetterRow> = {
  name: "dead_letters",
  columns: {
    ...coordinateColumns,
    tenant: { type: "LowCardinality(String)", about: "who sent it, as authenticated" },
    reason: { type: "LowCardinality(String)", about: "why there is no row" },
    hash: { type: "String", codec: "ZSTD(1)", about: "SHA-256 of the message, hex" },
    size_bytes: { type: "UInt64", about: "size of the message" },
    message_time: { ...risingTime, about: "time of the message" },
    stage: { type: "LowCardinality(String)", about: "consumer group that met it: `ingester` or `guard`" },
  },
  computed: arrival,
  sortKey: ["tenant", "message_time", "topic", "partition", "offset", "idx"],
  partitionKey: weekOf("message_time"),
  recheckKey: ["offset", "idx", "hash", "stage"],
};
