import type { EmbeddedPasswords } from "./embedded-passwords.ts";
import { embeddedSystemLogs, renderSystemLogs } from "./system-logs.ts";

/** This server as one shard of a cluster on loopback. */
export interface EmbeddedShard {
  /** The cluster's name in `system.clusters`. */
  readonly cluster: string;
  readonly nativePort: number;
  /** Native ports of all shards, this one's too, in the same order everywhere. */
  readonly shardPorts: readonly number[];
  /** Known to all shards: by it they act for the user who asked the first of them. */
  readonly secret: string;
}

export interface ServerConfig {
  readonly usersFile: string;
  readonly logFile: string;
  readonly memoryLimitBytes: number;
  readonly shard?: EmbeddedShard;
}

/** The server's configuration. It keeps the system logs that `system-logs.ts` names, and no others. */
export function renderServerConfig({ usersFile, logFile, memoryLimitBytes, shard }: ServerConfig): string {
  return `<clickhouse>
  <users_config>${escapeXml(usersFile)}</users_config>
  <user_directories><users_xml><path>${escapeXml(usersFile)}</path></users_xml></user_directories>
  <logger><log>${escapeXml(logFile)}</log><size>16M</size><count>2</count></logger>
  <timezone>UTC</timezone>
  <keep_alive_timeout>30</keep_alive_timeout>
  <max_server_memory_usage>${memoryLimitBytes}</max_server_memory_usage>
  ${renderSystemLogs(embeddedSystemLogs)}${shard === undefined ? "" : renderCluster(shard)}
</clickhouse>
`;
}

function renderCluster({ cluster, shardPorts, secret }: EmbeddedShard): string {
  const shards = shardPorts.map(
    (port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  return `
  <remote_servers>
    <${cluster}><secret>${escapeXml(secret)}</secret>${shards.join("")}</${cluster}>
  </remote_servers>`;
}

/**
 * The users. A user with grants has nothing else: `file()`, `url()` and other databases are refused. `default` is
 * the session that keeps the process alive; the engine admits it without a password, so its quota ends with its
 * statements (one for each protocol it listens to, and its sleep) and nobody else can act as it.
 */
export function renderUsersConfig(passwords: EmbeddedPasswords, isShard: boolean): string {
  return `<clickhouse>
  <profiles>
    <default></default>
    <reader><readonly>2</readonly></reader>
  </profiles>
  <quotas>
    <default></default>
    <own_statements><interval><duration>315360000</duration><queries>${isShard ? 3 : 2}</queries></interval></own_statements>
  </quotas>
  <users>
    ${user("default", { profile: "default", quota: "own_statements", password: "", grants: ["SYSTEM LISTEN ON *.*"] })}
    ${user("ingest", { profile: "default", quota: "default", password: passwords.ingest, grants: ["INSERT, SELECT ON parapet.*", "INSERT, SELECT ON parapet_local.*"] })}
    ${user("read", { profile: "reader", quota: "default", password: passwords.read, grants: readGrants })}
    ${user("migrate", { profile: "default", quota: "default", password: passwords.migrate, grants: migrateGrants })}
  </users>
</clickhouse>
`;
}

const readGrants = [
  "SELECT ON parapet.*",
  "SELECT ON parapet_local.*",
  "SELECT ON system.columns",
  "SELECT ON system.tables",
  "SELECT ON system.databases",
];
const migrateGrants = [
  "ALL ON parapet.*",
  "ALL ON parapet_local.*",
  "ALL ON parapet_check.*",
  "TABLE ENGINE ON *",
  "SELECT ON system.*",
  "SYSTEM FLUSH LOGS ON *.*",
];

interface UserConfig {
  readonly profile: string;
  readonly quota: string;
  readonly password: string;
  readonly grants: readonly string[];
}

function user(name: string, { profile, quota, password, grants }: UserConfig): string {
  const queries = grants.map((grant) => `<query>GRANT ${grant}</query>`).join("");
  return (
    `<${name}><password>${escapeXml(password)}</password><networks><ip>127.0.0.1</ip></networks>` +
    `<profile>${profile}</profile><quota>${quota}</quota><grants>${queries}</grants></${name}>`
  );
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
