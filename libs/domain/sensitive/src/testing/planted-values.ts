import { crc32 } from "node:zlib";

import { integerBetween, pick, randomText, seededRandom, type Random } from "@parapet/random";

/** A value that is found wherever it stands, without a word about it. */
export interface PlantedValue {
  readonly entity: string;
  readonly value: string;
}

const digit = "0123456789";
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lower = "abcdefghijklmnopqrstuvwxyz";
const base62 = digit + upper + lower;
const base64 = `${upper}${lower}${digit}+/`;

/** How values of an entity are made. None is anybody's: all are random, or of the ranges that are kept for examples. */
const makers: Readonly<Record<string, (random: Random) => string>> = {
  EMAIL_ADDRESS: (random) => `${randomText(random, lower, 6)}.${randomText(random, lower, 5)}@example.com`,
  CREDIT_CARD: (random) => grouped(withLuhn(`4${randomText(random, digit, 14)}`), [4, 4, 4, 4], pick(random, " -")),
  IBAN_CODE: (random) => germanIban(`37040044${randomText(random, digit, 10)}`),
  US_SSN: (random) =>
    `5${randomText(random, digit, 2)}-${randomText(random, "12345678", 2)}-${randomText(random, "1234567", 4)}`,
  PHONE_NUMBER: (random) => `+1 212-555-01${randomText(random, digit, 2)}`,
  IP_ADDRESS: (random) => `198.51.100.${integerBetween(random, 100, 249)}`,
  UK_NHS: (random) => grouped(nhsNumber(random), [3, 3, 4], " "),
  MAC_ADDRESS: (random) => Array.from({ length: 6 }, () => randomText(random, "0123456789abcdef", 2)).join(":"),
  AWS_ACCESS_KEY_ID: (random) => `AKIA${randomText(random, `${upper}234567`, 16)}`,
  GITHUB_PERSONAL_ACCESS_TOKEN: (random) => withCrc("ghp_", randomText(random, base62, 30)),
  NPM_ACCESS_TOKEN: (random) => withCrc("npm_", randomText(random, base62, 30)),
  OPENAI_API_KEY: (random) => `sk-${randomText(random, base62, 20)}T3BlbkFJ${randomText(random, base62, 20)}`,
  ANTHROPIC_API_KEY: (random) => `sk-ant-api03-${randomText(random, base62, 93)}AA`,
  SLACK_BOT_TOKEN: (random) =>
    `xoxb-${randomText(random, digit, 12)}-${randomText(random, digit, 12)}-${randomText(random, base62, 24)}`,
  STRIPE_SECRET_KEY: (random) => `sk_live_${randomText(random, base62, 32)}`,
  GITLAB_PERSONAL_ACCESS_TOKEN: (random) => `glpat-${randomText(random, base62, 20)}`,
  GOOGLE_API_KEY: (random) => `AIza${randomText(random, base62, 35)}`,
  SENDGRID_API_KEY: (random) => `SG.${randomText(random, base62, 22)}.${randomText(random, base62, 43)}`,
  HUGGINGFACE_USER_TOKEN: (random) => `hf_${randomText(random, base62, 34)}`,
  JSON_WEB_TOKEN: (random) =>
    [
      encoded({ alg: "HS256", typ: "JWT" }),
      encoded({ sub: randomText(random, digit, 8) }),
      randomText(random, base62, 43),
    ].join("."),
  PKCS8_PRIVATE_KEY: (random) => {
    const lines = Array.from({ length: 4 }, () => randomText(random, base64, 64));
    return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----`;
  },
};

/** Addresses that documentation shows; their check digits are not made in a line. */
const written: readonly PlantedValue[] = [
  { entity: "CRYPTO", value: "1BoatSLRHtKNngkdXEeobR76b53LETtpyT" },
  { entity: "CRYPTO", value: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq" },
  { entity: "IP_ADDRESS", value: "2001:db8:85a3::8a2e:370:7334" },
  { entity: "PHONE_NUMBER", value: "+49 30 901820" },
  { entity: "IBAN_CODE", value: "GB29 NWBK 6016 1331 9268 19" },
];

/** So many values of each entity, the same for a seed. */
export function plantedValues(ofEach: number, seed = 1): readonly PlantedValue[] {
  const random = seededRandom(seed);
  const made = Object.entries(makers).flatMap(([entity, make]) =>
    Array.from({ length: ofEach }, () => ({ entity, value: make(random) })),
  );
  return [...made, ...written];
}

function grouped(digits: string, sizes: readonly number[], separator: string): string {
  let start = 0;
  return sizes.map((size) => digits.slice(start, (start += size))).join(separator);
}

/** ISO/IEC 7812-1, annex B. */
function withLuhn(digits: string): string {
  const doubled = Array.from(digits, (one, index) =>
    (digits.length - index) % 2 === 1 ? Number(one) * 2 : Number(one),
  );
  const sum = doubled.reduce((total, one) => total + (one > 9 ? one - 9 : one), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** ISO 13616: the check digits of `DE` (1314 in digits) make the number 1 modulo 97. */
function germanIban(account: string): string {
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return grouped(`DE${String(check).padStart(2, "0")}${account}`, [4, 4, 4, 4, 4, 2], " ");
}

/** Modulus 11 with weights 10 to 2; one number in eleven has no check digit, and another is drawn. */
function nhsNumber(random: Random): string {
  const digits = `9${randomText(random, digit, 8)}`;
  const sum = Array.from(digits, Number).reduce((total, one, index) => total + one * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? nhsNumber(random) : `${digits}${check}`;
}

function withCrc(prefix: string, body: string): string {
  let rest = crc32(body);
  let check = "";
  for (let place = 0; place < 6; place += 1) {
    check = base62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return prefix + body + check;
}

function encoded(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}
