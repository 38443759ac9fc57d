import {
  clickhouseAddress,
  createClickHouse,
  hasClickHouseAddress,
  migrate,
  startEmbeddedClickHouse,
  type ClickHouse,
} from "@parapet/clickhouse";
import type { Environment, Logger } from "@parapet/runtime";

import { removeConnection, writeConnection } from "./connection-file.ts";

/** The store, as its users: `ingest` adds rows, `read` answers questions. */
export interface OpenStore {
  readonly ingest: ClickHouse;
  readonly read: ClickHouse;
  /** `http://host:port` */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface StoreOptions {
  readonly env: Environment;
  readonly dataFolder: string;
  readonly log: Logger;
}

/** The server that `PARAPET_CLICKHOUSE_URL` names, or an embedded one on the data folder, brought to the newest schema. */
export function openStore(options: StoreOptions): Promise<OpenStore> {
  return hasClickHouseAddress(options.env) ? openExternal(options) : openEmbedded(options);
}

async function openEmbedded({ dataFolder, log }: StoreOptions): Promise<OpenStore> {
  const server = await startEmbeddedClickHouse({ dataFolder, log });
  const migrator = createClickHouse({ url: server.url, ...server.users.migrate });
  try {
    await migrate(migrator, { log });
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    await migrator.close();
  }
  const ingest = createClickHouse({ url: server.url, ...server.users.ingest });
  const read = createClickHouse({ url: server.url, ...server.users.read });
  writeConnection(dataFolder, { url: server.url, read: server.users.read, migrate: server.users.migrate });
  const stop = async (): Promise<void> => {
    removeConnection(dataFolder);
    await Promise.all([ingest.close(), read.close()]);
    await server.stop();
  };
  return { ingest, read, url: server.url, stop };
}

/** Somebody else's server: its schema is changed by `parapet migrate up` alone, never by a process that serves. */
async function openExternal({ env }: StoreOptions): Promise<OpenStore> {
  const address = clickhouseAddress("ingest", env);
  const ingest = createClickHouse(address);
  const read = createClickHouse(clickhouseAddress("read", env));
  const stop = async (): Promise<void> => {
    await Promise.all([ingest.close(), read.close()]);
  };
  return { ingest, read, url: address.url, stop };
}
