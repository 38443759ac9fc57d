import { ParapetError } from "@parapet/runtime";

import { shardingKeyOf } from "./sharding-keys.ts";
import { readStatementHead, type StatementHead } from "./statement-head.ts";
import { onCluster, storageDatabase, type Cluster, type Topology } from "./topology.ts";

/** One statement as the server gets it. */
export interface RenderedStatement {
  /** The database that names without one are of. */
  readonly database: string;
  readonly sql: string;
}

/**
 * How many inserts a table remembers the tokens of. A range is replayed within minutes, one insert each; the window
 * of a view's target counts the view's inserts, so targets need their own.
 */
const window = 10_000;

const plainWindow = `non_replicated_deduplication_window = ${window}`;
const replicatedWindow = `replicated_deduplication_window = ${window}, replicated_deduplication_window_seconds = 604800`;

/**
 * A statement of a migration for this place. On one server only `{engine:…MergeTree}` and `{deduplication}` are filled
 * in. On a cluster the same text runs in the database that holds rows, and the database that users ask gets a
 * `Distributed` table under the same name, made anew after each change of columns; views that only read are made there.
 */
export function renderStatement(statement: string, topology: Topology, database: string): readonly RenderedStatement[] {
  const sql = fillPlaceholders(statement, topology);
  if (topology.kind === "single") return [{ database, sql }];
  const head = readStatementHead(statement);
  if (head === null) {
    throw new ParapetError("migration_invalid", "a migration has a statement that no cluster can repeat on each shard");
  }
  return renderForCluster(sql, readStatementHead(sql) ?? head, { topology, database });
}

interface ClusterPlace {
  readonly topology: Cluster;
  readonly database: string;
}

function renderForCluster(sql: string, head: StatementHead, place: ClusterPlace): readonly RenderedStatement[] {
  const { topology, database } = place;
  const spread = `${sql.slice(0, head.endsAt)}${onCluster(topology)}${sql.slice(head.endsAt)}`;
  const storage: RenderedStatement = { database: storageDatabase(database, topology), sql: spread };
  const facade: RenderedStatement = { database, sql: spread };
  switch (head.kind) {
    case "table":
    case "alter":
      return [storage, { database, sql: distributedTable(head.name, place) }];
    case "feed":
      return [storage];
    case "view":
      return [facade];
    case "drop_table":
    case "drop_view":
      return [facade, storage]; // Nothing is asked any more of what goes next.
  }
  return head.kind satisfies never;
}

function distributedTable(table: string, { topology, database }: ClusterPlace): string {
  const storage = storageDatabase(database, topology);
  const key = shardingKeyOf(table);
  const engine = [`'${topology.name}'`, `'${storage}'`, `'${table}'`, ...(key === null ? [] : [key])].join(", ");
  return `CREATE OR REPLACE TABLE ${table}${onCluster(topology)} AS ${storage}.${table}\nENGINE = Distributed(${engine})`;
}

function fillPlaceholders(statement: string, topology: Topology): string {
  const isReplicated = topology.kind === "cluster" && topology.isReplicated;
  const unknown = /\{(?!deduplication\}|engine:\w*MergeTree\})\w+(?::[^}]*)?\}/.exec(statement);
  if (unknown !== null) throw new ParapetError("migration_invalid", `unknown placeholder ${unknown[0]} in a migration`);
  return statement
    .replaceAll(/\{engine:(\w*MergeTree)\}(?:\(([^)]*)\))?/g, (_, engine: string, parameters?: string) =>
      isReplicated ? replicatedEngine(engine, parameters) : `${engine}${parameters ? `(${parameters})` : ""}`,
    )
    .replaceAll("{deduplication}", isReplicated ? replicatedWindow : plainWindow);
}

/** The path is spelt out: by the server's default it would hold a UUID, which each server makes up for itself. */
function replicatedEngine(engine: string, parameters: string | undefined): string {
  const place = `'/clickhouse/parapet/{database}/{shard}/{table}', '{replica}'`;
  return `Replicated${engine}(${[place, ...(parameters ? [parameters] : [])].join(", ")})`;
}
