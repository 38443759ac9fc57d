import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError } from "@parapet/runtime";
import { afterAll, describe, expect, it } from "vitest";

import { readConnection, removeConnection, writeConnection } from "./connection-file.ts";
import { loadHashKey } from "./hash-key.ts";
import { prepareDataFolder } from "./prepare-data-folder.ts";
import { urlHost } from "./url-host.ts";

const folder = mkdtempSync(join(tmpdir(), "parapet-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

const permissionsOf = (path: string): number => statSync(path).mode & 0o777;

describe("a data folder", () => {
  it("is made where it is missing, for its owner alone", () => {
    const made = join(folder, "deep/data");
    prepareDataFolder(made);
    expect(permissionsOf(made)).toBe(0o700);
  });

  it("that cannot be written names the setting", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => prepareDataFolder(join(file, "data"))).toThrow(ConfigError);
    expect(() => prepareDataFolder(join(file, "data"))).toThrow(/^PARAPET_DATA_FOLDER: .*ENOTDIR/);
  });
});

describe("the key of hashes", () => {
  it("is made once, and for its owner alone", () => {
    const first = loadHashKey(folder);
    expect(Buffer.from(first, "base64")).toHaveLength(32);
    expect(loadHashKey(folder)).toBe(first);
    expect(permissionsOf(join(folder, "hash-key"))).toBe(0o600);
  });

  it("that was cut off is refused: an empty one would be no secret", () => {
    writeFileSync(join(folder, "hash-key"), "");
    expect(() => loadHashKey(folder)).toThrow(/hash-key/);
  });
});

describe("the connection of a running process", () => {
  const user = { username: "read", password: "a password" };
  const connection = { url: "http://127.0.0.1:1", read: user, migrate: { ...user, username: "migrate" } };

  it("is left for other commands while it runs, for its owner alone", () => {
    writeConnection(folder, connection);
    expect(readConnection(folder)).toEqual(connection);
    expect(permissionsOf(join(folder, "connection.json"))).toBe(0o600);
    removeConnection(folder);
    removeConnection(folder);
    expect(readConnection(folder)).toBeNull();
  });

  it("counts for nothing while it is half written", () => {
    writeConnection(folder, connection);
    const half = readFileSync(join(folder, "connection.json"), "utf8").slice(0, 30);
    writeFileSync(join(folder, "connection.json"), half);
    expect(readConnection(folder)).toBeNull();
  });
});

it.each([
  ["127.0.0.1", "127.0.0.1"],
  ["0.0.0.0", "127.0.0.1"],
  ["::", "127.0.0.1"],
  ["::1", "[::1]"],
  ["parapet.local", "parapet.local"],
])("what listens on %s is opened at http://%s", (listenHost, expected) => {
  expect(urlHost(listenHost)).toBe(expected);
});
