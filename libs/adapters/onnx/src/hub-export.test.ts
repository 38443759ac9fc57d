import { appendFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readHubExport } from "./hub-export.ts";
import { hubModelOptions, type HubModelOptions } from "./hub-model-options.ts";

let [root, folder] = ["", ""];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "parapet-export-"));
  folder = join(root, "tiny");
  await cp(join(import.meta.dirname, "../testing/exports/tiny-unigram"), folder, { recursive: true });
});
afterEach(async () => rm(root, { recursive: true }));

function asked(change: Partial<HubModelOptions> = {}): HubModelOptions {
  const own = { folder, detector: "injection", category: "injection", labels: ["INJECTION"], threshold: 0.9 };
  return hubModelOptions.parse({ ...own, ...change });
}

const versionOf = async (change: Partial<HubModelOptions> = {}): Promise<string> =>
  (await readHubExport(asked(change))).version;

const addTo = (name: string) => async () => appendFile(join(folder, name), "\n");
const add = (name: string, content: string) => async () => writeFile(join(folder, name), content);

describe("the version of an export", () => {
  test("is the name of its folder and eight hex digits, the same each time", async () => {
    expect(await versionOf()).toMatch(/^tiny-[0-9a-f]{8}$/);
    expect(await versionOf()).toBe(await versionOf());
  });

  test.each<[string, () => Promise<void>]>([
    ["its graph", addTo("model.onnx")],
    ["its configuration", addTo("config.json")],
    ["its tokenizer", addTo("tokenizer.json")],
    ["what its tokenizer is told", add("tokenizer_config.json", "{}")],
    ["the weights beside its graph", add("model.onnx_data", "weights")],
    ["more of them", add("model.onnx_data_1", "weights")],
    ["those that PyTorch writes", add("model.onnx.data", "weights")],
  ])("is another when %s changes", async (_, change) => {
    const before = await versionOf();
    await change();
    expect(await versionOf()).not.toBe(before);
  });

  test("is another for other weights in the same file, also beside a graph in a folder of its own", async () => {
    await mkdir(join(folder, "onnx"));
    await rename(join(folder, "model.onnx"), join(folder, "onnx/model.onnx"));
    const versions = new Set<string>();
    for (const weights of ["one", "two", "one"]) {
      await writeFile(join(folder, "onnx/model.onnx_data"), weights);
      versions.add(await versionOf());
    }
    expect(versions.size).toBe(2);
  });

  test.each<[string, Partial<HubModelOptions>]>([
    ["other labels", { labels: ["INJECTION", "JAILBREAK"] }],
    ["a calibration", { calibration: { slope: 0.5, intercept: 1 } }],
    ["shorter inputs", { maxTokens: 32 }],
    ["windows that are nearer to each other", { stride: 7 }],
  ])("is another for %s, and the weights are the same", async (_, change) => {
    const [before, after] = [await readHubExport(asked()), await readHubExport(asked(change))];
    expect(after.version).not.toBe(before.version);
    expect(after.weightsName).toBe(before.weightsName);
  });

  test("is the same for another threshold, another name and a file that nobody reads", async () => {
    const before = await versionOf();
    await writeFile(join(folder, "README.md"), "read me");
    expect(await versionOf({ threshold: 0.5, detector: "mine" })).toBe(before);
  });
});
