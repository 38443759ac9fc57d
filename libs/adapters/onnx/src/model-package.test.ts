import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readModelPackage } from "./model-package.ts";

const contents = { "model.onnx": "weights", "tokenizer.json": "{}" };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const files = Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, sha256(text)]));

const thresholds = { strict: 0.9, balanced: 0.6, lenient: 0.3 };
const detector = { name: "hallucination", category: "hallucination", defaultThreshold: 0.6, thresholds };
const manifest = {
  kind: "pair",
  name: "tiny",
  version: "2026.1",
  licence: "Apache-2.0",
  files,
  trainingData: sha256("rows"),
  golden: [],
  detectors: [{ ...detector, weights: { logit: 1 }, intercept: 0 }],
};

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parapet-model-"));
  for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
  await writeManifest({});
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function writeManifest(change: object): Promise<void> {
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...manifest, ...change }));
}

describe("a model package", () => {
  test("has the manifest, the place of the graph and the bytes of the files beside it", async () => {
    const { manifest: read, modelPath, file } = await readModelPackage(folder);
    expect(read).toEqual(manifest);
    expect(modelPath).toBe(join(folder, "model.onnx"));
    expect(file("tokenizer.json").toString()).toBe("{}");
  });

  test("has a version of name, version and the hash of its manifest as it lies there", async () => {
    const { version } = await readModelPackage(folder);
    expect(version).toBe(`tiny@2026.1-${sha256(JSON.stringify(manifest)).slice(0, 8)}`);
  });

  test.each(Object.keys(contents))("has another version when %s is another, even if nobody raised it", async (name) => {
    const before = (await readModelPackage(folder)).version;
    await writeFile(join(folder, name), "another");
    await writeManifest({ files: { ...files, [name]: sha256("another") } });
    expect((await readModelPackage(folder)).version).not.toBe(before);
  });

  test("has another version when its scores are weighed otherwise", async () => {
    const before = (await readModelPackage(folder)).version;
    await writeDetector({ intercept: 0.5 });
    expect((await readModelPackage(folder)).version).not.toBe(before);
  });

  test("whose weights lie beside the graph has another version when they are others, and is refused when they are not listed so", async () => {
    const withWeights = async (listed: string, written: string): Promise<string> => {
      await writeFile(join(folder, "weights.0.bin"), written);
      await writeManifest({ files: { ...files, "weights.0.bin": sha256(listed) } });
      return (await readModelPackage(folder)).version;
    };
    const before = await withWeights("one", "one");
    expect(await withWeights("two", "two")).not.toBe(before);
    await expect(withWeights("two", "one")).rejects.toMatchObject({ code: "model_corrupt" });
  });

  test("has a graph of its own for accelerators where it lists one", async () => {
    expect((await readModelPackage(folder)).acceleratedPath).toBe(join(folder, "model.onnx"));
    await writeFile(join(folder, "model.fp16.onnx"), "half");
    expect((await readModelPackage(folder)).acceleratedPath).toBe(join(folder, "model.onnx"));
    await writeManifest({ files: { ...files, "model.fp16.onnx": sha256("half") } });
    expect((await readModelPackage(folder)).acceleratedPath).toBe(join(folder, "model.fp16.onnx"));
  });

  test("gives no file that it does not vouch for", async () => {
    await writeFile(join(folder, "ngrams.bin"), "unlisted");
    const { file } = await readModelPackage(folder);
    expect(() => file("ngrams.bin")).toThrow(expect.objectContaining({ code: "model_corrupt" }));
  });
});

describe("a folder", () => {
  test.each<[string, string, () => Promise<void>]>([
    ["that is not there", "model_missing", async () => rm(folder, { recursive: true })],
    ["without a manifest", "model_missing", async () => rm(join(folder, "manifest.json"))],
    ["without a file that is listed", "model_missing", async () => rm(join(folder, "tokenizer.json"))],
    ["whose manifest lists no graph", "model_corrupt", async () => writeManifest({ files: {} })],
    ["with a changed file", "model_corrupt", async () => writeFile(join(folder, "model.onnx"), "weightS")],
    ["with weights that nobody listed", "model_corrupt", async () => writeFile(join(folder, "weights.0.bin"), "any")],
    ["with a file cut short", "model_corrupt", async () => writeFile(join(folder, "model.onnx"), "")],
    ["whose manifest is no JSON", "model_unsupported", async () => writeFile(join(folder, "manifest.json"), "{")],
    ["of an unknown kind", "model_unsupported", async () => writeManifest({ kind: "picture" })],
    ["of another kind than its detectors", "model_unsupported", async () => writeManifest({ kind: "text" })],
    ["with a key nobody knows", "model_unsupported", async () => writeManifest({ bias: 1 })],
    ["without a version", "model_unsupported", async () => writeManifest({ version: undefined })],
    ["without a detector", "model_unsupported", async () => writeManifest({ detectors: [] })],
    ["with a hash that is none", "model_unsupported", async () => writeManifest({ files: { "model.onnx": "1" } })],
    ["with a threshold of 1", "model_unsupported", async () => writeDetector({ defaultThreshold: 1 })],
    ["with a key of a detector nobody knows", "model_unsupported", async () => writeDetector({ parts: [] })],
  ])("%s is refused", async (_, code, breakIt) => {
    await breakIt();
    await expect(readModelPackage(folder)).rejects.toMatchObject({ name: "ParapetError", code });
  });

  test("that is refused is named, with the file that is wrong", async () => {
    await writeFile(join(folder, "model.onnx"), "other weights");
    await expect(readModelPackage(folder)).rejects.toThrow(join(folder, "model.onnx"));
  });
});

async function writeDetector(change: object): Promise<void> {
  await writeManifest({ detectors: manifest.detectors.map((one) => ({ ...one, ...change })) });
}
