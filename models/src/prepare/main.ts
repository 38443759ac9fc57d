/**
 * Writes the rows that the text model and the faithfulness model are trained on to `.parapet/models`. `PARAPET_DATASETS` names the folder of the
 * training archives, by default `../shared/datasets` beside the repository.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { createTokenizer, parseTokenizer } from "@parapet/onnx";

import { withDatasets } from "../datasets.ts";
import { preparePairs } from "../prepare-pairs.ts";
import { prepareText } from "../prepare-text.ts";

const models = join(import.meta.dirname, "../..");
const repository = join(models, "..");
const datasets = resolve(repository, process.env["PARAPET_DATASETS"] ?? "../shared/datasets");
const definition = await readFile(join(models, "guard-text/tokenizer.json"), "utf8");

await withDatasets(datasets, async (unpacked) => {
  const places = { datasets: unpacked, own: join(models, "texts"), work: join(repository, ".parapet/models") };
  const tokenizer = createTokenizer(parseTokenizer(definition));
  const texts = await prepareText(places, tokenizer);
  console.error(`texts: ${texts.rows} windows to train on, ${texts.development} texts for development`);
  const pairs = await preparePairs(places, tokenizer);
  console.error(`pairs: ${pairs.rows} to train on, ${pairs.development} for development`);
});
