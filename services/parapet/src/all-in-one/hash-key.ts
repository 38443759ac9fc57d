import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ParapetError } from "@parapet/runtime";

const KEY_BYTES = 32;

/**
 * The key of this data folder, made at first use: hashes stay comparable for as long as the data is kept.
 *
 * @throws ParapetError `hash_key_broken` when the file was cut off: hashes under what is left of it could be guessed.
 */
export function loadHashKey(dataFolder: string): string {
  const path = join(dataFolder, "hash-key");
  mkdirSync(dataFolder, { recursive: true });
  try {
    // `wx` fails when the file is there already: of two processes that start at once, one makes the key.
    writeFileSync(path, randomBytes(KEY_BYTES).toString("base64"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const key = readFileSync(path, "utf8");
  if (Buffer.from(key, "base64").length === KEY_BYTES) return key;
  throw new ParapetError("hash_key_broken", `${path} holds no key; delete it, and a new one is made at the next start`);
}
