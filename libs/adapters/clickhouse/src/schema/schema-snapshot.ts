import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { storageDatabase, type Topology } from "./topology.ts";

/** What a table or view is; the same text on every server and under every database. */
interface Definition {
  readonly lines: readonly string[];
  /** For how long rows are kept: that is for whoever runs the store to say, and no part of the shape. Empty for none. */
  readonly ttl: string;
}

export type SchemaSnapshot = ReadonlyMap<string, Definition>;

const rowSchema = z.object({ database: z.string(), name: z.string(), ddl: z.string() });

/** The journal is no part of the schema, and neither are the tables that only stand for those of the shards. */
const query = `SELECT database, name, formatQuery(create_table_query) AS ddl FROM system.tables
  WHERE database IN ({databases:Array(String)}) AND engine != 'Distributed' AND NOT startsWith(name, 'migration')`;

/** The schema as it is, as the server tells it. */
export async function readSnapshot(
  clickhouse: ClickHouse,
  topology: Topology,
  signal: AbortSignal,
): Promise<SchemaSnapshot> {
  const databases = [...new Set([clickhouse.database, storageDatabase(clickhouse.database, topology)])];
  const rows = await clickhouse.query(query, { databases }, rowSchema, { signal });
  return new Map(rows.map(({ name, ddl }) => [name, neutralDefinition(ddl, databases)]));
}

/** Without what differs between one server and a replica: the database's name, the engine's place, the window. */
function neutralDefinition(ddl: string, databases: readonly string[]): Definition {
  let text = ddl;
  for (const name of databases) text = text.replaceAll(new RegExp(`\\b${name}\\.`, "g"), "");
  const neutral = text
    .replace(/\bReplicated(\w*MergeTree)\('[^']*', '[^']*'(?:, )?([^)]*)\)/, (_, engine: string, rest: string) =>
      rest === "" ? engine : `${engine}(${rest})`,
    )
    .replace(/\breplicated_deduplication_window = (\d+), replicated_deduplication_window_seconds = \d+/, "window = $1")
    .replace(/\bnon_replicated_deduplication_window = (\d+)/, "window = $1");
  const ttl = /\nTTL ([\s\S]*?)(?=\nSETTINGS|$)/.exec(neutral);
  const shape = ttl === null ? neutral : neutral.replace(ttl[0], "");
  return {
    lines: shape.split("\n").map((line) => line.trim().replace(/,$/, "")),
    ttl: ttl?.[1]?.replaceAll(/\s+/g, " ") ?? "",
  };
}

/** One line of a definition that is there and should not be, or the other way round. */
export interface SchemaDifference {
  readonly object: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** How the shape of what is there differs from what it should be; null where it does not. */
export function differenceOf(object: string, expected: SchemaSnapshot, found: SchemaSnapshot): SchemaDifference | null {
  const [wanted, there] = [expected.get(object)?.lines ?? [], found.get(object)?.lines ?? []];
  if (wanted.join("\n") === there.join("\n")) return null;
  const missing = wanted.filter((line) => !there.includes(line));
  const unexpected = there.filter((line) => !wanted.includes(line));
  if (missing.length > 0 || unexpected.length > 0) return { object, missing, unexpected };
  return { object, missing: wanted, unexpected: there }; // The same lines in another order.
}

/** Rows of an object that are kept for another time than migrations say. */
export interface RetentionDifference {
  readonly object: string;
  readonly expected: string;
  readonly found: string;
}

export function retentionDifferences(expected: SchemaSnapshot, found: SchemaSnapshot): readonly RetentionDifference[] {
  return [...found].flatMap(([object, { ttl }]) => {
    const wanted = expected.get(object);
    return wanted === undefined || wanted.ttl === ttl ? [] : [{ object, expected: wanted.ttl, found: ttl }];
  });
}
