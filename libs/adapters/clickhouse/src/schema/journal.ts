import { randomUUID } from "node:crypto";

import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import type { JournalEntry } from "./plan-migrations.ts";

/** Not a migration itself: it has to exist before the first. */
export const journalStatement = `CREATE TABLE IF NOT EXISTS migrations (
  version UInt32,
  name String,
  checksum String,
  statement UInt32,
  applied_at DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = {engine:MergeTree}
ORDER BY (version, statement)
SETTINGS {deduplication}`;

const entrySchema = z.object({ version: z.number(), name: z.string(), checksum: z.string(), statement: z.number() });

/** Statements applied so far; none where there is no journal yet. */
export async function readJournal(clickhouse: ClickHouse, signal?: AbortSignal): Promise<readonly JournalEntry[]> {
  const sql = "SELECT DISTINCT version, name, checksum, statement FROM migrations ORDER BY version, statement";
  try {
    return await clickhouse.query(sql, {}, entrySchema, signal === undefined ? {} : { signal });
  } catch (error) {
    if (error instanceof ParapetError && error.code === "store_schema") return [];
    throw error;
  }
}

export async function writeJournal(clickhouse: ClickHouse, entry: JournalEntry, signal: AbortSignal): Promise<void> {
  // A fresh token: one made of the entry would drop it silently where somebody had deleted and now re-applies it.
  const token = randomUUID();
  await clickhouse.insert("migrations", [entry], { token, signal });
}
