import type { LockRow } from "../schema/journal-entry.ts";
import type { Table } from "./table.ts";

export const migrationLock: Table<LockRow> = {
  name: "migration_lock",
  columns: {
    generation: { type: "UInt32", about: "rises with every holder" },
    owner: { type: "String", about: "who holds the lock" },
    event: { type: "LowCardinality(String)", about: "`claimed`, `renewed` or `released`" },
  },
  computed: {
    at: { type: "DateTime64(3, 'UTC')", kind: "DEFAULT", expression: "now64(3, 'UTC')", about: "when it happened" },
  },
  sortKey: ["generation", "event"],
  partitionKey: "",
  recheckKey: [],
};
