import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CPU_GRAPH, HALF_GRAPH, isWeightsFile, type ModelManifest } from "@parapet/onnx";

/** Puts the files of a model into its folder, without weights of one before it; answers their SHA-256 by name. */
export async function placeFiles(
  folder: string,
  sources: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  const left = (await readdir(folder)).filter((name) => isWeightsFile(name) && sources[name] === undefined);
  for (const name of left) await rm(join(folder, name));
  for (const [name, source] of Object.entries(sources)) {
    const target = join(folder, name);
    if (source !== target) await copyFile(source, target);
  }
  return sumsOf(folder, Object.keys(sources));
}

/** The graphs that training wrote into a folder, and their weights: paths by name. */
export async function graphsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const weights = (await readdir(folder)).filter(isWeightsFile).toSorted();
  return Object.fromEntries([CPU_GRAPH, HALF_GRAPH, ...weights].map((name) => [name, join(folder, name)]));
}

/** What the manifest of a model says that is asked before it is calibrated, and does not ship so. */
export const uncalibrated = {
  name: "uncalibrated",
  version: "0",
  licence: "Apache-2.0",
  trainingData: "0".repeat(64),
  golden: [],
};

/** The SHA-256 of files by name. */
export async function sumsOf(folder: string, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const sums = names.map(async (name) => [name, await sha256Of(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(sums));
}

export async function writeManifest(folder: string, manifest: ModelManifest): Promise<void> {
  await writeFile(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

export async function sha256Of(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}
