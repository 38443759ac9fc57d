import { readFileSync } from "node:fs";
import { join } from "node:path";

import { contentModes, sensitiveDetectors } from "@parapet/sensitive";
import { obfuscationKinds } from "@parapet/text";
import { describe, expect, it } from "vitest";

import { redactCommand } from "./commands/redact/redact.ts";
import { scanCommand } from "./commands/scan.ts";
import { sensitivePolicyOf } from "./settings/sensitive-policy.ts";
import { renderSensitiveTables } from "./testing/sensitive-tables.ts";
import { jsonLines, runCommand } from "./testing/run-command.ts";

const docs = join(import.meta.dirname, "../../../docs");
const spec = readFileSync(join(docs, "specs/sensitive-data.md"), "utf8");
const example = join(docs, "examples/sensitive.yaml");

describe("the specification of sensitive data", () => {
  it("lists every recognizer and every format of secrets", () => {
    const written = spec.slice(spec.indexOf("## Recognizers of personal data"));
    expect(withoutPadding(written), "run `pnpm spec:sensitive`").toBe(withoutPadding(renderSensitiveTables()));
  });

  it.each<[string, readonly string[]]>([
    ["detector", sensitiveDetectors],
    ["capture mode", contentModes],
    ["way of hiding text", obfuscationKinds.map((kind) => kind.toUpperCase())],
  ])("names every %s", (_what, names) => {
    expect(names.filter((name) => !spec.includes(`\`${name}\``))).toEqual([]);
  });

  it("shows the example as it is", () => {
    expect(spec).toContain(readFileSync(example, "utf8").trim());
  });
});

describe("the example of a policy", () => {
  const redact = async (text: string, tenant: string): Promise<string> => {
    const args = ["--policy", example, "--tenant", tenant];
    const { stdout } = await runCommand(redactCommand, {
      args,
      stdin: [text],
      env: { PARAPET_HASH_KEY: "a key of the tests alone" },
    });
    return stdout;
  };

  it("can be used, and says what is stored of whom", () => {
    const { capture } = sensitivePolicyOf(example, {});
    expect(capture.map((rule) => rule.capture)).toEqual(expect.arrayContaining(["none", "hash", "full"]));
  });

  it("does what its comments say", async () => {
    expect(await redact("support@example.com eve@example.com", "acme")).toMatch(
      /^support@example\.com [^@\s]+@[^@\s]+$/,
    );
    expect(await redact("card 4111 1111 1111 1111", "acme")).toBe("card ***************1111");
    expect(await redact("Bluebird, badge EMP-123456", "acme")).toBe("<PROJECT>, badge <EMPLOYEE_ID>");
    expect(await redact("key AKIAQ3EGRZ7XKLMNPB2D", "acme")).toBe("key <AWS_ACCESS_KEY_ID>");
    expect(await redact("eve@example.com, AKIAQ3EGRZ7XKLMNPB2D", "globex")).toBe(
      "eve@example.com, <AWS_ACCESS_KEY_ID>",
    );
  });

  it("is one for scan too", async () => {
    const { stdout } = await runCommand(scanCommand, {
      args: ["--detectors", "pii,secrets", "--policy", example],
      stdin: ['{"id":1,"text":"badge EMP-123456"}'],
    });
    expect(jsonLines(stdout)).toMatchObject([{ findings: [{ entity: "EMPLOYEE_ID", score: 1 }] }]);
  });
});

/** Tables as they read, however wide the formatter made them. */
function withoutPadding(text: string): string {
  return text.replaceAll(/-{3,}/g, "---").replaceAll(/\s+/g, " ").trim();
}
