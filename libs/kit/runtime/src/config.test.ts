import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { ConfigError, loadConfig } from "./config.ts";
import { booleanSetting, listSetting, portSetting, urlSetting } from "./settings.ts";

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

test("a secret may stand in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "parapet-config-"));
  try {
    writeFileSync(join(folder, "password"), "correct horse\n");
    const config = loadConfig(schema, { PARAPET_URL: "http://x", PARAPET_PASSWORD_FILE: join(folder, "password") });
    expect(config.PARAPET_PASSWORD).toBe("correct horse");
    expect(faultOf({ PARAPET_URL: "http://x", PARAPET_PASSWORD_FILE: join(folder, "absent") })).toContain(
      "PARAPET_PASSWORD_FILE",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
