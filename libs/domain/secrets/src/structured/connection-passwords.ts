import { isPassword } from "../is-password.ts";
import { evidenceScores, type SecretFormat } from "../secret-format.ts";
import { structuredFormat } from "../structured-format.ts";

/** `Server=db;User Id=app;Password=…;`: a keyword of the same string stands before the password. */
const adoNet = structuredFormat({
  id: "ADO_NET_PASSWORD",
  provider: "ADO.NET",
  source: "https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax",
  name: "connection string",
  expression:
    /(?:server|data source|host|initial catalog|database|user id|uid|username)\s?=[^=;\n"]{1,120};(?:[^=;\n"]{1,40}=[^=;\n"]{0,80};){0,3}\s?(?:password|pwd)\s?=\s?([^\s;"'<>]{4,128})(?=[;"'\s]|$)/dgi,
  literals: ["password", "pwd"],
  longest: 16 + 122 + 3 * 122 + 16 + 128 + 1,
  score: evidenceScores.positioned,
  accepts: isPassword,
});

const jdbc = structuredFormat({
  id: "JDBC_PASSWORD",
  provider: "JDBC",
  source: "https://docs.oracle.com/javase/8/docs/technotes/guides/jdbc/",
  name: "connection string",
  expression: /jdbc:[a-z0-9]{1,20}:[^\s"'<>]{1,300}?[?;&](?:password|pwd)=([^&;\s"'<>]{4,128})(?=[&;"'\s]|$)/dgi,
  literals: ["jdbc:"],
  longest: 26 + 300 + 10 + 128 + 1,
  score: evidenceScores.positioned,
  accepts: isPassword,
});

/** `jdbc:oracle:thin:app/password@host`. */
const oracle = structuredFormat({
  id: "ORACLE_PASSWORD",
  provider: "Oracle",
  source: "https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html",
  name: "connection string",
  expression: /jdbc:oracle:(?:thin|oci):[A-Za-z0-9_$#]{1,64}\/([^\s"'<>]{4,128})@/dg,
  literals: ["jdbc:oracle:"],
  longest: 18 + 64 + 2 + 128,
  score: evidenceScores.positioned,
  accepts: isPassword,
});

/** `machine host login name password …`, on one line or several. */
const netrc = structuredFormat({
  id: "NETRC_PASSWORD",
  provider: "netrc",
  source: "https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html",
  name: "file",
  expression: /\bmachine\s{1,4}\S{1,128}\s{1,8}login\s{1,4}\S{1,128}\s{1,8}password\s{1,4}(\S{4,256})(?!\S)/dg,
  literals: ["machine"],
  longest: 1 + 7 + 4 + 128 + 8 + 5 + 4 + 128 + 8 + 8 + 4 + 256 + 1,
  score: evidenceScores.positioned,
  accepts: isPassword,
});

/** `curl -u user:password` and `curl --user user:password`. */
const curl = structuredFormat({
  id: "CURL_PASSWORD",
  provider: "curl",
  source: "https://curl.se/docs/manpage.html#-u",
  name: "option",
  expression: /\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[\s=]{1,2}["']?[^\s:"']{1,64}:([^\s"']{4,128})(?=["'\s]|$)/dg,
  literals: ["curl"],
  longest: 4 + 201 + 9 + 65 + 128 + 2,
  score: evidenceScores.positioned,
  accepts: isPassword,
});

export const connectionPasswords: readonly SecretFormat[] = [adoNet, jdbc, oracle, netrc, curl];
