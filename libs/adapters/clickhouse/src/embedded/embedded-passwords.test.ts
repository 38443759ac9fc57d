import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadPasswords } from "./embedded-passwords.ts";

describe("the embedded users' passwords", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parapet-passwords-"));
    file = join(folder, "passwords.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("are made once, in a file for its owner alone", () => {
    const made = loadPasswords(file);
    expect(loadPasswords(file)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["passwords.json"]);
  });

  test.each([
    ["empty, as after a loss of power", ""],
    ["cut short", '{"ingest":"a","read":'],
    ["without one of them", '{"ingest":"a","read":"b"}'],
    ["of another kind", "[]"],
  ])("are made anew when the file is %s", (_label, content) => {
    writeFileSync(file, content);
    const made = loadPasswords(file);
    expect(new Set(Object.values(made)).size).toBe(3);
    expect(loadPasswords(file)).toEqual(made);
  });
});
