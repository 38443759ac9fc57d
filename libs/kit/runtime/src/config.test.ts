import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";
import { z } from "zod";

import { ConfigError, isSet, loadConfig } from "./config.ts";
import {
  booleanSetting,
  hashKeySetting,
  listSetting,
  logLevelSetting,
  pairsSetting,
  portSetting,
  urlSetting,
} from "./settings.ts";

const schema = z.object({
  PARAPET_URL: urlSetting,
  PARAPET_PORT: portSetting(4317),
  PARAPET_NAMES: listSetting.default([]),
  PARAPET_FLAG: booleanSetting.default(false),
  PARAPET_PASSWORD: z.string().min(8).describe("a password of at least 8 characters").optional(),
});

function faultOf(env: Record<string, string>): string {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

test("settings are parsed once, with their defaults", () => {
  const config = loadConfig(schema, {
    PARAPET_URL: "http://127.0.0.1:8123",
    PARAPET_NAMES: "a, b,,c",
    PARAPET_FLAG: "yes",
  });
  expect(config).toEqual({
    PARAPET_URL: "http://127.0.0.1:8123",
    PARAPET_PORT: 4317,
    PARAPET_NAMES: ["a", "b", "c"],
    PARAPET_FLAG: true,
  });
});

test("an address with a name and a password in it is refused, without repeating them", () => {
  const fault = faultOf({ PARAPET_URL: "http://user:hunter2@host/" });
  expect(fault).toMatch(/PARAPET_URL: .*no name and no password/);
  expect(fault).not.toContain("hunter2");
});

test("an empty variable counts as unset", () => {
  expect(loadConfig(schema, { PARAPET_URL: "http://x", PARAPET_PORT: "" }).PARAPET_PORT).toBe(4317);
});

test("every fault is named at once, with what was wrong and what to do", () => {
  const fault = faultOf({ PARAPET_PORT: "70000" });
  expect(fault).toContain("2 setting(s)");
  expect(fault).toMatch(/PARAPET_URL: is not set; set it to a URL that begins with http/);
  expect(fault).toMatch(/PARAPET_PORT: .*; set it to a port number/);
});

test("the value of a wrong setting is not repeated", () => {
  expect(faultOf({ PARAPET_URL: "http://x", PARAPET_PASSWORD: "hunter2" })).not.toContain("hunter2");
});

describe("a setting in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "parapet-config-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it("is its content without the line end", () => {
    const env = { PARAPET_URL: "http://x", PARAPET_PASSWORD_FILE: file("password", "correct horse\n") };
    expect(loadConfig(schema, env).PARAPET_PASSWORD).toBe("correct horse");
  });

  it("gives way to the variable itself, unless that is empty", () => {
    const env = { PARAPET_URL: "http://x", PARAPET_PASSWORD_FILE: file("password", "from the file") };
    expect(loadConfig(schema, { ...env, PARAPET_PASSWORD: "from the variable" }).PARAPET_PASSWORD).toBe(
      "from the variable",
    );
    expect(loadConfig(schema, { ...env, PARAPET_PASSWORD: "" }).PARAPET_PASSWORD).toBe("from the file");
  });

  it.each([
    ["absent", () => join(folder, "absent"), "cannot be read (ENOENT)"],
    ["a folder", () => folder, "cannot be read (EISDIR)"],
    ["empty", () => file("empty", "\n"), "is empty"],
  ])("that is %s is a fault beside the others, and its path is not repeated", (_, path, words) => {
    const fault = faultOf({ PARAPET_PORT: "70000", PARAPET_URL: "http://x", PARAPET_PASSWORD_FILE: path() });
    expect(fault).toContain("2 setting(s)");
    expect(fault).toContain("PARAPET_PORT");
    expect(fault).toContain(`PARAPET_PASSWORD_FILE: the file ${words}`);
    expect(fault).not.toContain(folder);
  });

  it("that is required is not said to be unset when its file cannot be read", () => {
    const fault = faultOf({ PARAPET_URL_FILE: join(folder, "absent") });
    expect(fault).toContain("1 setting(s)");
    expect(fault).not.toContain("is not set");
  });
});

test.each([
  [{}, false],
  [{ A: "" }, false],
  [{ A: "x" }, true],
  [{ A_FILE: "/x" }, true],
  [{ A: "", A_FILE: "/x" }, true],
])("in %j a setting is there: %s", (env, expected) => {
  expect(isSet("A", env)).toBe(expected);
});

test("no message of a fault repeats what was given, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 5 }), (value) => {
      const everything = z.object({
        PARAPET_A: urlSetting,
        PARAPET_B: portSetting(1),
        PARAPET_C: booleanSetting,
        PARAPET_D: pairsSetting,
        PARAPET_E: logLevelSetting,
        PARAPET_F: hashKeySetting,
      });
      const env = Object.fromEntries(Object.keys(everything.shape).map((name) => [name, `~${value}~`]));
      try {
        loadConfig(everything, env);
      } catch (error) {
        expect(String(error)).not.toContain(`~${value}~`);
      }
    }),
  );
});
