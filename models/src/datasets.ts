import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const archives = ["injection.tar.xz", "toxicity.tar.xz", "hallucination.tar.xz"] as const;

/** Unpacks the archives into a folder that is removed after `use`. */
export async function withDatasets<T>(folder: string, use: (unpacked: string) => Promise<T>): Promise<T> {
  const unpacked = await mkdtemp(join(tmpdir(), "parapet-datasets-"));
  try {
    for (const archive of archives) {
      await promisify(execFile)("tar", ["--extract", "--file", join(folder, archive), "--directory", unpacked]);
    }
    return await use(unpacked);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}
