import { booleanSetting, ConfigError, loadConfig, type Environment } from "@parapet/runtime";
import { z } from "zod";

/** Where the schema lives: on one server, or spread over the shards of a cluster. */
export type Topology = { readonly kind: "single" } | Cluster;

export interface Cluster {
  readonly kind: "cluster";
  /** Name in the servers' `remote_servers`. */
  readonly name: string;
  /** `ReplicatedMergeTree` instead of `MergeTree`; needs a keeper and the macros `shard` and `replica`. */
  readonly isReplicated: boolean;
  /** `on_cluster`: one run changes every server, through the keeper. `per_node`: one run for each server. */
  readonly ddl: "on_cluster" | "per_node";
}

export const singleServer: Topology = { kind: "single" };

const clusterSettings = z.object({
  PARAPET_CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^\w+$/, "may hold letters, digits and _ alone")
    .describe("the name of the cluster in the servers' remote_servers")
    .optional(),
  PARAPET_CLICKHOUSE_REPLICATED: booleanSetting.default(true),
  PARAPET_CLICKHOUSE_DDL: z.enum(["on_cluster", "per_node"]).describe("on_cluster or per_node").default("on_cluster"),
});

/**
 * Reads `PARAPET_CLICKHOUSE_CLUSTER`, `…_REPLICATED` and `…_DDL`.
 *
 * @throws ConfigError with what is wrong.
 */
export function loadTopology(env: Environment): Topology {
  const settings = loadConfig(clusterSettings, env);
  const name = settings.PARAPET_CLICKHOUSE_CLUSTER;
  if (name === undefined) return singleServer;
  const cluster = {
    kind: "cluster",
    name,
    isReplicated: settings.PARAPET_CLICKHOUSE_REPLICATED,
    ddl: settings.PARAPET_CLICKHOUSE_DDL,
  } as const;
  if (cluster.ddl === "on_cluster" && !cluster.isReplicated) {
    throw new ConfigError(
      "PARAPET_CLICKHOUSE_REPLICATED: without replicas nothing replicates the journal either; " +
        "leave it true, or set PARAPET_CLICKHOUSE_DDL to per_node",
    );
  }
  return cluster;
}

/**
 * The database that holds rows. On one server it is the database itself; on a cluster it lies beside it on each shard,
 * under the same table names, and the database that users ask has `Distributed` tables over it.
 */
export function storageDatabase(database: string, topology: Topology): string {
  return topology.kind === "single" ? database : `${database}_local`;
}

/** ` ON CLUSTER name` for a statement that has to reach every server by itself, otherwise nothing. */
export function onCluster(topology: Topology): string {
  return topology.kind === "cluster" && topology.ddl === "on_cluster" ? ` ON CLUSTER ${topology.name}` : "";
}
