import { isPassword } from "../is-password.ts";
import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";

/** Schemes whose URLs carry a password (RFC 3986 §3.2.1), by what listens there. */
const schemes: readonly (readonly [id: string, provider: string, schemes: readonly string[], source: string])[] = [
  [
    "POSTGRES_PASSWORD",
    "PostgreSQL",
    ["postgres", "postgresql"],
    "https://www.postgresql.org/docs/current/libpq-connect.html",
  ],
  [
    "MYSQL_PASSWORD",
    "MySQL",
    ["mysql", "mariadb"],
    "https://dev.mysql.com/doc/refman/en/connecting-using-uri-or-key-value-pairs.html",
  ],
  [
    "MONGODB_PASSWORD",
    "MongoDB",
    ["mongodb", "mongodb+srv"],
    "https://www.mongodb.com/docs/manual/reference/connection-string/",
  ],
  ["REDIS_PASSWORD", "Redis", ["redis", "rediss", "valkey"], "https://www.iana.org/assignments/uri-schemes/prov/redis"],
  ["AMQP_PASSWORD", "RabbitMQ", ["amqp", "amqps"], "https://www.rabbitmq.com/docs/uri-spec"],
  [
    "SQL_SERVER_PASSWORD",
    "SQL Server",
    ["mssql", "sqlserver"],
    "https://learn.microsoft.com/en-us/sql/connect/golang/connection-string",
  ],
  [
    "CLICKHOUSE_PASSWORD",
    "ClickHouse",
    ["clickhouse", "clickhouses"],
    "https://clickhouse.com/docs/integrations/sql-clients/cli",
  ],
  ["NATS_PASSWORD", "NATS", ["nats"], "https://docs.nats.io/using-nats/developer/connecting/userpass"],
  ["LDAP_PASSWORD", "LDAP", ["ldap", "ldaps"], "https://www.rfc-editor.org/rfc/rfc4516"],
  ["SMTP_PASSWORD", "SMTP", ["smtp", "smtps"], "https://nodemailer.com/smtp/"],
  ["FTP_PASSWORD", "FTP", ["ftp", "ftps", "sftp"], "https://www.rfc-editor.org/rfc/rfc1738#section-3.2"],
  ["CLOUDINARY_SECRET", "Cloudinary", ["cloudinary"], "https://cloudinary.com/documentation/node_integration"],
  ["URL_PASSWORD", "HTTP", ["http", "https"], "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1"],
];

const maxUser = 64;
const maxPassword = 128;

/** Digits are a port, behind which a path may hold an `@`. No URL holds the start of another. */
const anything = String.raw`(?!\d{1,5}[/?#])(?:[^\s"'<>\\:]|:(?!//)){4,${maxPassword}}`;
const beforeQuery = String.raw`(?!\d{1,5}/)(?:[^\s?#"'<>\\:]|:(?!//)){4,${maxPassword}}`;
const beforePath = String.raw`[^\s/?#"'<>\\]{4,${maxPassword}}`;
/** Where paths hold an `@` often. */
const pathSchemes = new Set(["http", "https"]);

/**
 * A password between the user and the host of a URL. User and password are apart without ambiguity, at the first colon;
 * password and host at the last `@` before the path, or else before the query, as people leave `@` and `/` unescaped.
 */
function urlPassword([id, provider, names, source]: (typeof schemes)[number]): SecretFormat {
  const scheme = names.map((name) => name.replace("+", String.raw`\+`)).join("|");
  const user = String.raw`[^\s:@/?#"'<>\\]{0,${maxUser}}`;
  const widest = names.some((name) => pathSchemes.has(name)) ? [beforePath, beforeQuery] : [beforeQuery];
  const password = [...widest, beforePath, anything].map((one) => `${one}(?=@)`).join("|");
  return structuredFormat({
    id,
    provider,
    source,
    name: "URL",
    expression: new RegExp(`(?<![A-Za-z0-9.-])(?:${scheme})(?:\\+[a-z0-9]{1,16})?://${user}:(${password})@`, "dg"),
    literals: names.flatMap((name) => [`${name}://`, `${name}+`]),
    longest: Math.max(...names.map(({ length }) => length)) + 23 + maxUser + maxPassword,
    score: evidenceScores.positioned,
    accepts: (value, before) => isPassword(value) && !before.endsWith(`//${value}:`),
  });
}

export const urlPasswords: readonly SecretFormat[] = schemes.map(urlPassword);
