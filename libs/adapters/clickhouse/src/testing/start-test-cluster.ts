import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";

import { createClickHouse, type ClickHouse } from "../clickhouse.ts";
import { freePort } from "../embedded/free-port.ts";
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from "../embedded/start-embedded-clickhouse.ts";
import { migrate } from "../schema/migrate.ts";
import type { Topology } from "../schema/topology.ts";

/** A real cluster of two shards, each a server of its own, with the newest schema. */
export interface TestCluster {
  readonly topology: Topology;
  readonly nodes: readonly TestNode[];
  readonly stop: () => Promise<void>;
}

export interface TestNode {
  readonly server: EmbeddedClickHouse;
  readonly ingest: ClickHouse;
  readonly read: ClickHouse;
  readonly migrate: ClickHouse;
}

/** These servers have no keeper: each is migrated by itself, and their tables are not replicated. */
const topology: Topology = { kind: "cluster", name: "shards", isReplicated: false, ddl: "per_node" };

export async function startTestCluster(): Promise<TestCluster> {
  const shardPorts = [await freePort(), await freePort()];
  const folders = shardPorts.map(() => mkdtempSync(join(tmpdir(), "parapet-shard-")));
  const nodes: TestNode[] = [];
  const stop = async (): Promise<void> => {
    for (const { server, ingest, read, migrate: migrator } of nodes) {
      await Promise.all([ingest.close(), read.close(), migrator.close()]);
      await server.stop();
    }
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const [index, nativePort] of shardPorts.entries()) {
      const shard = { cluster: "shards", nativePort, shardPorts, secret: "between the shards" };
      const dataFolder = folders[index] ?? "";
      nodes.push(connect(await startEmbeddedClickHouse({ dataFolder, log: silentLogger, shard })));
    }
    for (const node of nodes) await migrate(node.migrate, { log: silentLogger, topology });
  } catch (error) {
    await stop();
    throw error;
  }
  return { topology, nodes, stop };
}

function connect(server: EmbeddedClickHouse): TestNode {
  const { url, users } = server;
  return {
    server,
    ingest: createClickHouse({ url, ...users.ingest }),
    read: createClickHouse({ url, ...users.read }),
    migrate: createClickHouse({ url, ...users.migrate }),
  };
}
