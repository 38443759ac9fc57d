import { isSet, loadConfig, urlSetting, type Environment } from "@parapet/runtime";
import { z } from "zod";

/** The three users: who adds rows, who answers questions, who changes the schema. */
export type ClickHouseRole = "ingest" | "read" | "migrate";

/** How to reach a server that is not ours to start, as one of its users. */
export interface ClickHouseAddress {
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

const address = {
  PARAPET_CLICKHOUSE_URL: urlSetting,
  PARAPET_CLICKHOUSE_DATABASE: z.string().describe("the name of the database").default("parapet"),
};

/**
 * Reads the address and one user: `PARAPET_CLICKHOUSE_URL`, `…_DATABASE`, and of each role
 * `PARAPET_CLICKHOUSE_<ROLE>_USER` and `…_PASSWORD`.
 *
 * @throws ConfigError with what is missing or wrong.
 */
export function clickhouseAddress(role: ClickHouseRole, env: Environment): ClickHouseAddress {
  const [userName, passwordName] = [
    `PARAPET_CLICKHOUSE_${role.toUpperCase()}_USER`,
    `PARAPET_CLICKHOUSE_${role.toUpperCase()}_PASSWORD`,
  ];
  const server = loadConfig(z.object(address), env);
  const user: Readonly<Record<string, string>> = loadConfig(
    z.object({
      [userName]: z.string().describe(`the ClickHouse user that may ${role}`),
      [passwordName]: z.string().describe("that user's password").default(""),
    }),
    env,
  );
  return {
    url: server.PARAPET_CLICKHOUSE_URL,
    database: server.PARAPET_CLICKHOUSE_DATABASE,
    username: user[userName] ?? "",
    password: user[passwordName] ?? "",
  };
}

/** Whether a server of one's own is named at all. */
export function hasClickHouseAddress(env: Environment): boolean {
  return isSet("PARAPET_CLICKHOUSE_URL", env);
}
