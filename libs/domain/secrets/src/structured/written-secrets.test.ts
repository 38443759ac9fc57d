import { describe, expect, it } from "vitest";
import { findSecrets } from "../find-secrets.ts";

const random = "q7Zt4Kx8mQ2vLr9Wb3Ny6Tc1Hd5Jf0Pg";
const uuid = "3f8a1c9e-7b2d-4e6f-a1b0-9c8d7e6f5a4b";

/** What is found, without the names of the formats. */
function values(text: string): readonly string[] {
  return findSecrets(text).map(({ start, end }) => text.slice(start, end));
}

/** A text in which `«…»` is the secret. */
function expectMarked(marked: string): void {
  const text = marked.replaceAll(/[«»]/g, "");
  expect(values(text)).toEqual(Array.from(marked.matchAll(/«([^»]*)»/g), ([, value]) => value));
}

describe("a password", () => {
  it.each([
    'password="«Kx8(mQ2)vL»"',
    'password="«Kx8{mQ2}[vL»"',
    "password=«Kx8(mQ2)vL»",
    'password: "«$Kx8mQ2vL»"',
    "password: '«%Kx8mQ2vL»'",
    'password: "«&Kx8mQ2vL»"',
    'password: "«<Kx8mQ2vL»"',
    'password: "«Kx8,mQ2;vL»"',
    "fn(password=«Kx8mQ2vL»)",
    "fn(user, password=«Kx8mQ2vL»).",
    "(password: «Summer2024!»)",
    "[password: «Summer2024!»]",
    "<password>«Kx8mQ2vL»</password>",
    "<db:password>«Kx8mQ2vL»</db:password>",
    String.raw`"user=app\npassword=«Kx8mQ2vL»\nport=1"`,
    "DB_PASS=«Kx8mQ2vL»",
    "SMTP_PASS: «Kx8mQ2vL»",
    '{"pass":"«Kx8mQ2vL»"}',
    "pass=«Kx8mQ2vL»",
    'const dbPass = "«Kx8mQ2vL»"',
    "password_1=«Kx8mQ2vL»",
    "DB_PASSWORD_PROD=«Kx8mQ2vL»",
    "passwords: «Kx8mQ2vL»",
    'passwords: ["«Kx8mQ2vL»"]',
    "**Password:** «Kx8mQ2vL»",
    "**Password**: «Kx8mQ2vL»",
    "**Password: «Kx8mQ2vL»**",
    "tool --password «Kx8mQ2vL» --user app",
    "tool --db-password=«Kx8mQ2vL»",
    '["--password", "«Kx8mQ2vL»"]',
    "CREATE USER 'app'@'%' IDENTIFIED BY '«Kx8mQ2vL»';",
    "ALTER USER app IDENTIFIED WITH caching_sha2_password BY '«Kx8mQ2vL»';",
    "CREATE ROLE app WITH LOGIN PASSWORD '«Kx8mQ2vL»';",
    '{"name":"DB_PASSWORD","value":"«Kx8mQ2vL»"}',
    "- name: DB_PASSWORD\n  value: «Kx8mQ2vL»\n",
    "Passwort: «Kx8mQ2vL»",
    "Das Kennwort lautet «Kx8mQ2vL»",
    "mot de passe : «Kx8mQ2vL»",
    "Le mot de passe est «Kx8mQ2vL»",
    "contraseña: «Kx8mQ2vL»",
    "La contraseña es «Kx8mQ2vL»",
  ])("is found in %s", expectMarked);

  it.each([
    "password=getPassword(user1)",
    "password = await store.read(key1)",
    "password: z.string().min(8)",
    "password: users[0].password",
    'fetch("/login?password="+encodeURIComponent(pass1)+"&x=1")',
    "echo 'password='.$pass1.';'",
    'password: "$dbPass2"',
    'password: "$DB_PASSWORD_1"',
    'password: "%(password1)s"',
    'password: "<your-password-1>"',
    'password: "{password1}"',
    "tool --password <password> --password-stdin",
    "  --password string   the password of user1",
    "bypass: rule-1a, compass=north-east-4b",
    "pass: 12/14ok",
    "passport: X1234567",
    "✓ password: **Required**.",
    "<label>Password</label><input name='x1'>",
    "password_hash: computed-by-argon2id",
    "/password=([^&]{6,20})/",
  ])("is not taken for one: %s", expectMarked);
});

