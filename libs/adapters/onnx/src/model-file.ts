import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { ParapetError } from "@parapet/runtime";

/** @throws ParapetError `model_missing` when the file cannot be read. */
export async function readModelFile(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw missing(join(folder, name), cause);
  }
}

/** The first of the names that the folder has. @throws ParapetError `model_missing` when it has none of them. */
export async function findModelFile(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    const isThere = await access(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (isThere) return join(folder, name);
  }
  throw missing(names.map((name) => join(folder, name)).join(" or "));
}

/** SHA-256 in hex of a file that is too large to be held. @throws ParapetError `model_missing` when it cannot be read. */
export async function hashModelFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw missing(path, cause);
  }
  return hash.digest("hex");
}

function missing(path: string, cause?: unknown): ParapetError {
  const message = `${path} cannot be read; point the model setting to a folder that has it`;
  return new ParapetError("model_missing", message, { cause });
}
