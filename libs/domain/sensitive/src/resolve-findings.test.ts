import type { Finding } from "@parapet/detection";
import { applyOperators } from "@parapet/pii";
import { describe, expect, it, test } from "vitest";

import { SensitiveSearch } from "./index.ts";
import { resolveFindings } from "./resolve-findings.ts";

const search = new SensitiveSearch();
const redact = (text: string): string =>
  applyOperators(
    text,
    search.find(text).filter(({ category }) => category !== "obfuscation"),
  ).text;

function finding(category: Finding["category"], [start, end]: readonly [number, number], score: number): Finding {
  return { category, detector: category, entity: category.toUpperCase(), score, severity: "high", start, end };
}

describe("of findings that overlap", () => {
  const text = "0123456789abcdefghij";

  it("a secret keeps what it holds, however sure that is", () => {
    const [token, mail] = [finding("secret", [0, 20], 0.5), finding("pii", [4, 12], 1)];
    expect(resolveFindings([mail, token], text)).toEqual([token]);
  });

  it("what the less likely covers beside the other stays a finding", () => {
    const [row, phone] = [finding("pii", [4, 12], 1), finding("pii", [0, 16], 0.4)];
    expect(resolveFindings([phone, row], text)).toEqual([{ ...phone, end: 4 }, row, { ...phone, start: 12, end: 16 }]);
  });

  it("two of one place are one, the likelier", () => {
    const [one, other] = [finding("secret", [0, 8], 0.5), finding("pii", [0, 8], 1)];
    expect(resolveFindings([one, other], text)).toEqual([other]);
  });
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const jwt = [
  { alg: "HS256", typ: "JWT" },
  { email: "jane@acme.com", name: "Jane" },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV")
  .join(".");

test.each([
  ["a token that says an address", `id_token=${jwt}`, jwt.split(".")],
  [
    "name and password in one",
    `Authorization: Basic ${base64("jane@acme.com:Kx8mQ2vLp9")}`,
    ["eDhtUTJ2", "Kx8mQ2vLp9"],
  ],
  ["a password around digits of a card", "password=Kx8-4539578763621486-mQ2vLp", ["Kx8", "mQ2vLp", "4539"]],
])("nothing is left of %s", (_label, text, pieces) => {
  const redacted = redact(text);
  for (const piece of pieces) expect(redacted).not.toContain(piece);
});
