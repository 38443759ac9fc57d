import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { graphsIn, placeFiles } from "./package-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parapet-package-"));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe("placeFiles", () => {
  it("leaves no weights of a model that had more of them, and whatever else lies there", async () => {
    const [trained, shipped] = [join(folder, "trained"), join(folder, "shipped")];
    await mkdir(trained);
    await mkdir(shipped);
    for (const name of ["model.onnx", "model.fp16.onnx", "weights.0.bin"]) await writeFile(join(trained, name), name);
    for (const name of ["weights.0.bin", "weights.1.bin", "LICENSE"]) await writeFile(join(shipped, name), "before");
    const sums = await placeFiles(shipped, await graphsIn(trained));
    expect(Object.keys(sums)).toEqual(["model.onnx", "model.fp16.onnx", "weights.0.bin"]);
    expect((await readdir(shipped)).toSorted()).toEqual(["LICENSE", "model.fp16.onnx", "model.onnx", "weights.0.bin"]);
  });
});
