import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Something that nobody may read again. All of it is made up, and no two are alike. */
export interface PlantedSecret {
  /** What it must be found as. */
  readonly entity: string;
  /** As it is sent: with the words that stand around such a value. */
  readonly text: string;
  /** What must be nowhere. */
  readonly value: string;
  /** Of a credential no part may be anywhere either; of personal data parts are commonplace: `@example.com`. */
  readonly isCredential: boolean;
  /** Whether it is written so that it cannot be read at once. */
  readonly isHidden: boolean;
}

const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const base62 = digits + lower.toUpperCase() + lower;
const base64 = `${lower.toUpperCase()}${lower}${digits}+/`;

/** Characters that look random and are the same for the same seed. */
class Characters {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  of(alphabet: string, length: number): string {
    let text = "";
    while (text.length < length) {
      const block = createHash("sha256").update(`${this.#seed} ${this.#count}`).digest();
      this.#count += 1;
      for (const byte of block) text += alphabet.charAt(byte % alphabet.length);
    }
    return text.slice(0, length);
  }
}

type Made = Omit<PlantedSecret, "entity" | "isHidden">;
type Maker = (characters: Characters) => Made;

function personal(value: string, text: string): Made {
  return { value, text, isCredential: false };
}

/** `value` is the part that protects something, without the prefix that all such credentials share. */
function credential(value: string, text: string): Made {
  return { value, text, isCredential: true };
}

const personalMakers: Readonly<Record<string, Maker>> = {
  EMAIL_ADDRESS(characters) {
    const address = email(characters);
    return personal(address, `You can reach me at ${address}.`);
  },
  CREDIT_CARD(characters) {
    const number = withLuhn(`4${characters.of(digits, 14)}`);
    return personal(number, `The credit card number is ${number}.`);
  },
  IBAN_CODE(characters) {
    const iban = germanIban(`37040044${characters.of(digits, 10)}`);
    return personal(iban, `Send it to my account, IBAN ${iban}.`);
  },
  US_SSN(characters) {
    const number = `5${characters.of(digits, 2)}-${characters.of("12345678", 2)}-${characters.of("1234567", 4)}`;
    return personal(number, `My social security number is ${number}.`);
  },
  PHONE_NUMBER(characters) {
    const number = `+1 212-${characters.of("234567", 1)}${characters.of("2345678", 2)}-${characters.of(digits, 4)}`;
    return personal(number, `Please call me back on my phone, ${number}.`);
  },
};

const tokenMakers: Readonly<Record<string, Maker>> = {
  AWS_ACCESS_KEY_ID(characters) {
    const key = characters.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
    return credential(key, `AKIA${key}`);
  },
  AWS_SECRET_ACCESS_KEY(characters) {
    const key = characters.of(base64, 40);
    return credential(key, `aws_secret_access_key = "${key}"`);
  },
  GITHUB_PERSONAL_ACCESS_TOKEN(characters) {
    const token = withCrc(characters.of(base62, 30));
    return credential(token, `ghp_${token}`);
  },
  OPENAI_PROJECT_KEY(characters) {
    const key = characters.of(base62, 40);
    return credential(key, `sk-proj-${key}T3BlbkFJ${characters.of(base62, 40)}`);
  },
  SLACK_BOT_TOKEN(characters) {
    const token = characters.of(base62, 24);
    return credential(token, `xoxb-${characters.of("123456789", 12)}-${characters.of("123456789", 12)}-${token}`);
  },
  STRIPE_SECRET_KEY(characters) {
    const key = characters.of(base62, 24);
    return credential(key, `sk_live_${key}`);
  },
  JSON_WEB_TOKEN(characters) {
    const claims = Buffer.from(JSON.stringify({ sub: characters.of(digits, 12) })).toString("base64url");
    const signature = characters.of(base62, 43);
    return credential(signature, `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${claims}.${signature}`);
  },
};

const structuredMakers: Readonly<Record<string, Maker>> = {
  PKCS8_PRIVATE_KEY(characters) {
    const lines = Array.from({ length: 3 }, () => characters.of(base64, 64));
    const armoured = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----`;
    return credential(lines[1] ?? "", armoured);
  },
  POSTGRES_PASSWORD(characters) {
    const password = characters.of(base62, 20);
    return credential(password, `postgres://billing:${password}@db.internal:5432/ledger`);
  },
  AUTHORIZATION_BEARER(characters) {
    const token = characters.of(base62, 40);
    return credential(token, `curl -H "Authorization: Bearer ${token}" https://api.internal/v1`);
  },
  GENERIC_PASSWORD(characters) {
    const password = `Tr0${characters.of(base62, 14)}`;
    return credential(password, `{"user": "billing", "password": "${password}"}`);
  },
};

/** In base64, and with characters of no width between those of the value. */
const hiddenMakers: Readonly<Record<string, Maker>> = {
  EMAIL_ADDRESS(characters) {
    const address = email(characters);
    return personal(address, Buffer.from(`Please write to ${address} tomorrow.`).toString("base64"));
  },
  GITHUB_PERSONAL_ACCESS_TOKEN(characters) {
    const token = withCrc(characters.of(base62, 30));
    return credential(token, Array.from(`ghp_${token}`).join("\u200B"));
  },
};

interface Kind {
  readonly entity: string;
  readonly make: Maker;
  readonly isHidden: boolean;
}

const kinds: readonly Kind[] = [personalMakers, tokenMakers, structuredMakers, hiddenMakers].flatMap((makers) =>
  Object.entries(makers).map(([entity, make]) => ({ entity, make, isHidden: makers === hiddenMakers })),
);

export const secretKinds = kinds.length;

/** A secret of one of the kinds, which is never made again for another `seed`. */
export function createPlantedSecret(kind: number, seed: string): PlantedSecret {
  const found = kinds[kind % kinds.length];
  if (found === undefined) throw new Error("there is no such kind of secret");
  const { entity, make, isHidden } = found;
  return { entity, isHidden, ...make(new Characters(`${kind} ${seed}`)) };
}

/** A password that nothing in its value tells to be one. */
export function createPlantedPassword(seed: string): PlantedSecret {
  const password = `Tr0${new Characters(`password ${seed}`).of(base62, 21)}`;
  return { entity: "GENERIC_PASSWORD", isHidden: false, ...credential(password, password) };
}

function email(characters: Characters): string {
  return `${characters.of(lower, 6)}.${characters.of(lower, 8)}@example.com`;
}

/** ISO/IEC 7812-1, annex B. */
function withLuhn(number: string): string {
  const sum = Array.from(number, Number).reduce((total, one, index) => {
    const weighed = (number.length - index) % 2 === 1 ? one * 2 : one;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

/** ISO 13616: the check digits of `DE`, which is 1314 in digits, make the number 1 modulo 97. */
function germanIban(account: string): string {
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${String(check).padStart(2, "0")}${account}`;
}

/** GitHub's tokens end in the CRC-32 of the rest, in base 62. */
function withCrc(body: string): string {
  let rest = crc32(body);
  let check = "";
  for (let place = 0; place < 6; place += 1) {
    check = base62.charAt(rest % 62) + check;
    rest = Math.floor(rest / 62);
  }
  return body + check;
}