describe("a token", () => {
  it.each([
    `API key: «${random}»`,
    `my api key is «${random}»`,
    `tool --api-key «${random}»`,
    `tool --api-key=«${random}»`,
    `API_KEY_OPENAI=«${random}»`,
    `Client(api_key="«${random}»")`,
    `Client(api_key=«${random}»)`,
    `<apiKey>«${random}»</apiKey>`,
    `{"access_token":"«${random.repeat(20)}»"}`,
    `access_token=«${random.repeat(20)}»`,
    `Authorization: «${random}»`,
    `{"Authorization":["Bearer «${random}»"]}`,
    `headers={"Authorization": f"Bearer «${random}»"}`,
    `send it as Bearer «${random}» please`,
    `ya29.c.${random.repeat(4)}`.replace(/.*/s, "«$&»"),
    `api_key: «${uuid}»`,
    `X-API-Key: «${uuid}»`,
    `{"name":"API_TOKEN","value":"«${random}»"}`,
    `SECRET_KEY = 'django-insecure-q7$zt(4k)x8m&q2v%l#r9w@b3n^y6t*c1h'`.replace(/'(.*)'/, "'«$1»'"),
    `SECRET_KEY = "«q7!zt(4k)x8m&q2v%l#r9w@b3n^y6t*c1h-d5j_f0=p+gk»"`,
  ])("is found in %s", expectMarked);

  it("is found encrypted, in five parts", () => {
    const header = Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString("base64url");
    expectMarked(
      `id_token=«${header}.${random.repeat(10)}.${random.slice(0, 16)}.${random.repeat(4)}.${random.slice(0, 22)}»`,
    );
    expectMarked(`see «${header}..${random.slice(0, 16)}.${random.repeat(4)}.${random.slice(0, 22)}» there`);
  });

  it.each([
    `token: ${uuid}`,
    `api_key_id: ${random}`,
    `TOKEN_ENDPOINT=auth-2.internal.test/oauth2/v1`,
    `the bearer authentication-of-version-2024-05 is used`,
    `authorization: req.headers.authorization2`,
    `bearer of the torch`,
    `cache_write_tokens: ["cacheWrite5mTokens", "int64"]`,
  ])("is not taken for one: %s", expectMarked);
});

describe("a password in a URL", () => {
  it.each([
    "postgres://u:«abcd@efgh9k»@h/db",
    "postgres://u:«ab/cd@efgh9k»@h/db",
    "postgres://u:«abcd/efgh9k»@h/db?x=1",
    "postgres://u:«abcd#ef?gh9k»@h/db",
    "postgres://u:«abcd9k»@h/db?contact=a@b.test",
    "https://u:«abcd@efgh9k»@host.test/x",
    "https://u:«abcd/efgh9k»@host.test/x",
    "https://u:«abcd9k»@host.test/npm/@scope/name",
    "amqp://u:«abcd9k»@h,amqp://v:«efgh9k»@h",
    "jdbc:oracle:thin:app/«ab@cd/9kxy»@//db:1521/main",
  ])("is found whole in %s", expectMarked);

  it.each(["http://localhost:3000/@vite/client1", "https://host.test:8080/a/b@c1", "redis://cache:6379/0?x=a1@b"])(
    "is not taken for one: %s",
    expectMarked,
  );
});

describe("a private key", () => {
  const body = Array.from({ length: 5 }, () => random.repeat(2));
  const block = ["-----BEGIN PRIVATE KEY-----", ...body, "q7Zt4Kx8mQ==", "-----END PRIVATE KEY-----"];

  it.each([
    ["a quotation", "\n> "],
    ["a quotation of a quotation", "\n> > "],
    ["a comment of a shell", "\n# "],
    ["a comment of C", "\n// "],
    ["a comment of C without a blank", "\n//"],
    ["a comment block", "\n * "],
    ["blanks", "\n                    "],
    ["escapes", String.raw`\n`],
    ["escapes of escapes", String.raw`\\n`],
    ["pieces of a literal", '\\n" +\n  "'],
    ["a diff", "\n+"],
  ])("is found whole behind %s", (_, lineStart) => {
    const text = block.join(lineStart);
    expect(values(`before ${lineStart}${text}\nafter`)).toEqual([text]);
  });
});
