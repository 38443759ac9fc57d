import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { ParapetError } from "@parapet/runtime";

/** The files of an encoder that the runtime reads, as verified bytes. */
export interface ModelFiles {
  readonly model: Buffer;
  readonly tokenizer: Buffer;
  /** Folder name and the first eight hex digits of the model's SHA-256: changes whenever the scores could. */
  readonly version: string;
}

/**
 * Reads `model.onnx` and `tokenizer.json` of a folder and compares them with its `SHA256SUMS`. Throws `model_missing`
 * when a file cannot be read and `model_corrupt` when its bytes are not the listed ones.
 */
export async function readModelFolder(folder: string, signal?: AbortSignal): Promise<ModelFiles> {
  const sums = parseSums((await read(folder, "SHA256SUMS", signal)).toString("utf8"));
  const readVerified = async (name: string): Promise<Buffer> => {
    const bytes = await read(folder, name, signal);
    const expected = sums.get(name);
    if (expected === undefined || sha256(bytes) !== expected) {
      const message = `${join(folder, name)} is not the file that SHA256SUMS lists; fetch the model again`;
      throw new ParapetError("model_corrupt", message);
    }
    return bytes;
  };
  const [model, tokenizer] = await Promise.all([readVerified("model.onnx"), readVerified("tokenizer.json")]);
  return { model, tokenizer, version: `${basename(folder)}@${sha256(model).slice(0, 8)}` };
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function read(folder: string, name: string, signal: AbortSignal | undefined): Promise<Buffer> {
  try {
    return await readFile(join(folder, name), { signal });
  } catch (error) {
    signal?.throwIfAborted();
    const message = `${join(folder, name)} cannot be read; point the model setting to a folder that has it`;
    throw new ParapetError("model_missing", message, { cause: error });
  }
}

/** The format of `sha256sum`: hash, two spaces, name. */
function parseSums(text: string): ReadonlyMap<string, string> {
  return new Map(Array.from(text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm), ([, hash = "", name = ""]) => [name, hash]));
}
