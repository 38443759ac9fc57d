import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { jsonLines, runCommand, type CommandInput } from "../../testing/run-command.ts";
import { redactCommand } from "./redact.ts";

const redact = (input: CommandInput) => runCommand(redactCommand, input);
const line = (question: object): string => `${JSON.stringify(question)}\n`;
const token = "AKIAQ3EGRZ7XKLMNPB2D";
const env = { PARAPET_HASH_KEY: "a key of the tests alone" };

async function redactText(text: string, args: readonly string[] = [], environment = env): Promise<string> {
  const { stdout, exitCode } = await redact({ args, stdin: [text], env: environment });
  expect(exitCode).toBe(0);
  return stdout;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "redact-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(yaml: string): string {
  const path = join(folder, "sensitive.yaml");
  writeFileSync(path, yaml);
  return path;
}

describe("redact", () => {
  it("replaces personal data and secrets, and leaves the rest as it is", async () => {
    expect(await redactText(`\uFEFFMail eve@example.com,\r\nkey ${token}\n`)).toBe(
      "\uFEFFMail <EMAIL_ADDRESS>,\r\nkey <AWS_ACCESS_KEY_ID>\n",
    );
    expect(await redactText("")).toBe("");
  });

  it("finds what arrives in pieces, also where a piece ends within a character", async () => {
    const bytes = Buffer.from("zoë: zoe@example.com 😀");
    const { stdout } = await redact({ stdin: Array.from(bytes, (byte) => Uint8Array.of(byte)) });
    expect(stdout).toBe("zoë: <EMAIL_ADDRESS> 😀");
  });

  it("replaces what is hidden, with all that hides it", async () => {
    expect(await redactText("Mail e\u200Bve@example\u00AD.com, p\u200Blease")).toBe(
      "Mail <EMAIL_ADDRESS>, p\u200Blease",
    );
    const encoded = Buffer.from("mail eve@example.com today").toString("base64");
    expect(Buffer.from(await redactText(encoded), "base64").toString()).not.toContain("eve@");
  });

  it.each([
    ["replace", "<EMAIL_ADDRESS>"],
    ["redact", ""],
    ["mask", "***************"],
    ["hash", expect.stringMatching(/^[\da-f]{64}$/)],
    ["surrogate", expect.stringMatching(/^(?!eve@)[^@\s]+@[^@\s]+$/)],
    ["keep", "eve@example.com"],
  ])("can %s a value", async (operator, expected) => {
    expect((await redactText("to eve@example.com", ["--operator", operator])).slice(3)).toEqual(expected);
  });

  it("gives a value one hash or fake for a tenant and key, and others to others", async () => {
    for (const operator of ["hash", "surrogate"]) {
      const ask = (tenant: string, key = env.PARAPET_HASH_KEY): Promise<string> =>
        redactText("eve@example.com", ["--operator", operator, "--tenant", tenant], { PARAPET_HASH_KEY: key });
      const [first, again, other, otherKey] = await Promise.all([
        ask("acme"),
        ask("acme"),
        ask("globex"),
        ask("acme", "another key of the tests"),
      ]);
      expect(again).toBe(first);
      expect(new Set([first, other, otherKey]).size).toBe(3);
    }
  });

  it.each(["hash", "surrogate"])("needs a key to %s, and says so", async (operator) => {
    const args = ["--operator", operator];
    await expect(redact({ args, stdin: ["x"] })).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("PARAPET_HASH_KEY"),
    });
  });

  it("does what the policy says for an entity and a tenant, and the option for the others", async () => {
    const policy = policyFile(`
operators: { EMAIL_ADDRESS: { kind: mask, character: "#", count: 3 } }
tenants:
  acme: { recognizers: [{ entity: EMPLOYEE_ID, patterns: [{ expression: "EMP-[0-9]{6}", score: 0.9 }] }] }
`);
    const text = `eve@example.com EMP-123456 ${token}`;
    const args = ["--policy", policy, "--operator", "redact"];
    expect(await redactText(text, [...args, "--tenant", "acme"])).toBe("###@example.com  ");
    expect(await redactText(text, args)).toBe("###@example.com EMP-123456 ");
  });

  it("takes the policy of PARAPET_SENSITIVE_FILE where none is named", async () => {
    const file = policyFile("allow: [eve@example.com]");
    const { stdout } = await redact({
      stdin: ["eve@example.com bob@example.com"],
      env: { PARAPET_SENSITIVE_FILE: file },
    });
    expect(stdout).toBe("eve@example.com <EMAIL_ADDRESS>");
  });

  it("refuses a policy with problems, and tells each with its path", async () => {
    const policy = policyFile('minScore: 2\nrecognizers: [{ entity: X, patterns: [{ expression: "(a", score: 1 }] }]');
    await expect(redact({ args: ["--policy", policy] })).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(/minScore: [^]*recognizers\.0\.patterns\.0\.expression: it is no expression/),
    });
  });
});

describe("redact --json", () => {
  it("answers each line with its text and its findings, and says which lines are bad", async () => {
    const stdin = [line({ id: 1, text: "😀 eve@example.com" }), "nonsense\n\n", line({ id: "x", text: 7 })];
    const { stdout, exitCode } = await redact({ args: ["--json", "--offsets", "codepoint"], stdin });
    expect(jsonLines(stdout)).toEqual([
      {
        id: 1,
        text: "😀 <EMAIL_ADDRESS>",
        findings: [{ category: "pii", entity: "EMAIL_ADDRESS", score: 1, start: 2, end: 17 }],
      },
      { id: null, error: "line 2 is not JSON" },
      { id: "x", error: "text must be a string" },
    ]);
    expect(exitCode).toBe(1);
  });

  it("tells where text is hidden, and leaves it there", async () => {
    const { stdout } = await redact({ args: ["--json"], stdin: [line({ id: 1, text: "par\u200Bapet" })] });
    expect(jsonLines(stdout)).toMatchObject([{ text: "par\u200Bapet", findings: [{ category: "obfuscation" }] }]);
  });
});

const value = fc.constantFrom(
  "eve@example.com",
  "536-22-8761",
  "123456788",
  "4111111111111111",
  "GB82 WEST 1234 5698 7654 32",
  "+1 415 555 0132",
  "192.168.7.13",
  token,
  "password=Tr0ub4dor&3x",
  "postgres://app:s3cr3t-Pw@db/x",
  "<US_SSN>",
  "<PHONE_NUMBER>",
);
const word = fc.constantFrom(
  "ssn",
  "passport",
  "account",
  "bank",
  "call",
  "the",
  "e\u200Bve",
  "\n",
  "😀",
  "\ud83e",
  "مرحبا",
);

describe("what was redacted", () => {
  it("names a number that only its neighbour's placeholder makes likely", async () => {
    const once = await redactText("ssn 536-22-8761 a b c d e 123456788");
    expect(await redactText(once)).toBe(once);
  });

  it.each(["replace", "redact", "mask", "keep"])("stays as it is when it is redacted again: %s", async (operator) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(value, word, fc.string({ unit: "binary" })), { maxLength: 12 }),
        async (parts) => {
          const once = await redactText(parts.join(" "), ["--operator", operator]);
          expect(await redactText(once, ["--operator", operator])).toBe(once);
        },
      ),
      { numRuns: 60 },
    );
  });
});
