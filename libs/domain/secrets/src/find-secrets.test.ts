import { seededRandom } from "@parapet/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSecrets, secretFormats } from "./index.ts";
import { harmlessTexts } from "./testing/harmless-texts.ts";
import { structuredCases } from "./testing/structured-generator.ts";
import { validToken } from "./testing/token-generator.ts";
import { tokenRows } from "./token-rows.ts";

/** What is found, as `ENTITY:value` in the order of the text. */
function found(text: string, options: Parameters<typeof findSecrets>[1] = {}): readonly string[] {
  return findSecrets(text, options).map(({ entity, start, end }) => `${entity}:${text.slice(start, end)}`);
}

// Put together here, so that scanners of this repository do not take them for live ones.
const github = ["ghp", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"].join("_");
const awsSecret = "n3x8Ff2mK9q+Zt7bVw4sLr6yHc1uJdPgXoEaTiQ5";
const signature = "xN4sB-fW9gQ2kVt7LmRc3uYhZd8pJoEaTi6bKw1HsXq";
const jwt = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.${Buffer.from('{"sub":"1"}').toString("base64url")}.${signature}`;

describe("findSecrets", () => {
  it("finds the secrets of one text, in order, and covers the values alone", () => {
    const text = `GITHUB=${github}\nAWS_SECRET_ACCESS_KEY="${awsSecret}"\npostgres://app:m7pQ-w2zL@db/main\nmy password is Tr0ub4dor&3, keep it`;
    expect(found(text)).toEqual([
      `GITHUB_PERSONAL_ACCESS_TOKEN:${github}`,
      `AWS_SECRET_ACCESS_KEY:${awsSecret}`,
      "POSTGRES_PASSWORD:m7pQ-w2zL",
      "GENERIC_PASSWORD:Tr0ub4dor&3",
    ]);
  });

  it("finds a token in which a word for a placeholder stands by chance", () => {
    const token = ["sk", "live", "pn9javoTodOInInHqT2qo0MT"].join("_");
    expect(found(token)).toEqual([`STRIPE_SECRET_KEY:${token}`]);
  });

  it("reports category, evidence as the score, and offsets in UTF-16 units", () => {
    const [finding] = findSecrets(`😀 ${github}`);
    expect(finding).toEqual({
      category: "secret",
      detector: "secrets",
      entity: "GITHUB_PERSONAL_ACCESS_TOKEN",
      score: 1,
      severity: "critical",
      start: 3,
      end: 43,
    });
  });

  it.each([
    ["a token that is also a bearer", `Authorization: Bearer ${jwt}`, `JSON_WEB_TOKEN:${jwt}`],
    [
      "a token that is also a password of a URL",
      `https://git:${github}@code.test/x`,
      `GITHUB_PERSONAL_ACCESS_TOKEN:${github}`,
    ],
    ["a token assigned to a name", `api_token = "${github}"`, `GITHUB_PERSONAL_ACCESS_TOKEN:${github}`],
  ])("names %s after the strongest evidence", (_, text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it("looks only for the formats and scores asked for", () => {
    const text = `${github} postgres://app:m7pQ-w2zL@db/main`;
    expect(found(text, { formats: ["POSTGRES_PASSWORD", "SHOE_SIZE"] })).toEqual(["POSTGRES_PASSWORD:m7pQ-w2zL"]);
    expect(found(text, { minScore: 1 })).toEqual([`GITHUB_PERSONAL_ACCESS_TOKEN:${github}`]);
  });

  it.each([
    ["the example of documentation", "AKIAIOSFODNN7EXAMPLE"],
    ["another example", "sk_test_4eC39HqLyjWDarjtT1zdp7dc"],
    ["a wrong checksum", `${github.slice(0, -1)}8`],
    ["a row of one letter", `ghp_${"x".repeat(36)}`],
    ["a placeholder", "api_key = 'your-api-key-1234567'"],
    ["a variable", "password=${DB_PASSWORD_1}"],
    ["an environment", 'password = os.environ["DB_PASSWORD1"]'],
    ["a key that was taken out", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"],
    [
      "words about a key",
      "The line -----BEGIN PRIVATE KEY----- tells that what comes next is a private key and nothing else",
    ],
    ["a token of two characters", `pul-${"ab".repeat(20)}`],
    ["words of the length of a token", 'mattermost_token = "getaccesstokenfromthestore"'],
    ["a digest near a provider's name", "datadog-agent: 5f3c8a1b9d2e7f4061c3a5b7d9e8f102"],
    ["a user of no use", "amqp://guest:guest@localhost:5672"],
  ])("takes no notice of %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it.each(Object.entries(harmlessTexts))("finds at most 0.5 in 10 kB of %s", (_, text) => {
    expect(text.length).toBeGreaterThan(2000);
    expect(found(text).length).toBeLessThanOrEqual((0.5 * text.length) / 10_000);
  });

  it("yields ordered, disjoint findings within any text", () => {
    const fragments = [
      "ghp_",
      github,
      "password=",
      "aB3$xY9!",
      "://",
      "postgres",
      ":",
      "@",
      jwt,
      "\n",
      '"',
      "secret: ",
      "😀",
      "\ud800",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        let position = 0;
        for (const { start, end, score } of findSecrets(text)) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(score > 0 && score <= 1).toBe(true);
          position = end;
        }
      }),
    );
  });
});

describe("every format keeps what it promises a prefilter", () => {
  const structured = new Map(structuredCases.map((one) => [one.id, one.valid]));
  const rows = new Map(tokenRows.map((row) => [row.id, row]));

  it.each(secretFormats)("$id has a literal, and its matches no farther from it than it says", (format) => {
    const { id, literals, longest, find } = format;
    const random = seededRandom(11);
    const row = rows.get(id);
    for (const literal of literals) expect(literal).toMatch(/^[\x20-\x40\x5b-\x7e]{2,}$/);
    for (let run = 0; run < 30; run += 1) {
      const sample = row === undefined ? structured.get(id)?.(random) : validToken(row, random);
      const text = sample?.text ?? "";
      const folded = text.toLowerCase();
      const anchors = literals.flatMap((literal) => Array.from(folded.matchAll(anyOf(literal)), ({ index }) => index));
      expect(anchors.length).toBeGreaterThan(0);
      const whole = find(text, { regions: [] });
      const near = anchors.some((at) => {
        const from = Math.max(0, at - longest);
        const window = text.slice(from, at + longest);
        const within = find(window, { regions: [] }).map((one) => ({
          ...one,
          start: one.start + from,
          end: one.end + from,
        }));
        return JSON.stringify(within) === JSON.stringify(whole);
      });
      expect(near).toBe(true);
    }
  });
});

function anyOf(literal: string): RegExp {
  return new RegExp(literal.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), "g");
}
