import { clickhouseAddress, createClickHouse, hasClickHouseAddress, type ClickHouse } from "@parapet/clickhouse";
import { ConfigError, type Environment } from "@parapet/runtime";

import { readConnection } from "./all-in-one/connection-file.ts";
import { dataFolders } from "./settings/data-folder.ts";

/**
 * The store as one of its users: the server that `PARAPET_CLICKHOUSE_URL` names, else that of an all-in-one which runs
 * on this machine's data folder, else that of a running demo.
 *
 * @throws ConfigError when there is none.
 */
export function connectStore(role: "read" | "migrate", env: Environment): ClickHouse {
  if (hasClickHouseAddress(env)) return createClickHouse(clickhouseAddress(role, env));
  const { data, demo } = dataFolders(env);
  const connection = readConnection(data) ?? readConnection(demo);
  if (connection !== null) return createClickHouse({ url: connection.url, ...connection[role] });
  throw new ConfigError(
    `no store is running on ${data} or ${demo}; start one with \`npm start\` or \`parapet up\`, or set PARAPET_CLICKHOUSE_URL`,
  );
}
