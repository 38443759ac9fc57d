import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The key of this data folder, made at first use: hashes stay comparable for as long as the data is kept. */
export function loadHashKey(dataFolder: string): string {
  const path = join(dataFolder, "hash-key");
  mkdirSync(dataFolder, { recursive: true });
  try {
    // `wx` fails when the file is there already: of two processes that start at once, one makes the key.
    writeFileSync(path, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8");
}
