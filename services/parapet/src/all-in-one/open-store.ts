import {
  clickhouseAddress,
  createClickHouse,
  hasClickHouseAddress,
  migrate,
  startEmbeddedClickHouse,
  type ClickHouse,
  type EmbeddedClickHouse,
  type EmbeddedOptions,
} from "@parapet/clickhouse";
import { ConfigError, ParapetError, type Environment, type Logger } from "@parapet/runtime";

import { removeConnection, writeConnection } from "./connection-file.ts";
import { OpenParts } from "./open-parts.ts";
import { prepareDataFolder } from "./prepare-data-folder.ts";

/** The store, as its users: `ingest` adds rows, `read` answers questions. */
export interface OpenStore {
  readonly ingest: ClickHouse;
  readonly read: ClickHouse;
  /** `http://host:port`, without a user that may stand in the setting. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface StoreOptions {
  readonly env: Environment;
  readonly dataFolder: string;
  /** Begins with nothing where the store is embedded; somebody else's server is never emptied. */
  readonly fresh: boolean;
  readonly log: Logger;
}

/** The server that `PARAPET_CLICKHOUSE_URL` names, or an embedded one on the data folder, brought to the newest schema. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  return hasClickHouseAddress(options.env) ? openExternal(options) : openEmbedded(options);
}

async function openEmbedded({ dataFolder, fresh, log }: StoreOptions): Promise<OpenStore> {
  prepareDataFolder(dataFolder);
  const parts = new OpenParts();
  const server = await startServer({ dataFolder, fresh, log });
  parts.add(server.stop);
  try {
    await migrateEmbedded(server, log);
    const ingest = createClickHouse({ url: server.url, ...server.users.ingest });
    const read = createClickHouse({ url: server.url, ...server.users.read });
    parts.add(ingest.close);
    parts.add(read.close);
    writeConnection(dataFolder, { url: server.url, read: server.users.read, migrate: server.users.migrate });
    parts.add(async () => removeConnection(dataFolder));
    return { ingest, read, url: server.url, stop: () => parts.stop() };
  } catch (error) {
    await parts.stop().catch(() => undefined); // The failure to open is the one to report.
    throw error;
  }
}

/** Where no engine runs, it is a setting that is missing. */
async function startServer(options: EmbeddedOptions): Promise<EmbeddedClickHouse> {
  try {
    return await startEmbeddedClickHouse(options);
  } catch (error) {
    if (!(error instanceof ParapetError) || error.code !== "embedded_unavailable") throw error;
    throw new ConfigError(error.message, { cause: error });
  }
}

async function migrateEmbedded(server: EmbeddedClickHouse, log: Logger): Promise<void> {
  const migrator = createClickHouse({ url: server.url, ...server.users.migrate });
  try {
    await migrate(migrator, { log });
  } finally {
    await migrator.close();
  }
}

/**
 * Somebody else's server: its schema is changed by `parapet migrate up` alone, never by a process that serves, which
 * waits for it instead.
 */
function openExternal({ env }: StoreOptions): OpenStore {
  const address = clickhouseAddress("ingest", env);
  const ingest = createClickHouse(address);
  const read = createClickHouse(clickhouseAddress("read", env));
  const stop = async (): Promise<void> => {
    await Promise.all([ingest.close(), read.close()]);
  };
  return { ingest, read, url: new URL(address.url).origin, stop };
}
