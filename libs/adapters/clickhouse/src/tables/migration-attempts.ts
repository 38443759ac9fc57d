import type { MigrationAttempt } from "../schema/journal-entry.ts";
import { migrations } from "./migrations.ts";
import type { Table } from "./table.ts";

export const migrationAttempts: Table<MigrationAttempt> = {
  name: "migration_attempts",
  columns: {
    ...migrations.columns,
    digest: { type: "String", about: "SHA-256 of the statement as it was sent, hex" },
    attempt: { type: "UInt32", about: "which attempt at the statement, from 1" },
    event: { type: "LowCardinality(String)", about: "`began`, `failed` or `cleared`" },
    error: { type: "LowCardinality(String)", about: "code of the failure; empty for none" },
  },
  computed: {
    at: { type: "DateTime64(3, 'UTC')", kind: "DEFAULT", expression: "now64(3, 'UTC')", about: "when it happened" },
  },
  sortKey: ["version", "statement", "attempt"],
  partitionKey: "",
  recheckKey: [],
};
