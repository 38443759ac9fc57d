import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { CPU_GRAPH, HALF_GRAPH, isGraphFile, isWeightsFile } from "./graph-files.ts";
import { readModelFile } from "./model-file.ts";
import { modelManifest, type ModelManifest } from "./model-manifest.ts";
import { parseJson } from "./parse-json.ts";

/** A model with all that it takes to use it, verified. */
export interface ModelPackage<Manifest extends ModelManifest = ModelManifest> {
  readonly manifest: Manifest;
  /**
   * Name, version and eight hex digits of the SHA-256 of `manifest.json`, which holds the calibration and the hashes of all
   * files: changes whenever the scores could.
   */
  readonly version: string;
  /** Where the graph lies: ONNX Runtime reads it in half the memory that bytes in hand would take it. */
  readonly modelPath: string;
  /** Of the graph for accelerators; that of the other one where the package has none. */
  readonly acceleratedPath: string;
  /** What lies beside the graph. @throws ParapetError `model_corrupt` for a file that the manifest does not list. */
  readonly file: (name: string) => Buffer;
}

/**
 * Reads the files of a folder that its `manifest.json` lists.
 *
 * @throws ParapetError `model_missing` when a file cannot be read, `model_corrupt` when its bytes are not the listed ones,
 *   `model_unsupported` when the manifest is not one that this version knows.
 */
export async function readModelPackage(folder: string): Promise<ModelPackage> {
  const listing = await readModelFile(folder, "manifest.json");
  const manifest = parseManifest(folder, listing.toString("utf8"));
  const entries = Object.entries(manifest.files).map(async ([name, expected]) => {
    const bytes = await readModelFile(folder, name);
    if (sha256(bytes) !== expected) throw corrupt(folder, name);
    return isGraphFile(name) ? [] : [[name, bytes] as const];
  });
  const files = new Map((await Promise.all(entries)).flat());
  if (manifest.files[CPU_GRAPH] === undefined) throw corrupt(folder, CPU_GRAPH);
  const file = (name: string): Buffer => {
    const bytes = files.get(name);
    if (bytes === undefined) throw corrupt(folder, name);
    return bytes;
  };
  const unlisted = (await readdir(folder)).find((name) => isWeightsFile(name) && manifest.files[name] === undefined);
  if (unlisted !== undefined) throw corrupt(folder, unlisted);
  const version = `${manifest.name}@${manifest.version}-${sha256(listing).slice(0, 8)}`;
  const modelPath = join(folder, CPU_GRAPH);
  const acceleratedPath = manifest.files[HALF_GRAPH] === undefined ? modelPath : join(folder, HALF_GRAPH);
  return { manifest, version, modelPath, acceleratedPath, file };
}

function parseManifest(folder: string, text: string): ModelManifest {
  const parsed = modelManifest.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const message = `${join(folder, "manifest.json")} is not understood: ${z.prettifyError(parsed.error)}`;
  throw new ParapetError("model_unsupported", message);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function corrupt(folder: string, name: string): ParapetError {
  const message = `${join(folder, name)} is not the file that manifest.json lists; fetch the model again`;
  return new ParapetError("model_corrupt", message);
}
