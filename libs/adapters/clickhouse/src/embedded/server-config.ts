import type { EmbeddedPasswords } from "./embedded-passwords.ts";

export interface ServerConfig {
  readonly usersFile: string;
  readonly logFile: string;
  readonly memoryLimitBytes: number;
}

/** The server's configuration. It has no system log tables: none is named here. */
export function renderServerConfig({ usersFile, logFile, memoryLimitBytes }: ServerConfig): string {
  return `<clickhouse>
  <users_config>${escapeXml(usersFile)}</users_config>
  <user_directories><users_xml><path>${escapeXml(usersFile)}</path></users_xml></user_directories>
  <logger><log>${escapeXml(logFile)}</log><size>16M</size><count>2</count></logger>
  <timezone>UTC</timezone>
  <keep_alive_timeout>30</keep_alive_timeout>
  <max_server_memory_usage>${memoryLimitBytes}</max_server_memory_usage>
</clickhouse>
`;
}

/**
 * The users. A user with grants has nothing else: `file()`, `url()` and other databases are refused. `default` is
 * the session that keeps the process alive; the engine admits it without a password, so its quota ends with its two
 * statements and nobody else can act as it.
 */
export function renderUsersConfig(passwords: EmbeddedPasswords): string {
  return `<clickhouse>
  <profiles>
    <default></default>
    <reader><readonly>2</readonly></reader>
  </profiles>
  <quotas>
    <default></default>
    <two_statements><interval><duration>315360000</duration><queries>2</queries></interval></two_statements>
  </quotas>
  <users>
    ${user("default", { profile: "default", quota: "two_statements", password: "", grants: ["SYSTEM LISTEN ON *.*"] })}
    ${user("ingest", { profile: "default", quota: "default", password: passwords.ingest, grants: ["INSERT, SELECT ON parapet.*"] })}
    ${user("read", { profile: "reader", quota: "default", password: passwords.read, grants: readGrants })}
    ${user("migrate", { profile: "default", quota: "default", password: passwords.migrate, grants: migrateGrants })}
  </users>
</clickhouse>
`;
}

const readGrants = [
  "SELECT ON parapet.*",
  "SELECT ON system.columns",
  "SELECT ON system.tables",
  "SELECT ON system.databases",
];
const migrateGrants = ["ALL ON parapet.*", "TABLE ENGINE ON *", "SELECT ON system.*"];

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
