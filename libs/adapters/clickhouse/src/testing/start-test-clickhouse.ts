import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";

import { createClickHouse, type ClickHouse } from "../clickhouse.ts";
import {
  startEmbeddedClickHouse,
  type ClickHouseUser,
  type EmbeddedClickHouse,
} from "../embedded/start-embedded-clickhouse.ts";
import { migrate } from "../schema/migrate.ts";

/** A real ClickHouse server with the newest schema, on a folder of its own. */
export interface TestClickHouse {
  readonly server: EmbeddedClickHouse;
  /** One client per user of the embedded server. */
  readonly ingest: ClickHouse;
  readonly read: ClickHouse;
  readonly migrate: ClickHouse;
  readonly dataFolder: string;
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>;
}

export interface TestClickHouseOptions {
  /** Without it the database is there, but empty. Default true. */
  readonly withSchema?: boolean;
}

/** Takes about half a second; give each test file its own. */
export async function startTestClickHouse({ withSchema = true }: TestClickHouseOptions = {}): Promise<TestClickHouse> {
  const dataFolder = mkdtempSync(join(tmpdir(), "parapet-clickhouse-"));
  const server = await startEmbeddedClickHouse({ dataFolder, log: silentLogger });
  const connect = (user: ClickHouseUser): ClickHouse => createClickHouse({ url: server.url, ...user });
  const { users } = server;
  const [ingest, read, migrator] = [connect(users.ingest), connect(users.read), connect(users.migrate)];
  const stop = async (): Promise<void> => {
    await Promise.all([ingest.close(), read.close(), migrator.close()]);
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await migrator.createDatabase();
    if (withSchema) await migrate(migrator, { log: silentLogger });
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, ingest, read, migrate: migrator, dataFolder, stop };
}
