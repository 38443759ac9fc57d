import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { storageDatabase, type Cluster, type Topology } from "./topology.ts";

/**
 * The oldest server that is supported: the first long-term release in which a view's target remembers the tokens of an
 * insert (24.8) and `CHECK GRANT` exists (24.10).
 */
export const minimumServer: readonly [major: number, minor: number] = [25, 3];

/**
 * Refuses a server that would not keep what delivery promises.
 *
 * @throws ParapetError `unsupported_server` for one that is too old, `unsupported_settings` for a user whose inserts
 * would not be deduplicated.
 */
export async function requireServer(clickhouse: ClickHouse, signal?: AbortSignal): Promise<void> {
  await requireVersion(clickhouse, signal);
  await beforeDatabase(clickhouse, (bare) => requireSettings(bare, signal));
}

/** A request must name a database that exists; ours may not yet, and `default` always does. */
async function beforeDatabase<T>(clickhouse: ClickHouse, ask: (bare: ClickHouse) => Promise<T>): Promise<T> {
  const bare = clickhouse.withDatabase("default");
  try {
    return await ask(bare);
  } finally {
    await bare.close();
  }
}

/** @throws ParapetError `unsupported_server`. */
export async function requireVersion(clickhouse: ClickHouse, signal?: AbortSignal): Promise<void> {
  const versionSchema = z.object({ version: z.string() });
  const options = signal === undefined ? {} : { signal };
  const [row] = await beforeDatabase(clickhouse, (bare) =>
    bare.query("SELECT version() AS version", {}, versionSchema, options),
  );
  const version = row?.version ?? "";
  if (isSupportedVersion(version)) return;
  throw new ParapetError(
    "unsupported_server",
    `the server is ClickHouse ${version}; Parapet needs ${minimumServer.join(".")} or newer: older ones store a repeated range twice`,
  );
}

/** Of versions as `26.7.2.1`; one that cannot be read is not supported. */
export function isSupportedVersion(version: string): boolean {
  const match = /^(\d+)\.(\d+)(?:\.|$)/.exec(version);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const [leastMajor, leastMinor] = minimumServer;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** What every insert says for itself; a profile must let it. */
const saidByInserts: Readonly<Record<string, string>> = {
  insert_deduplicate: "1",
  async_insert: "0",
  deduplicate_blocks_in_dependent_materialized_views: "1",
};

/** What no insert can say, because older servers do not know it; where they are known, they overrule the others. */
const overruling: readonly string[] = ["deduplicate_insert", "deduplicate_insert_select"];

const settingSchema = z.object({
  name: z.string(),
  value: z.string(),
  readonly: z.number(),
  min: z.string().nullable(),
  max: z.string().nullable(),
});
type Setting = z.output<typeof settingSchema>;

async function requireSettings(clickhouse: ClickHouse, signal?: AbortSignal): Promise<void> {
  const settings = await clickhouse.query(
    `SELECT name, value, readonly, min, max FROM system.settings
     WHERE name IN ({names:Array(String)}) ORDER BY name`,
    { names: [...Object.keys(saidByInserts), ...overruling] },
    settingSchema,
    signal === undefined ? {} : { signal },
  );
  const faults = settings.flatMap((setting) => faultOf(setting) ?? []);
  if (faults.length === 0) return;
  throw new ParapetError(
    "unsupported_settings",
    `the user's settings would store a repeated range twice: ${faults.join("; ")}; change the user's profile`,
  );
}

/** What is wrong with a setting of this user; null when inserts are deduplicated. */
function faultOf({ name, value, readonly, min, max }: Setting): string | null {
  if (overruling.includes(name)) return value === "disable" ? `${name} is disable, and must be the default` : null;
  const wanted = saidByInserts[name];
  if (wanted === undefined) return null;
  if (readonly === 1 && value !== wanted) return `${name} is fixed at ${value}, and must be ${wanted}`;
  const isAllowed = (min === null || Number(wanted) >= Number(min)) && (max === null || Number(wanted) <= Number(max));
  return isAllowed ? null : `${name} is confined to ${min ?? ""}…${max ?? ""}, and must be ${wanted}`;
}

/**
 * Refuses a user who could not finish a migration.
 *
 * @throws ParapetError `missing_grants`, with the statements that grant what is missing.
 */
export async function requireGrants(clickhouse: ClickHouse, topology: Topology, signal?: AbortSignal): Promise<void> {
  const { database } = clickhouse;
  const databases = [...new Set([database, storageDatabase(database, topology)])];
  const grants = [
    ...databases.map((name) => `CREATE TABLE, CREATE VIEW, DROP TABLE, DROP VIEW, ALTER, INSERT, SELECT ON ${name}.*`),
    ...enginesOf(topology).map((engine) => `TABLE ENGINE ON ${engine}`),
    ...(topology.kind === "cluster" && topology.ddl === "on_cluster" ? ["CLUSTER ON *.*"] : []),
  ];
  const missing = await beforeDatabase(clickhouse, async (bare) => {
    const granted = await Promise.all(grants.map((grant) => bare.isGranted(grant, signal)));
    return grants.filter((_, index) => granted[index] !== true);
  });
  if (missing.length === 0) return;
  const statements = missing.map((grant) => `GRANT ${grant} TO …`).join("; ");
  throw new ParapetError(
    "missing_grants",
    `the user may not change the schema; as an administrator run: ${statements}`,
  );
}

function enginesOf(topology: Topology): readonly string[] {
  if (topology.kind === "single") return ["MergeTree", "AggregatingMergeTree"];
  const prefix = topology.isReplicated ? "Replicated" : "";
  return [`${prefix}MergeTree`, `${prefix}AggregatingMergeTree`, "Distributed"];
}

/**
 * Refuses a cluster that the server does not know.
 *
 * @throws ParapetError `unknown_cluster`, also when a replica does not know its own name.
 */
export async function requireCluster(clickhouse: ClickHouse, topology: Topology, signal?: AbortSignal): Promise<void> {
  if (topology.kind === "single") return;
  await beforeDatabase(clickhouse, (bare) => requireKnownCluster(bare, topology, signal));
}

async function requireKnownCluster(clickhouse: ClickHouse, topology: Cluster, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const nameSchema = z.object({ name: z.string() });
  const known = await clickhouse.query(
    "SELECT DISTINCT cluster AS name FROM system.clusters WHERE cluster = {cluster:String}",
    { cluster: topology.name },
    nameSchema,
    options,
  );
  if (known.length === 0) {
    throw new ParapetError(
      "unknown_cluster",
      `the server knows no cluster ${topology.name}; set PARAPET_CLICKHOUSE_CLUSTER to a name in its remote_servers`,
    );
  }
  if (!topology.isReplicated) return;
  const macros = await clickhouse.query("SELECT macro AS name FROM system.macros", {}, nameSchema, options);
  const missing = ["shard", "replica"].filter((name) => !macros.some((macro) => macro.name === name));
  if (missing.length === 0) return;
  throw new ParapetError(
    "unknown_cluster",
    `the server has no macro ${missing.join(", ")}, so replicas cannot name themselves; add it to its configuration`,
  );
}
