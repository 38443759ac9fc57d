import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

const repository = join(import.meta.dirname, "..");

it("is of the version of ONNX Runtime that loads it", async () => {
  const manifest = JSON.parse(await readFile(join(repository, "libs/adapters/onnx/package.json"), "utf8"));
  const wheel = await readFile(join(repository, "tools/cuda-provider.txt"), "utf8");
  expect(wheel).toMatch(
    new RegExp(`^onnxruntime-gpu==${manifest.dependencies["onnxruntime-node"]} --hash=sha256:[0-9a-f]{64}\n$`),
  );
});
