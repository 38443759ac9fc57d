import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { loadYaml, type ParsedFile } from "./load-yaml.ts";

const folder = mkdtempSync(join(tmpdir(), "parapet-yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(value: unknown): ParsedFile<unknown> {
  return value === "bad" ? { kind: "invalid", problems: ["a: one", "b: two"] } : { kind: "ok", policy: value };
}

function load(content: string): unknown {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, content);
  return loadYaml({ setting: "PARAPET_X_FILE", path, read });
}

describe("loadYaml", () => {
  it.each([
    ["YAML", "a: [1, two]", { a: [1, "two"] }],
    ["JSON", '{"a": [1, "two"]}', { a: [1, "two"] }],
    ["nothing", "", null],
  ])("reads %s", (_, content, value) => {
    expect(load(content)).toEqual(value);
  });

  it("names every problem of a file at once", () => {
    expect(() => load("bad")).toThrow(/^PARAPET_X_FILE: .*policy\.yaml cannot be used:\n {2}a: one\n {2}b: two$/);
  });

  it("says that a file is no YAML, and quotes nothing of it", () => {
    expect(() => load("secret: [hunter2")).toThrow(/^PARAPET_X_FILE: \S+ is no YAML$/);
  });

  it("says that a file is not there", () => {
    const absent = { setting: "PARAPET_X_FILE", path: join(folder, "nowhere"), read };
    expect(() => loadYaml(absent)).toThrow("cannot be read");
  });
});
