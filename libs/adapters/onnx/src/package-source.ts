import type { WorkerModel } from "./inference-protocol.ts";
import { readModelPackage, type ModelPackage } from "./model-package.ts";
import type { ModelSource, OpenedModel } from "./model-source.ts";
import { createPairModel, createPairReader, pairModelInputs, pairModelOutputs } from "./pair-model.ts";
import { checkModel } from "./self-check.ts";
import type { SessionPool } from "./session-pool.ts";
import { createTextModel, textModelInputs, textModelOutputs } from "./text-model.ts";
import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";

/** A folder with a `manifest.json`. */
export function packageSource(folder: string): ModelSource {
  return {
    folder,
    key: folder,
    claims: [],
    load: async () => {
      const files = await readModelPackage(folder);
      return { version: files.version, worker: workerModelOf(files), open: (pool) => openPackage(files, pool) };
    },
  };
}

function workerModelOf({ manifest, version, modelPath, acceleratedPath }: ModelPackage): WorkerModel {
  const [inputs, outputs] =
    manifest.kind === "text" ? [textModelInputs, textModelOutputs] : [pairModelInputs, pairModelOutputs];
  return { name: version, path: modelPath, acceleratedPath, inputs, outputs };
}

function openPackage({ manifest, ...files }: ModelPackage, pool: SessionPool): OpenedModel {
  const tokenizer = createTokenizer(parseTokenizer(files.file("tokenizer.json").toString("utf8")));
  if (manifest.kind === "text") {
    const model = createTextModel({ files: { ...files, manifest }, tokenizer, pool });
    return { model, check: async () => checkModel(model, manifest) };
  }
  const reader = createPairReader({ files: { ...files, manifest }, tokenizer, pool });
  const model = createPairModel({ ...files, manifest }, reader);
  return { model, reader, check: async () => checkModel(model, manifest) };
}
