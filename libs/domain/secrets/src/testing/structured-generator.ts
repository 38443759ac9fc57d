import { chance, integerBetween, pick, randomText, type Random } from "@parapet/random";

import { sampleOf, type Sample } from "./sample.ts";

/** How one format is written: a text with a secret, and texts with one thing wrong. */
export interface StructuredCase {
  readonly id: string;
  readonly valid: (random: Random) => Sample;
  readonly misses: readonly ((random: Random) => Sample)[];
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const alphanumeric = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lower}0123456789`;
const base64 = `${alphanumeric}+/`;

function passwordOf(random: Random, length = integerBetween(random, 10, 24)): string {
  return `${randomText(random, `${alphanumeric}!*_-.~^`, length - 2)}${randomText(random, "0123456789", 1)}${randomText(random, lower, 1)}`;
}

function lines(random: Random, length: number, lineEnd: string): string {
  const text = randomText(random, base64, length);
  return (text.match(/.{1,64}/g) ?? []).join(lineEnd);
}

function armour(id: string, label: string): StructuredCase {
  const block = (random: Random, begin: string, body: string): Sample => {
    const lineEnd = pick(random, ["\n", "\r\n", String.raw`\n`]);
    const headers = chance(random, 0.3)
      ? `Proc-Type: 4,ENCRYPTED${lineEnd}DEK-Info: AES-256-CBC,0F1E2D3C${lineEnd}${lineEnd}`
      : "";
    const tail = randomText(random, base64, integerBetween(random, 4, 60));
    const end = chance(random, 0.8) ? `${lineEnd}${tail}==${lineEnd}-----END ${label}-----` : "";
    const armoured = `${begin}${lineEnd}${headers}${body.replaceAll("\n", lineEnd)}${end}`;
    return sampleOf('key = "', armoured, '"');
  };
  const begin = `-----BEGIN ${label}-----`;
  return {
    id,
    valid: (random) => block(random, begin, lines(random, integerBetween(random, 1, 48) * 64, "\n")),
    misses: [
      (random) => block(random, begin.replace("KEY", "KEZ"), lines(random, 600, "\n")),
      (random) => block(random, begin.replace("BEGIN", "BEGUN"), lines(random, 600, "\n")),
      (random) => block(random, begin.slice(1), lines(random, 600, "\n")),
      (random) => block(random, begin, randomText(random, base64, 31).replace(/$/, "-")),
      (random) => block(random, begin, `${randomText(random, base64, 20)}*${lines(random, 600, "\n")}`),
    ],
  };
}

function url(id: string, schemes: readonly string[]): StructuredCase {
  const place = (random: Random, scheme: string, password: string, at = "@"): Sample =>
    sampleOf(`DATABASE_URL="${scheme}://app_${randomText(random, lower, 6)}:`, password, `${at}db.internal:5432/main"`);
  const spoilt = (scheme: string): string => `${scheme.slice(0, 2)}z${scheme.slice(3)}`;
  return {
    id,
    valid: (random) => place(random, pick(random, schemes), passwordOf(random)),
    misses: [
      (random) => place(random, spoilt(pick(random, schemes)), passwordOf(random)),
      (random) => place(random, pick(random, schemes), passwordOf(random), "#"),
      (random) => place(random, pick(random, schemes), passwordOf(random, 3)),
      (random) => place(random, pick(random, schemes), passwordOf(random, 129)),
      (random) =>
        place(
          random,
          pick(random, schemes),
          pick(random, ["${PASSWORD}", "<password>", "password", "changeme", "DB_PASSWORD"]),
        ),
    ],
  };
}

/** A format whose value stands between two texts; `wrong` are pairs with one thing wrong in them. */
function placed(
  id: string,
  [before, after]: readonly [string, string],
  wrong: readonly (readonly [string, string])[],
  value: (random: Random) => string = passwordOf,
): StructuredCase {
  return {
    id,
    valid: (random) => sampleOf(before, value(random), after),
    misses: [
      ...wrong.map(
        ([start, end]) =>
          (random: Random) =>
            sampleOf(start, value(random), end),
      ),
      (random) => sampleOf(before, randomText(random, lower, 3), after),
      (random) =>
        sampleOf(
          before,
          pick(random, ["${SECRET}", "changeme", "xxxxxxxxxxxxxxxxxxxx", "<your-password>", "{{ secret }}"]),
          after,
        ),
    ],
  };
}

const encoded = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");

function tokenOf(random: Random, header: string, signatureLength = 43): Sample {
  const payload = encoded({ sub: randomText(random, "0123456789", 10), iat: integerBetween(random, 1e9, 2e9) });
  return sampleOf("jwt=", `${header}.${payload}.${randomText(random, `${alphanumeric}-_`, signatureLength)}`, ";");
}

const header = (random: Random): string =>
  encoded({ alg: pick(random, ["HS256", "RS256", "ES256", "EdDSA"]), typ: "JWT" });

const jsonWebToken: StructuredCase = {
  id: "JSON_WEB_TOKEN",
  valid: (random) => tokenOf(random, header(random)),
  misses: [
    (random) => tokenOf(random, encoded({ typ: "JWT", kid: "1" })),
    (random) => tokenOf(random, `eyJ${randomText(random, alphanumeric, 33)}`),
    (random) => tokenOf(random, header(random), 15),
    (random) => tokenOf(random, `fyJ${header(random).slice(3)}`),
  ],
};

const puttyStart = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 2\n";

const randomToken = (random: Random): string => randomText(random, alphanumeric, integerBetween(random, 24, 60));
const basicCredentials = (random: Random): string => Buffer.from(`api:${passwordOf(random)}`).toString("base64");

/** The names that the generic formats know, one for each way of writing an assignment. */
const secretNames = [
  "client_secret",
  "apiKey",
  "API_TOKEN",
  "x-access-key",
  "signing_key",
  "auth.token",
  "SECRET_KEY_BASE",
];

const genericSecret: StructuredCase = {
  id: "GENERIC_SECRET",
  valid: (random) => {
    const quote = pick(random, ['"', "'", "`", String.raw`\"`]);
    const assignment = pick(random, [" = ", ": ", "=", " => ", " := "]);
    return sampleOf(`${pick(random, secretNames)}${assignment}${quote}`, randomToken(random), `${quote}\n`);
  },
  misses: [
    (random) => sampleOf('client_secreq = "', randomToken(random), '"'),
    (random) => sampleOf('client_secret "', randomToken(random), '"'),
    (random) => sampleOf('client_secret = "', randomText(random, alphanumeric, 15), '"'),
    (random) => sampleOf('client_secret = "', randomText(random, lower, 30), '"'),
    (random) =>
      sampleOf(
        'api_key = "',
        pick(random, ["your-api-key-goes-here1", "${SECRET_FROM_VAULT_1}", "xxxxxxxxxxxxxxxxxxxxxx1"]),
        '"',
      ),
    (random) => sampleOf('token = "', crypto.randomUUID(), `" # ${randomText(random, lower, 3)}`),
    (random) => sampleOf("token = ", `process.env.API_TOKEN_${integerBetween(random, 1, 9)}`, ";"),
    (random) => sampleOf('nextPageToken: "', randomToken(random), '"'),
  ],
};

