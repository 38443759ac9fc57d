import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";
import { applyOperators } from "./apply-operators.ts";
import { operate, type Operator } from "./operator.ts";

type Params = Readonly<Record<string, string | number | boolean>>;

interface OperateCase {
  readonly kind: "operate";
  readonly operator: string;
  readonly text: string;
  readonly params: Params;
  readonly expected: string;
}

interface AnonymizeCase {
  readonly kind: "anonymize";
  readonly text: string;
  readonly analyzer_results: readonly { entity: string; start: number; end: number; score: number }[];
  readonly operators: Readonly<Record<string, { operator: string; params: Params }>>;
  readonly expected: {
    readonly text: string;
    readonly items: readonly { entity: string; start: number; end: number; operator: string }[];
  };
}

type CorpusCase = OperateCase | AnonymizeCase;

/** Python writes bytes as b'…'. */
function plain(value: Params[string] | undefined): string {
  return String(value ?? "").replace(/^b'(.*)'$/, "$1");
}

/** The corpus hashes the value with a salt behind it; without one the salt was random, and only its length is told. */
function saltedHash({ hash_type: type = "sha256", salt }: Params): (value: string) => string {
  return (value) =>
    createHash(String(type))
      .update(value + plain(salt))
      .digest("hex");
}

/** The corpus encrypts with AES-CBC, the vector first: that of the token which is expected. */
function cbcCipher(key: string, expected: string) {
  const vector = Buffer.from(expected, "base64url").subarray(0, 16);
  return {
    encrypt: (value: string) => {
      const cipher = createCipheriv("aes-128-cbc", key, vector);
      const token = Buffer.concat([vector, cipher.update(value, "utf8"), cipher.final()]).toString("base64");
      return token.replaceAll("+", "-").replaceAll("/", "_");
    },
    decrypt: (token: string) => {
      const bytes = Buffer.from(token, "base64url");
      const decipher = createDecipheriv("aes-128-cbc", key, bytes.subarray(0, 16));
      return decipher.update(bytes.subarray(16), undefined, "utf8") + decipher.final("utf8");
    },
  };
}

/** Functions that the corpus can only name, each by what its case is called. */
function functionOf(name: string): (value: string) => string {
  if (name.includes("get_the_result_bac")) return (value) => Array.from(value).reverse().join("");
  if (name.includes("stateful_token_map")) return () => "[PERSON_1]";
  return (value) => `<ENTITY: ${value}>`;
}

/** Numbers values from 0 on in the order in which they are operated on. */
function counter(): Operator {
  let count = 0;
  return { kind: "custom", operate: (_, entity) => `<${entity}_${count++}>` };
}

function operatorOf(name: string, params: Params, expected: string): Operator {
  const key = plain(params["key"]);
  // Keys of other lengths and tokens in plain words stand where the corpus replaced the cipher by a stub.
  const cipher = expected.endsWith("_text")
    ? { encrypt: () => expected, decrypt: () => expected }
    : cbcCipher(key, tokenIn(expected));
  switch (name.toLowerCase()) {
    case "replace":
      return { kind: "replace", value: plain(params["new_value"]) };
    case "mask":
      return {
        kind: "mask",
        character: plain(params["masking_char"]),
        count: Number(params["chars_to_mask"]),
        fromEnd: params["from_end"] === true,
      };
    case "hash":
      return { kind: "hash", hash: saltedHash(params) };
    case "encrypt":
      return { kind: "encrypt", encrypt: cipher.encrypt };
    case "decrypt":
      return { kind: "decrypt", decrypt: cipher.decrypt };
    case "custom":
      return { kind: "custom", operate: functionOf(plain(params["lambda"])) };
    case "entity_counter":
      return counter();
    case "keep":
      return { kind: "keep" };
    default:
      return { kind: "redact" };
  }
}

function tokenIn(text: string): string {
  return /[\w-]{43}=/.exec(text)?.[0] ?? text;
}

const fixtures = fixturesFolder();

function readCases(): readonly CorpusCase[] {
  return readFileSync(join(fixtures ?? "", "pii/presidio_anonymizer_cases.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line): CorpusCase => JSON.parse(line));
}

/** Hashes with a random salt are compared by their length. */
function comparable(text: string, isRandom: boolean): string {
  return isRandom ? text.replaceAll(/[\da-f]{64}(?:[\da-f]{64})?/g, (hash) => `hash of ${hash.length}`) : text;
}

function isRandomHash(name: string, params: Params): boolean {
  return name.toLowerCase() === "hash" && params["salt"] === undefined;
}

function isOperatedAsExpected({ operator, text, params, expected }: OperateCase): boolean {
  const result = operate(operatorOf(operator, params, expected), text, plain(params["entity_type"]));
  const isRandom = isRandomHash(operator, params);
  return comparable(result, isRandom) === comparable(expected, isRandom);
}

/** `mergesNeighbours` is false where a text stands in the corpus a second time, with its values kept apart. */
function isAnonymizedAsExpected(corpusCase: AnonymizeCase, mergesNeighbours: boolean): boolean {
  const { text, analyzer_results: results, operators, expected } = corpusCase;
  const table = Object.fromEntries(
    Object.entries(operators).map(([entity, { operator, params }]) => [
      entity,
      operatorOf(operator, params, expected.text),
    ]),
  );
  const isRandom = Object.values(operators).some(({ operator, params }) => isRandomHash(operator, params));
  const findings = results.map((result) => ({ category: "pii", ...result }) as const);
  const anonymized = applyOperators(text, findings, table, { mergesNeighbours });
  const items = expected.items
    .toReversed()
    .map(({ entity, start, end, operator }) => [
      entity,
      start,
      end,
      operator === "entity_counter" ? "custom" : operator,
    ]);
  const given = anonymized.items.map(({ entity, start, end, operator }) => [entity, start, end, operator]);
  return (
    comparable(anonymized.text, isRandom) === comparable(expected.text, isRandom) &&
    JSON.stringify(given) === JSON.stringify(items)
  );
}

describe.skipIf(fixtures === null)(suiteName("on all cases of Presidio's anonymizer", fixturesAvailability()), () => {
  it("gives the same text and the same items", () => {
    const cases = readCases();
    const inputs = new Set<string>();
    const differing = cases.filter((corpusCase) => {
      if (corpusCase.kind === "operate") return !isOperatedAsExpected(corpusCase);
      const input = JSON.stringify([corpusCase.text, corpusCase.analyzer_results, corpusCase.operators]);
      const isSecond = inputs.has(input);
      inputs.add(input);
      return !isAnonymizedAsExpected(corpusCase, !isSecond);
    });
    expect(differing).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(95);
  });
});
