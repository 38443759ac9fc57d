/**
 * Trains the heads and writes `heads/`. `PARAPET_DATASETS` names the folder of the training archives, by default
 * `../shared/datasets` beside the repository.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { createEncoder } from "@parapet/onnx";
import type { Encoder } from "@parapet/onnx";

import { encodeCached } from "./embedding-cache.ts";
import { headPlans } from "./head-plan.ts";
import type { HeadPlan } from "./head-plan.ts";
import { loadTexts, withDatasets } from "./load-texts.ts";
import { modelCard } from "./model-card.ts";
import { loadOwnTexts } from "./own-texts.ts";
import { trainHead } from "./train-head.ts";
import type { EncodedText } from "./train-head.ts";

const models = join(import.meta.dirname, "..");
const repository = join(models, "..");
const cacheFolder = join(repository, ".parapet/models");
const datasets = resolve(repository, process.env["PARAPET_DATASETS"] ?? "../shared/datasets");

async function encodedTexts(plan: HeadPlan, unpacked: string, encoder: Encoder): Promise<readonly EncodedText[]> {
  const texts = [
    ...(await loadOwnTexts(join(models, "texts"), plan.ownPositives, 1)),
    ...(await loadOwnTexts(join(models, "texts"), plan.ownNegatives, 0)),
    ...(await loadTexts(unpacked, plan.sources)),
  ];
  const encoded = await encodeCached(
    texts.map(({ text }) => text),
    encoder,
    cacheFolder,
  );
  return texts.map((text, index) => Object.assign(text, { windows: encoded[index] ?? [] }));
}

async function writeHead(plan: HeadPlan, unpacked: string, encoder: Encoder): Promise<void> {
  const trained = trainHead(plan, encoder.modelVersion, await encodedTexts(plan, unpacked, encoder));
  const heads = join(models, "heads");
  await mkdir(heads, { recursive: true });
  await writeFile(join(heads, `${plan.name}.json`), `${JSON.stringify(trained.file)}\n`);
  await writeFile(join(heads, `${plan.name}.MODEL_CARD.md`), modelCard(plan, trained));
  console.error(`wrote ${trained.file.version}, trained on ${trained.heldOut.length} texts`);
}

const encoder = await createEncoder({ modelFolder: join(models, "minilm-l6-v2-int8"), sessions: 2 });
try {
  await withDatasets(datasets, async (unpacked) => {
    for (const plan of headPlans) await writeHead(plan, unpacked, encoder);
  });
} finally {
  await encoder.stop();
}