export const structuredCases: readonly StructuredCase[] = [
  armour("PKCS8_PRIVATE_KEY", "PRIVATE KEY"),
  armour("PKCS8_ENCRYPTED_KEY", "ENCRYPTED PRIVATE KEY"),
  armour("RSA_PRIVATE_KEY", "RSA PRIVATE KEY"),
  armour("EC_PRIVATE_KEY", "EC PRIVATE KEY"),
  armour("DSA_PRIVATE_KEY", "DSA PRIVATE KEY"),
  armour("OPENSSH_PRIVATE_KEY", "OPENSSH PRIVATE KEY"),
  armour("PGP_PRIVATE_KEY", "PGP PRIVATE KEY BLOCK"),
  {
    id: "PUTTY_PRIVATE_KEY",
    valid: (random) => sampleOf(puttyStart, lines(random, 96, "\n"), "\nPrivate-MAC: 0a1b"),
    misses: [
      (random) => sampleOf(puttyStart.replace("Private-Lines", "Private-Lynes"), lines(random, 96, "\n"), "\n"),
      (random) => sampleOf(puttyStart, lines(random, 36, "\n"), "-"),
    ],
  },
  jsonWebToken,
  url("POSTGRES_PASSWORD", ["postgres", "postgresql", "postgresql+psycopg2"]),
  url("MYSQL_PASSWORD", ["mysql", "mariadb", "mysql+pymysql"]),
  url("MONGODB_PASSWORD", ["mongodb", "mongodb+srv"]),
  url("REDIS_PASSWORD", ["redis", "rediss", "valkey"]),
  url("AMQP_PASSWORD", ["amqp", "amqps"]),
  url("SQL_SERVER_PASSWORD", ["mssql", "sqlserver"]),
  url("CLICKHOUSE_PASSWORD", ["clickhouse", "clickhouses"]),
  url("NATS_PASSWORD", ["nats"]),
  url("LDAP_PASSWORD", ["ldap", "ldaps"]),
  url("SMTP_PASSWORD", ["smtp", "smtps"]),
  url("FTP_PASSWORD", ["ftp", "ftps", "sftp"]),
  url("CLOUDINARY_SECRET", ["cloudinary"]),
  url("URL_PASSWORD", ["http", "https"]),
  placed(
    "ADO_NET_PASSWORD",
    ["Server=tcp:db,1433;User Id=app;Password=", ";Encrypt=true"],
    [
      ["Server=tcp:db,1433;User Id=app;Passwort=", ";"],
      ["Color=red;Size=9;Password=", ";"],
      ["Server=tcp:db,1433 Password=", ";"],
    ],
  ),
  placed(
    "JDBC_PASSWORD",
    ["jdbc:postgresql://db:5432/main?user=app&password=", "&ssl=true"],
    [
      ["jdbd:postgresql://db:5432/main?user=app&password=", "&ssl=true"],
      ["jdbc:postgresql://db:5432/main?user=app&passwort=", "&ssl=true"],
    ],
  ),
  placed(
    "ORACLE_PASSWORD",
    ["jdbc:oracle:thin:app/", "@//db:1521/main"],
    [
      ["jdbc:oracle:thik:app/", "@//db:1521/main"],
      ["jdbc:oracle:thin:app/", "#//db:1521/main"],
    ],
  ),
  placed(
    "NETRC_PASSWORD",
    ["machine api.test\n  login app\n  password ", "\n"],
    [
      ["machina api.test\n  login app\n  password ", "\n"],
      ["machine api.test\n  login app\n  passwort ", "\n"],
    ],
  ),
  placed(
    "CURL_PASSWORD",
    ["curl -s -u app:", " https://api.test"],
    [
      ["curk -s -u app:", " https://api.test"],
      ["curl -s -v app:", " https://api.test"],
    ],
  ),
  placed(
    "AUTHORIZATION_BASIC",
    ["Authorization: Basic ", "\r\n"],
    [
      ["Authorisation: Basic ", "\r\n"],
      ["Authorization: Basik ", "\r\n"],
    ],
    basicCredentials,
  ),
  placed(
    "AUTHORIZATION_BEARER",
    ['headers: { "authorization": "Bearer ', '" }'],
    [
      ['headers: { "authorization": "Bearers ', '" }'],
      ['headers: { "authorization": "Bearar ', '" }'],
    ],
    randomToken,
  ),
  genericSecret,
  placed(
    "GENERIC_PASSWORD",
    ['db_password: "', '"'],
    [
      ['db_passwork: "', '"'],
      ['db_password "', '"'],
    ],
  ),
];
