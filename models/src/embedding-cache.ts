import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Encoder } from "@parapet/onnx";
import { normaliseForModel } from "@parapet/text";

/** Embeddings of the windows of one text. */
export type Windows = readonly Float32Array[];

const BATCH = 500;
const NAME = "embeddings";

/**
 * Encodes texts, keeping on disk what was encoded before: a list of `hash windows` lines, and a file of float32 rows in
 * the same order. A list that is shorter than its rows (an interrupted run) is used as far as it goes.
 */
export async function encodeCached(
  texts: readonly string[],
  encoder: Encoder,
  folder: string,
): Promise<readonly Windows[]> {
  const cache = join(folder, encoder.modelVersion);
  await mkdir(cache, { recursive: true });
  const known = await readCache(cache);
  const missing = [...new Set(texts.filter((text) => !known.has(keyOf(text))))];
  for (let start = 0; start < missing.length; start += BATCH) {
    await encodeBatch(missing.slice(start, start + BATCH), { encoder, cache, known });
    process.stderr.write(`encoded ${Math.min(start + BATCH, missing.length)} of ${missing.length} new texts\n`);
  }
  return texts.map((text) => known.get(keyOf(text)) ?? []);
}

interface Target {
  readonly encoder: Encoder;
  readonly cache: string;
  readonly known: Map<string, Windows>;
}

async function encodeBatch(texts: readonly string[], { encoder, cache, known }: Target): Promise<void> {
  const encodings = await encoder.encode(texts, AbortSignal.timeout(600_000));
  const fresh = texts.map((text, index) => ({
    key: keyOf(text),
    windows: (encodings[index]?.windows ?? []).map(({ embedding }) => embedding),
  }));
  const rows = fresh.flatMap(({ windows }) =>
    windows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength)),
  );
  await appendFile(join(cache, `${NAME}.f32`), Buffer.concat(rows));
  await appendFile(join(cache, `${NAME}.list`), fresh.map(({ key, windows }) => `${key} ${windows.length}\n`).join(""));
  for (const { key, windows } of fresh) known.set(key, windows);
}

async function readCache(cache: string): Promise<Map<string, Windows>> {
  const [list, rows] = await Promise.all([readOrEmpty(`${cache}/${NAME}.list`), readOrEmpty(`${cache}/${NAME}.f32`)]);
  const values = new Float32Array(new Uint8Array(rows).buffer);
  const known = new Map<string, Windows>();
  const counts = Array.from(list.toString("utf8").matchAll(/^(\S+) (\d+)$/gm), ([, key = "", n]) => ({
    key,
    n: Number(n),
  }));
  const columns = 384;
  let row = 0;
  for (const { key, n } of counts) {
    const windows = Array.from({ length: n }, (_, i) => values.subarray((row + i) * columns, (row + i + 1) * columns));
    known.set(key, windows);
    row += n;
  }
  return known;
}

async function readOrEmpty(path: string): Promise<Buffer> {
  return readFile(path).catch(() => Buffer.alloc(0)); // No cache yet: everything is to be encoded.
}

function keyOf(text: string): string {
  return createHash("sha256").update(normaliseForModel(text)).digest("base64url");
}
