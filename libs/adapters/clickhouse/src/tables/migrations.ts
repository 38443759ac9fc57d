import type { JournalEntry } from "../schema/journal-entry.ts";
import type { Table } from "./table.ts";

export const migrations: Table<JournalEntry> = {
  name: "migrations",
  columns: {
    version: { type: "UInt32", about: "number of the migration's file" },
    name: { type: "String", about: "name of the file" },
    checksum: { type: "String", about: "SHA-256 of the file, hex" },
    statement: { type: "UInt32", about: "which statement of the file, from 0" },
  },
  computed: {
    applied_at: { type: "DateTime('UTC')", kind: "DEFAULT", expression: "now('UTC')", about: "when it was applied" },
  },
  sortKey: ["version", "statement"],
  partitionKey: "",
  recheckKey: [],
};
