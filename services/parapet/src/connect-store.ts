import {
  clickhouseAddress,
  createClickHouse,
  hasClickHouseAddress,
  type ClickHouse,
  type ClickHouseOptions,
} from "@parapet/clickhouse";
import { ConfigError, type Environment } from "@parapet/runtime";

import { readConnection } from "./all-in-one/connection-file.ts";
import { dataFolders } from "./settings/data-folder.ts";

const PING_DEADLINE_MS = 3_000;

type ConnectOptions = Pick<ClickHouseOptions, "requestTimeoutMs">;

/**
 * The store as one of its users: the server that `PARAPET_CLICKHOUSE_URL` names, else that of an all-in-one which runs
 * on this machine's data folder, else that of a running demo.
 *
 * @throws ConfigError when there is none.
 */
export async function connectStore(
  role: "read" | "migrate",
  env: Environment,
  options: ConnectOptions = {},
): Promise<ClickHouse> {
  if (hasClickHouseAddress(env)) return createClickHouse({ ...clickhouseAddress(role, env), ...options });
  const { data, demo } = dataFolders(env);
  for (const folder of [data, demo]) {
    const store = await connectRunning(role, folder, options);
    if (store !== null) return store;
  }
  throw new ConfigError(
    `no store is running on ${data} or ${demo}; start one with \`npm start\` or \`parapet up\`, or set PARAPET_CLICKHOUSE_URL`,
  );
}

/** The store of the process that runs on a folder; null when it was killed and left its connection behind. */
async function connectRunning(
  role: "read" | "migrate",
  folder: string,
  options: ConnectOptions,
): Promise<ClickHouse | null> {
  const connection = readConnection(folder);
  if (connection === null) return null;
  const store = createClickHouse({ url: connection.url, ...connection[role], ...options });
  const isRunning = await store.ping(AbortSignal.timeout(PING_DEADLINE_MS)).then(
    () => true,
    () => false,
  );
  if (isRunning) return store;
  await store.close();
  return null;
}
